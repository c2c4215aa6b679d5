import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { parse, stringify } from "yaml";
import type { Settings } from "../../../config/schema";
import { loadTarget } from "../../../config/target";
import { findKubeconfig } from "../../../config/target/kubeconfig";
import { resolveTarget } from "../../../config/target/resolveTarget";

const kubeconfig = stringify({
  contexts: [
    { name: "dev", context: { cluster: "one", user: "me" } },
    { name: "prod", context: { cluster: "two", user: "me" } },
  ],
  clusters: [
    { name: "one", cluster: { server: "https://dev.example:6443" } },
    { name: "two", cluster: { server: "https://prod.example:6443/" } },
  ],
  users: [{ name: "me", user: {} }],
  "current-context": "dev",
});
const kubernetes = { context: "dev" } as Settings["kubernetes"];
const whole = { path: "/whole", text: kubeconfig };

describe("the cluster that a stack belongs to", () => {
  it("is the named context, whatever the current one is", () => {
    assert.deepEqual(resolveTarget([whole], { context: "prod" }), {
      context: "prod",
      server: "https://prod.example:6443/",
      file: "/whole",
    });
  });

  it("is found by its API server where no context is named", () => {
    assert.equal(resolveTarget([whole], { server: "https://prod.example:6443" }).context, "prod");
  });

  it("is refused where the context leads to another API server", () => {
    assert.throws(() => resolveTarget([whole], { context: "prod", server: "https://dev.example:6443" }), {
      name: "Error",
      message:
        "kafka:kubernetes.server: this stack belongs to https://dev.example:6443, but the kubeconfig's context prod leads to https://prod.example:6443/; nothing was touched",
    });
  });

  it("looks in every file, and believes the first that says something of a name", () => {
    const other = kubeconfig.replaceAll("prod.example", "other.example").replaceAll("name: dev", "name: test");
    const files = [whole, { path: "/other", text: other }];
    assert.equal(resolveTarget(files, { context: "prod" }).server, "https://prod.example:6443/");
    assert.deepEqual(resolveTarget(files, { context: "test" }), {
      context: "test",
      server: "https://dev.example:6443",
      file: "/other",
    });
  });

  it("has no file of its own where it is spread over several", () => {
    const { contexts, ...rest } = parse(kubeconfig) as { contexts: unknown };
    const files = [{ contexts }, rest].map((part, index) => ({ path: `/${index}`, text: stringify(part) }));
    const { file, server } = resolveTarget(files, { context: "dev" });
    assert.deepEqual({ file, server }, { file: undefined, server: "https://dev.example:6443" });
  });

  it("says so in one line where the file is something else", () => {
    assert.throws(
      () => resolveTarget([{ path: "/bad", text: "contexts: 3" }], { context: "prod" }),
      /this is no kubeconfig: contexts: .*set KUBECONFIG/,
    );
  });

  it("names the contexts that there are where the stack's own is missing", () => {
    assert.throws(
      () => resolveTarget([whole], { context: "staging" }),
      /^[A-Za-z]*Error: kafka:kubernetes\.context: there is no context staging in the kubeconfig \(it has: dev, prod\)/,
    );
    assert.throws(
      () =>
        resolveTarget(
          ["", "contexts: null"].map((text) => ({ path: "/empty", text })),
          { context: "staging" },
        ),
      /it has: none/,
    );
  });
});

describe("loadTarget", () => {
  let folder: string;
  const inherited = process.env["KUBECONFIG"];
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "kubeconfig-"));
    writeFileSync(join(folder, "there"), kubeconfig);
  });
  afterEach(() => {
    if (inherited === undefined) delete process.env["KUBECONFIG"];
    else process.env["KUBECONFIG"] = inherited;
  });
  after(() => rmSync(folder, { recursive: true }));

  it("names the one file for the provider where KUBECONFIG names several, and none where it need not", () => {
    const there = join(folder, "there");
    process.env["KUBECONFIG"] = there;
    assert.deepEqual(loadTarget(kubernetes), { context: "dev", server: "https://dev.example:6443" });
    process.env["KUBECONFIG"] = [join(folder, "absent"), there].join(delimiter);
    assert.equal(loadTarget(kubernetes)?.kubeconfig, there);
  });

  it("says what to do where no single file has it all", () => {
    const { users, ...rest } = parse(kubeconfig) as { users: unknown };
    const paths = [rest, { users }].map((part, index) => {
      const path = join(folder, `part-${index}`);
      writeFileSync(path, stringify(part));
      return path;
    });
    process.env["KUBECONFIG"] = paths.join(delimiter);
    assert.throws(() => loadTarget(kubernetes), /kafka:kubernetes\.context: .*kubectl config view --minify --flatten/);
  });
});

describe("findKubeconfig", () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "kubeconfig-"));
    writeFileSync(join(folder, "there"), kubeconfig);
  });
  after(() => rmSync(folder, { recursive: true }));

  it("takes what exists of KUBECONFIG", () => {
    const KUBECONFIG = [join(folder, "absent"), join(folder, "there")].join(delimiter);
    assert.deepEqual(findKubeconfig(undefined, { KUBECONFIG }), [join(folder, "there")]);
  });

  it("prefers the stack's own path, and names it when it is absent", () => {
    const KUBECONFIG = join(folder, "there");
    assert.throws(() => findKubeconfig(join(folder, "absent"), { KUBECONFIG }), /there is no kubeconfig at .*absent/);
  });
});
