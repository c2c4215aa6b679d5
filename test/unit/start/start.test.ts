import assert from "node:assert/strict";
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { checkout } from "../../../commands/checkout";

const PRELOAD = join(checkout, "start/lazySdk.cjs");

function node(folder: string, code: string): unknown {
  return JSON.parse(
    execFileSync(process.execPath, ["--require", PRELOAD, "-e", code], { cwd: folder, encoding: "utf8" }),
  );
}

describe("the program's start", () => {
  let folder: string;
  const write = (file: string, text: string) => writeFileSync(join(folder, file), text);
  const kept = () => join(folder, "node_modules/.cache/program/index.ts");
  const started = () =>
    node(
      folder,
      `const { answer } = require("./start.cjs");
      const bundledNow = Object.keys(require.cache).some((file) => file.endsWith("esbuild/lib/main.js"));
      console.log(JSON.stringify({ answer, bundledNow }));`,
    );

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "kafka-start-"));
    for (const name of ["config", "components/topics", "node_modules", "start"])
      mkdirSync(join(folder, name), { recursive: true });
    for (const file of ["start.cjs", "start/bundle.cjs", "start/failedResources.cjs"])
      copyFileSync(join(checkout, file), join(folder, file));
    symlinkSync(join(checkout, "node_modules/esbuild"), join(folder, "node_modules/esbuild"));
    write("package-lock.json", "{}");
    write("index.ts", `import { two } from "./config/two"; export const answer: number = two + 1;`);
    write("config/two.ts", `export const two = 2 as const;`);
  });

  after(() => rmSync(folder, { recursive: true }));

  it("bundles once, and again when a source or the lock file has changed, a source been added or is another again", () => {
    assert.deepEqual(started(), { answer: 3, bundledNow: true });
    assert.deepEqual(started(), { answer: 3, bundledNow: false });
    write("config/two.ts", `export const two = 4 as const;`);
    assert.deepEqual(started(), { answer: 5, bundledNow: true });
    assert.deepEqual(started(), { answer: 5, bundledNow: false });
    write("components/topics/more.ts", `export const more: number = 10;`);
    write("index.ts", `import { more } from "./components/topics/more"; export const answer = more;`);
    assert.deepEqual(started(), { answer: 10, bundledNow: true });
    write("package-lock.json", `{"lockfileVersion": 3}`);
    assert.deepEqual(started(), { answer: 10, bundledNow: true });
    write("components/topics/names.json", `["one"]`);
    write("index.ts", `import names from "./components/topics/names.json"; export const answer = names.length;`);
    assert.deepEqual(started(), { answer: 1, bundledNow: true });
    write("components/topics/names.json", `["one", "two"]`);
    assert.deepEqual(started(), { answer: 2, bundledNow: true });
    assert.equal(readdirSync(kept()).length, 1);
  });

  it("makes again what was cut short", () => {
    for (const file of readdirSync(kept())) writeFileSync(join(kept(), file), `{"index.ts": "module.exp`);
    assert.deepEqual(started(), { answer: 2, bundledNow: true });
    assert.deepEqual(started(), { answer: 2, bundledNow: false });
  });

  it("shows no stack trace of the SDK's where a resource failed, and those of all other errors", () => {
    const stacks = node(
      folder,
      `require("./start.cjs");
      const stacks = [];
      process.on("unhandledRejection", ({ stack }) => stacks.push(stack.split("\\n").length));
      process.on("exit", () => console.log(JSON.stringify(stacks)));
      void Promise.reject(new Error("resource bad [kafka:topic] failed to register"));
      void Promise.reject(new Error("another"));`,
    ) as [number, number];
    assert.equal(stacks[0], 1);
    assert.ok(stacks[1] > 1);
  });
});

describe("the Pulumi SDK behind the program's preload", () => {
  it("comes without the compiler and npm's resolver, and serializes a function all the same", () => {
    const found = node(
      checkout,
      `const loaded = () => ["/typescript/lib/typescript.js", "/@npmcli/arborist/lib/index.js"].map((end) =>
        Object.keys(require.cache).some((file) => file.endsWith(end)));
      const { runtime } = require("@pulumi/pulumi");
      const atStart = loaded();
      const value = 41;
      Promise.all([runtime.serializeFunction(() => value + 1), runtime.computeCodePaths()]).then(([{ text }, paths]) =>
        console.log(JSON.stringify({
          atStart, after: loaded(), text: text.includes("value + 1"), packages: [...paths.keys()].some((path) => path.endsWith("/zod")) })));`,
    );
    assert.deepEqual(found, { atStart: [false, false], after: [true, true], text: true, packages: true });
  });

  it("comes with an Automation API that is loaded when it is used", () => {
    const found = node(
      checkout,
      `const loaded = () => Object.keys(require.cache).some((file) => file.endsWith("/automation/localWorkspace.js"));
      const { automation } = require("@pulumi/pulumi");
      const atStart = loaded();
      console.log(JSON.stringify({ atStart, workspace: typeof automation.LocalWorkspace.create, after: loaded() }));`,
    );
    assert.deepEqual(found, { atStart: false, workspace: "function", after: true });
  });

  it("refuses a Node.js that is too old in one line", () => {
    const older = `data:text/javascript,${encodeURIComponent('Object.defineProperty(process.versions, "node", { value: "20.20.2" });')}`;
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [
        "--import",
        older,
        "--input-type=module",
        "-e",
        `await import(${JSON.stringify(PRELOAD)}); console.log("went on")`,
      ],
      { encoding: "utf8" },
    );
    assert.deepEqual({ status, stdout }, { status: 1, stdout: "" });
    assert.match(
      stderr,
      /^Node\.js 20\.20\.2 \(.+\) can't run this program: 22\.12 or later is needed; put one first on PATH\n$/,
    );
  });

  it("runs dynamic resources, where Pulumi.yaml says", async () => {
    const { plugins } = parse(readFileSync(join(checkout, "Pulumi.yaml"), "utf8")) as {
      plugins: { providers: { name: string; path: string }[] };
    };
    const [{ name, path } = assert.fail("no provider is named")] = plugins.providers;
    const child = spawn(join(checkout, path, `pulumi-resource-${name}`), ["127.0.0.1:1"], { cwd: checkout });
    try {
      const [port] = (await once(child.stdout, "data")) as [Buffer];
      assert.match(port.toString(), /^[0-9]+\n$/);
    } finally {
      child.kill();
      await once(child, "exit");
    }
  });
});

describe("the process behind the dynamic resources", () => {
  it("learns of the engine's Cancel, which the SDK answers as before", () => {
    const code = `
      const sdk = require.resolve("@pulumi/pulumi/package.json");
      const { Server } = require(require.resolve("@grpc/grpc-js", { paths: [sdk] }));
      const { ResourceProviderService } = require("@pulumi/pulumi/proto/provider_grpc_pb");
      const { isCancelled } = require("./provider/dist/cancellation.js");
      class Service { cancel(call, callback) { callback(undefined, call); } }
      const service = new Service();
      new Server().addService(ResourceProviderService, service);
      const before = isCancelled();
      let answer;
      service.cancel("asked", (_, given) => (answer = given));
      console.log(JSON.stringify({ before, after: isCancelled(), answer }));`;
    const preload = join(checkout, "start/cancellation.cjs");
    const printed = execFileSync(process.execPath, ["--require", preload, "-e", code], {
      cwd: checkout,
      encoding: "utf8",
    });
    assert.deepEqual(JSON.parse(printed), { before: false, after: true, answer: "asked" });
  });

  it("keeps what was compiled in it, though it is killed at the end of a run", async () => {
    const folder = mkdtempSync(join(tmpdir(), "kafka-compiled-"));
    try {
      writeFileSync(join(folder, "module.cjs"), "exports.answer = () => 42;");
      const code = `require("node:module").enableCompileCache("./cache"); require("./module.cjs"); setInterval(() => undefined, 1000);`;
      const preload = join(checkout, "start/compiled.cjs");
      const child = spawn(process.execPath, ["--require", preload, "-e", code], { cwd: folder });
      const kept = () =>
        existsSync(join(folder, "cache")) &&
        readdirSync(join(folder, "cache"), { recursive: true, withFileTypes: true }).some((entry) => entry.isFile());
      for (let waits = 0; waits < 200 && !kept(); waits++) await new Promise((resolve) => setTimeout(resolve, 100));
      child.kill("SIGKILL");
      await once(child, "exit");
      assert.ok(kept());
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("loads the provider package and its libraries from one file", () => {
    const loaded = node(
      checkout,
      `require("@kafka-on-kubernetes/provider");
      console.log(JSON.stringify(Object.keys(require.cache).filter((file) => /provider.dist|kafkajs|client-node/.test(file))));`,
    );
    assert.deepEqual(loaded, [join(checkout, "provider/dist/index.js")]);
  });

  it("is started so by the script that Pulumi finds", () => {
    const script = readFileSync(join(checkout, "start/pulumi-resource-pulumi-nodejs"), "utf8");
    for (const name of ["lazySdk", "cancellation", "compiled"])
      assert.ok(script.includes(`--require "$here/${name}.cjs"`));
  });
});
