import assert from "node:assert/strict";
import { join } from "node:path";
import { parse, parseAllDocuments } from "yaml";
import type { Settings, StackFile } from "../../../config/schema";
import { chartTrouble } from "../../../render/kubernetes/chart";
import { render } from "../../../render/kubernetes";
import { masked } from "../../../render/kubernetes/objects";
import { ensureHelm } from "../../../tools";
import { createProgress } from "../../../commands/progress";
import { cases, settings } from "../cluster/cases";

const root = join(__dirname, "..", "..", "..");
const chart = join(root, "local", "chart");

async function rendered(of: Settings): Promise<Map<string, string>> {
  const files = await render({ stack: "test", settings: of, root, chart });
  return new Map(files.map(({ path, text }) => [path, text]));
}

const stack = (file: StackFile = {}): Settings =>
  settings({ topics: { orders: { partitions: 8, replicationFactor: 3 } }, users: { "task-worker": {} }, ...file });

/** The paths whose text differs, and those that only one of the two has. */
function differing(a: Map<string, string>, b: Map<string, string>): string[] {
  return [...new Set([...a.keys(), ...b.keys()])].filter((path) => a.get(path) !== b.get(path)).sort();
}

describe("the render of the program's own form", function () {
  this.timeout(180_000);
  let base: Map<string, string>;
  before(async () => {
    await ensureHelm(createProgress());
    base = await rendered(stack());
  });

  it("has the chart's objects, the program's own, topics and users, each once", () => {
    const paths = [...base.keys()];
    for (const path of [
      "kubernetes/_cluster/Namespace-middleware.yaml",
      "kubernetes/middleware/StatefulSet-kafka-controller.yaml",
      "kubernetes/middleware/Secret-kafka-client-task-worker.yaml",
      "resources/KafkaTopic.yaml",
      "resources/KafkaUser.yaml",
      "connection.yaml",
    ]) {
      assert.ok(paths.includes(path), `${path} is not among ${paths.join(", ")}`);
    }
    assert.equal(new Set(paths).size, paths.length);
    assert.deepEqual(parse(base.get("resources/KafkaTopic.yaml") ?? ""), {
      name: "orders",
      inputs: { name: "orders", partitions: 8, replicationFactor: 3, config: {}, deletion: "retain", adopt: false },
    });
  });

  it("is the same twice, for every shape of settings", async () => {
    for (const [name, of] of Object.entries(cases)) {
      assert.deepEqual(differing(await rendered(of), await rendered(of)), [], name);
    }
  });

  it("is YAML throughout, with sorted keys", () => {
    for (const [path, text] of base) {
      for (const document of parseAllDocuments(text)) {
        assert.deepEqual(document.errors, [], path);
        const keys = Object.keys(document.toJS() as object);
        assert.deepEqual(keys, [...keys].sort(), path);
      }
    }
  });

  it("shows a change where it is, and nowhere else", async () => {
    const topics = { orders: { partitions: 16, replicationFactor: 3 } };
    assert.deepEqual(differing(base, await rendered(stack({ topics }))), ["resources/KafkaTopic.yaml"]);
    assert.deepEqual(differing(base, await rendered(stack({ cluster: { heapMiB: 900 } }))), [
      "kubernetes/middleware/StatefulSet-kafka-controller.yaml",
      "resources/BrokerRollout.yaml",
    ]);
    assert.deepEqual(differing(base, await rendered(stack({ users: { "task-worker": { rotation: 2 } } }))), [
      "kubernetes/middleware/Secret-kafka-client-task-worker.yaml",
      "kubernetes/middleware/Secret-kafka-login-task-worker.yaml",
      "resources/KafkaUser.yaml",
      "resources/RandomPassword.yaml",
    ]);
  });

  it("holds no password, but says where each will be", () => {
    const secret = parse(base.get("kubernetes/middleware/Secret-kafka-client-task-worker.yaml") ?? "") as {
      stringData: Record<string, string>;
    };
    assert.equal(secret.stringData["password"], "(generated)");
    assert.equal(secret.stringData["username"], "task-worker");
    assert.match(secret.stringData["client.properties"] ?? "", /^bootstrap\.servers=kafka\.middleware/);
  });

  it("has the claims' retention that the program adds to the chart", async () => {
    const path = "kubernetes/middleware/StatefulSet-kafka-controller.yaml";
    const deleting = await rendered(stack({ deletion: "delete" }));
    assert.match(deleting.get(path) ?? "", /persistentVolumeClaimRetentionPolicy:\n {4}whenDeleted: Delete/);
    assert.doesNotMatch(base.get(path) ?? "", /persistentVolumeClaimRetentionPolicy/);
  });

  it("names a local chart that is not there", async () => {
    const missing = { stack: "test", settings: stack(), root, chart: "/nowhere/kafka" };
    await assert.rejects(render(missing), {
      name: "Failure",
      message: /^kafka:chart\.path: there is no chart at \/nowhere/,
    });
  });
});

describe("a Secret that a chart made", () => {
  it("shows its keys alone", () => {
    const data = { password: Buffer.from("hunter2hunter2").toString("base64") };
    const secret = { apiVersion: "v1", kind: "Secret", metadata: { name: "s" }, data, stringData: { token: "t0ken" } };
    const shown = JSON.stringify(masked(secret, false));
    assert.deepEqual(JSON.parse(shown), {
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: "s" },
      stringData: { password: "(not shown)", token: "(not shown)" },
    });
  });
});

describe("a chart that can't be rendered", () => {
  const inputs = { chart: "oci://charts.example/kafka", version: "26.11.4", namespace: "n", values: {} };

  it("because its registry can't be reached says what to do, in one line", () => {
    const said = "Error: failed to perform FetchReference: dial tcp: lookup charts.example: no such host";
    const line = chartTrouble(inputs, true, said);
    assert.match(line, /^kafka:chart\.repository: oci:\/\/charts\.example\/kafka can't be reached from here/);
    assert.match(line, /--chart PATH.*helm pull oci:\/\/charts\.example\/kafka --version 26\.11\.4/);
    assert.ok(!line.includes("\n"));
  });

  it("because it refuses the values says what the chart said", () => {
    const line = chartTrouble({ ...inputs, chart: "/chart" }, false, "first\nError: execution error: no such mode");
    assert.equal(line, "the chart /chart can't be rendered: execution error: no such mode");
  });
});
