import assert from "node:assert/strict";
import type { Environment } from "./environment";
import { stackConfig, startEnvironment } from "./environment";
import { Kubectl } from "../engine/Kubectl";
import { stopAtFirstFailure } from "../engine/stopAtFirstFailure";

const MINUTE = 60_000;

describe("ZooKeeper mode on one node", function () {
  this.timeout(15 * MINUTE);
  stopAtFirstFailure();

  let environment: Environment;
  let kubectl: Kubectl;

  before(async () => {
    environment = await startEnvironment("e2e-zookeeper", 1);
    kubectl = new Kubectl(environment.env, environment.cluster.context, "middleware");
    configure(512);
  });
  after(() => environment?.stop());

  function configure(heapMiB: number): void {
    const resources = { requests: { cpu: "100m", memory: "768Mi" }, limits: { cpu: "2000m", memory: "1536Mi" } };
    const storage = { size: "10Gi", class: "local" };
    const ensemble = { ...resources, requests: { cpu: "100m", memory: "256Mi" } };
    environment.stack.configure(
      stackConfig("dev", {
        ...environment.overrides,
        "kafka:cluster": {
          mode: "zookeeper",
          brokers: 1,
          heapMiB,
          resources,
          storage,
          zookeeper: { replicas: 1, heapMiB: 256, resources: ensemble, storage },
        },
        "kafka:users": { worker: { consume: { topics: ["*"], group: "worker" } } },
      }),
    );
  }

  const uids = async (): Promise<string[]> => {
    const pods = await kubectl.list<{ metadata: { name: string; uid: string } }>("pods");
    return pods.map(({ metadata }) => `${metadata.name} ${metadata.uid}`).sort();
  };

  it("deploys the ensemble, the broker, topics and users from nothing, and then nothing more", async () => {
    await environment.stack.up();
    assert.deepEqual(
      (await uids()).map((pod) => pod.split(" ")[0]),
      ["kafka-broker-0", "kafka-zookeeper-0"],
    );
    const { changes } = await environment.stack.up("--expect-no-changes");
    assert.deepEqual(changes, []);
  });

  it("restarts the broker for a changed heap, and leaves the ensemble alone", async () => {
    const before = await uids();
    configure(480);
    const { output } = await environment.stack.up();
    assert.match(output, /1 pod restarted/);
    const after = await uids();
    assert.notEqual(after[0], before[0]);
    assert.equal(after[1], before[1]);
  });

  it("goes with its claims, since a dev stack deletes", async () => {
    const { code, output } = await environment.stack.destroy("--skip-preview");
    assert.equal(code, 0, output);
    assert.deepEqual(await uids(), []);
    assert.deepEqual(await kubectl.list("persistentvolumeclaims"), []);
  });
});
