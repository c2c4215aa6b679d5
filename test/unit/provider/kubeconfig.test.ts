import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { stringify } from "yaml";
import { loadKubeConfig } from "../../../provider/src/kubernetes/kubeconfig";

describe("the kubeconfig of a dynamic resource", () => {
  const inherited = process.env["KUBECONFIG"];
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "kubeconfig-"));
  });
  afterEach(() => {
    if (inherited === undefined) delete process.env["KUBECONFIG"];
    else process.env["KUBECONFIG"] = inherited;
  });
  after(() => rmSync(folder, { recursive: true }));

  function file(name: string, context: string, server: string): string {
    const path = join(folder, name);
    const contexts = [{ name: context, context: { cluster: "one", user: "me" } }];
    const clusters = [{ name: "one", cluster: { server } }];
    writeFileSync(path, stringify({ contexts, clusters, users: [{ name: "me", user: {} }] }));
    return path;
  }

  it("may be in several files, some of them absent, and the first to say something of a name is right", async () => {
    const first = file("first", "dev", "https://first.example");
    const second = file("second", "prod", "https://second.example");
    process.env["KUBECONFIG"] = [join(folder, "absent"), first, second].join(delimiter);
    const config = await loadKubeConfig({ context: "prod", namespace: "middleware" });
    assert.equal(config.getCurrentCluster()?.server, "https://first.example");
    assert.deepEqual(
      config.getContexts().map(({ name }) => name),
      ["prod", "dev"],
    );
  });

  it("says in one line where there is none", async () => {
    process.env["KUBECONFIG"] = join(folder, "absent");
    await assert.rejects(loadKubeConfig({ context: "dev", namespace: "middleware" }), {
      message: /^kubeconfig \(default\) can't be read: .*absent[^\n]*$/,
    });
  });
});
