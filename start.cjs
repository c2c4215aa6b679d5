// Where Pulumi starts the program. It transpiles `index.ts` and what it is made of with esbuild, in one call, and keeps the result under
// a hash of all sources, so that nothing can be older than they are. Pulumi's own way loads the TypeScript compiler and transpiles file
// by file at every run. Types are checked by `npm run lint` and `npm test`; NODE_OPTIONS=--enable-source-maps gives stack traces the lines of
// the source.
const { createHash } = require("node:crypto");
const { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } = require("node:fs");
const Module = require("node:module");
const { join } = require("node:path");

/** Maps cost time at every stack trace, and the SDK takes many. */
const sourcemap = process.sourceMapsEnabled ? "inline" : false;

/** Each source by its path in the checkout. */
function readSources() {
  const below = ["config", "components"].flatMap((folder) =>
    readdirSync(join(__dirname, folder), { recursive: true }).map((file) => join(folder, file)),
  );
  const paths = ["index.ts", ...below.filter((path) => path.endsWith(".ts")).sort()];
  return paths.map((path) => [path, readFileSync(join(__dirname, path), "utf8")]);
}

/** The sources as JavaScript, each by its path in the checkout. */
function transpile(sources) {
  const { outputFiles } = require("esbuild").buildSync({
    entryPoints: sources.map(([path]) => path),
    absWorkingDir: __dirname,
    outbase: __dirname,
    outdir: __dirname,
    outExtension: { ".js": ".ts" },
    write: false,
    format: "cjs",
    platform: "node",
    target: "node22",
    // What is loaded late is loaded as all else is: Node's own import would look for files with their extensions, and for JavaScript.
    supported: { "dynamic-import": false },
    sourcemap,
    sourcesContent: false,
    logLevel: "silent",
  });
  return Object.fromEntries(outputFiles.map(({ path, text }) => [path.slice(__dirname.length + 1), text]));
}

function parsedOrUndefined(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined; // not there yet, or cut short: it is made again
  }
}

/** Whole or not at all, whoever else writes it at the same time. A checkout that can't be written goes without. */
function keep(folder, file, content) {
  try {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const own = mkdtempSync(join(folder, "new-"));
    writeFileSync(join(own, "all"), content);
    renameSync(join(own, "all"), file);
    rmSync(own, { recursive: true });
  } catch (error) {
    if (!["EACCES", "EROFS", "EPERM", "ENOENT", "ENOTEMPTY"].includes(error.code)) throw error;
  }
}

function transpiled() {
  const sources = readSources();
  const recipe = [sourcemap, readFileSync(__filename, "utf8"), require("esbuild/package.json").version];
  const hash = createHash("sha256")
    .update(JSON.stringify([recipe, sources]))
    .digest("hex");
  const folder = join(__dirname, "node_modules/.cache/transpiled");
  const file = join(folder, `${hash}.json`);
  const kept = parsedOrUndefined(file);
  if (kept !== undefined) return kept;
  const made = transpile(sources);
  keep(folder, file, JSON.stringify(made));
  return made;
}

const program = transpiled();
Module._extensions[".ts"] = (module, file) => module._compile(program[file.slice(__dirname.length + 1)], file);

module.exports = require("./index.ts");
