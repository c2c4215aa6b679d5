// Starts a program from one bundle. esbuild makes it of the entry and what it is made of, in one call, and it is kept under a hash of all
// sources and of the lock file, so that nothing can be older than they are. Pulumi's own way loads the TypeScript compiler and
// transpiles file by file at every run; a bundle also spares the search for some hundred files, its own and those of its libraries. Types are checked
// by `npm run lint` and `npm test`; NODE_OPTIONS=--enable-source-maps gives stack traces the lines of the source.
const { createHash } = require("node:crypto");
const { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } = require("node:fs");
const Module = require("node:module");
const { dirname, join } = require("node:path");

const checkout = dirname(__dirname);

/** Maps cost time at every stack trace, and the SDK takes many. */
const sourcemap = process.sourceMapsEnabled ? "inline" : false;

/** Each source by its path in the checkout, and the lock file, which pins esbuild and what of the libraries goes into the bundle. */
function readSources(entry) {
  const below = ["config", "components"].flatMap((folder) =>
    readdirSync(join(checkout, folder), { recursive: true }).map((file) => join(folder, file)),
  );
  const paths = ["package-lock.json", entry, ...below.filter((path) => /\.(ts|json)$/.test(path)).sort()];
  return paths.map((path) => [path, readFileSync(join(checkout, path), "utf8")]);
}

/** Text by text, each with its place before it: 0.9 MB in 1.4 ms, and in 13 ms as one text of JSON. */
function hashOf(texts) {
  const hash = createHash("sha256");
  for (const [place, text] of texts) hash.update(`${place} ${text.length}\n`).update(text);
  return hash.digest("hex");
}

/**
 * The program as one text. Outside stay Pulumi's SDKs, of which a process must have no two, and the provider package, which is built in this checkout and so
 * is pinned by nothing.
 */
function bundle(entry) {
  const { outputFiles } = require("esbuild").buildSync({
    entryPoints: [entry],
    absWorkingDir: checkout,
    bundle: true,
    external: ["@pulumi/*", "@kafka-on-kubernetes/*"],
    write: false,
    format: "cjs",
    platform: "node",
    target: "node22",
    // An SDK that is loaded late is loaded as all else is: Node's own import would look for files with their extensions.
    supported: { "dynamic-import": false },
    sourcemap,
    sourcesContent: false,
    logLevel: "silent",
  });
  return outputFiles[0].text;
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

function program(entry) {
  const sources = readSources(entry);
  const hash = hashOf([...sources, ["start", readFileSync(__filename, "utf8")], ["sourcemap", String(sourcemap)]]);
  const folder = join(checkout, "node_modules/.cache/program", entry);
  const file = join(folder, `${hash}.json`);
  const kept = parsedOrUndefined(file);
  if (kept !== undefined) return kept;
  const made = bundle(entry);
  keep(folder, file, JSON.stringify(made));
  return made;
}

/**
 * Runs a program, and returns what it exports.
 * @param entry its TypeScript file in the checkout; beside it, it imports `config` and `components` alone
 */
exports.start = function (entry) {
  require("./failedResources.cjs");
  const main = new Module(join(checkout, entry).replace(/\.ts$/, ".js"), module);
  main.filename = main.id;
  main.paths = module.paths;
  main._compile(program(entry), main.filename);
  return main.exports;
};
