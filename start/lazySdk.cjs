// Loaded before the Pulumi SDK, in the program and in the process behind the dynamic resources (Pulumi.yaml). It spares both what the SDK does
// for functions that it has to serialize, since here it serializes none, and what costs much at every run:
// - The TypeScript compiler, npm's dependency resolver and the Automation API are loaded when something of theirs is first used.
// - No debugger is attached to the process: it only gives errors about a serialized function its file's name.
// - The SDK takes a stack trace for each promise and each resource, and has source-map-support look up every line of it. There are no maps to
//   look into (start.cjs); with NODE_OPTIONS=--enable-source-maps there are, and Node.js reads them itself.
// - What an earlier run compiled is taken from V8's cache.
const Module = require("node:module");
const { join } = require("node:path");

const [least] = require("../package.json").engines.node.match(/\d+\.\d+/);
const [major, minor] = least.split(".").map(Number);
const [ownMajor, ownMinor] = process.versions.node.split(".").map(Number);
if (ownMajor < major || (ownMajor === major && ownMinor < minor)) {
  process.stderr.write(
    `Node.js ${process.versions.node} (${process.execPath}) can't run this program: ${least} or later is needed; put one first on PATH\n`,
  );
  process.exit(1);
}

const load = Module._load;
const whenUsed = new Set(["typescript", "@npmcli/arborist", "./automation"]);
const spared = new Map([
  ["source-map-support/register", {}],
  ["../../runtime/closure/v8Hooks", { isInitializedAsync: async () => undefined }],
]);

Module._load = function (request, parent, isMain) {
  if (spared.has(request)) return spared.get(request);
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
