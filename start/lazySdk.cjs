// Loaded before the Pulumi SDK, in the program and in the process behind the dynamic resources (Pulumi.yaml). At its own start the SDK loads
// the TypeScript compiler and npm's dependency resolver, for programs whose functions it has to serialize: 0.35 s of processor time in each
// of the two. Here it serializes none, so both are loaded when something of theirs is first used; code that an earlier run compiled is
// taken from V8's cache.
const Module = require("node:module");
const { join } = require("node:path");

const load = Module._load;
const whenUsed = new Set(["typescript", "@npmcli/arborist"]);

Module._load = function (request, parent, isMain) {
  if (!whenUsed.has(request)) return load.call(this, request, parent, isMain);
  const real = () => load.call(this, request, parent, isMain);
  return new Proxy(
    {},
    {
      // The compiler's import of a whole module copies it, and so loads it, unless it says that it is an ES module.
      get: (_, name) => (name === "__esModule" ? true : name === "default" ? real() : real()[name]),
      has: (_, name) => name in real(),
    },
  );
};

Module.enableCompileCache?.(join(__dirname, "../node_modules/.cache/compiled"));
