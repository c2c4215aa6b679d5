// Runs a TypeScript file of this project on a machine that has only Node.js 20 or later with npm, and git:
//   node commands/bootstrap.mjs <script.ts> [arguments]
// Plain JavaScript without dependencies, because nothing is installed yet when it starts. Every npm script goes through it.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { constants } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, "node_modules");
const bin = join(modules, ".bin");

function fail(line) {
  console.error(`Error: ${line}`);
  process.exit(1);
}

function timed(name, work) {
  const start = Date.now();
  console.error(`… ${name}`);
  work();
  console.error(`✓ ${name} (${((Date.now() - start) / 1000).toFixed(1)} s)`);
}

/** Shows the output only when the command fails: npm's chatter says nothing to the user. */
function run(command, args) {
  const result = spawnSync(command, args, { cwd: root, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
  if (result.status === 0) return;
  process.stderr.write(`${result.stdout ?? ""}${result.stderr ?? ""}`);
  fail(`\`${command} ${args.join(" ")}\` failed (see above)`);
}

function checkPrerequisites() {
  const major = Number(process.versions.node.split(".")[0]);
  if (major < 20) fail(`Node.js ${process.versions.node} is too old: install Node.js 20 or later (with npm)`);
  const missing = ["npm", "git"].filter((name) => spawnSync(name, ["--version"]).status !== 0);
  if (missing.length > 0) fail(`${missing.join(" and ")} not found: install ${missing.join(" and ")} and try again`);
}

const hash = (texts) => texts.reduce((sum, text) => sum.update(text), createHash("sha256")).digest("hex");
const readIfThere = (file) => (existsSync(file) ? readFileSync(file, "utf8") : "");

function ensureDependencies() {
  const lock = join(root, "package-lock.json");
  const stamp = join(modules, ".installed-for");
  const wanted = hash([readFileSync(lock)]);
  if (readIfThere(stamp) === wanted) return;
  // npm writes this file at the end of an installation: one that is newer than the lock was made from it, by hand.
  const npmsOwn = join(modules, ".package-lock.json");
  const installedByHand =
    !existsSync(stamp) && existsSync(npmsOwn) && statSync(npmsOwn).mtimeMs >= statSync(lock).mtimeMs;
  if (!installedByHand) timed("npm dependencies", () => run("npm", ["ci", "--no-audit", "--no-fund"]));
  writeFileSync(stamp, wanted);
}

function filesBelow(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((item) => item.isFile())
    .map((item) => join(item.parentPath ?? item.path, item.name))
    .sort();
}

/**
 * The workspaces are compiled: the provider runs in plain Node processes that Pulumi starts, the consumer's package in other stacks. Their
 * tests and callers use the result.
 */
function ensureWorkspaces() {
  const { workspaces } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  for (const name of workspaces) ensureBuilt(name);
}

function ensureBuilt(name) {
  const folder = join(root, name);
  const sources = ["package.json", "tsconfig.json"]
    .map((file) => join(folder, file))
    .concat(filesBelow(join(folder, "src")))
    .filter(existsSync);
  const wanted = hash(sources.flatMap((file) => [file.slice(root.length), readFileSync(file)]));
  const stamp = join(folder, "dist", ".built-from");
  if (readIfThere(stamp) === wanted) return;
  timed(name, () => run("npm", ["run", "--silent", "build", "-w", name]));
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, wanted);
}

function runScript(script, args) {
  // The npm package `node` brings Node 24: the Kubernetes client and the Pulumi SDK want 22 or later.
  const child = spawn(join(bin, "node"), ["--import", "tsx", script, ...args], {
    stdio: "inherit",
    env: { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` },
  });
  // The script decides when to end, and this process follows. A terminal sends Ctrl-C to both already: passing it on would make
  // it two, and the second is Pulumi's "stop at once, whatever is under way".
  const fromTerminal = (name) => name === "SIGINT" && process.stdin.isTTY;
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(name, () => fromTerminal(name) || child.kill(name));
  child.on("error", (error) => fail(error.message));
  child.on("exit", (code, name) => process.exit(code ?? 128 + constants.signals[name]));
}

const [script, ...args] = process.argv.slice(2);
if (!script) fail("usage: node commands/bootstrap.mjs <script.ts> [arguments]");
checkPrerequisites();
ensureDependencies();
ensureWorkspaces();
runScript(script, args);
