import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { stringify } from "yaml";
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
  "current-context": "dev",
});

describe("the cluster that a stack belongs to", () => {
  it("is the named context, whatever the current one is", () => {
    assert.deepEqual(resolveTarget([kubeconfig], { context: "prod" }), {
      context: "prod",
      server: "https://prod.example:6443/",
    });
  });

  it("is found by its API server where no context is named", () => {
    assert.equal(resolveTarget([kubeconfig], { server: "https://prod.example:6443" }).context, "prod");
  });

  it("is refused where the context leads to another API server", () => {
    assert.throws(() => resolveTarget([kubeconfig], { context: "prod", server: "https://dev.example:6443" }), {
      name: "Error",
      message:
        "kafka:kubernetes.server: this stack belongs to https://dev.example:6443, but the kubeconfig's context prod leads to https://prod.example:6443/; nothing was touched",
    });
  });

  it("looks in every file, and believes the first that says something of a name", () => {
    const other = kubeconfig.replaceAll("prod.example", "other.example").replaceAll("name: dev", "name: test");
    assert.equal(resolveTarget([kubeconfig, other], { context: "prod" }).server, "https://prod.example:6443/");
    assert.equal(resolveTarget([kubeconfig, other], { context: "test" }).context, "test");
  });

  it("says so in one line where the file is something else", () => {
    assert.throws(
      () => resolveTarget(["contexts: 3"], { context: "prod" }),
      /this is no kubeconfig: contexts: .*set KUBECONFIG/,
    );
  });

  it("names the contexts that there are where the stack's own is missing", () => {
    assert.throws(
      () => resolveTarget([kubeconfig], { context: "staging" }),
      /^[A-Za-z]*Error: kafka:kubernetes\.context: there is no context staging in the kubeconfig \(it has: dev, prod\)/,
    );
    assert.throws(() => resolveTarget(["", "contexts: null"], { context: "staging" }), /it has: none/);
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
