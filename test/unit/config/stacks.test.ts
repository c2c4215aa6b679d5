import assert from "node:assert/strict";
import { brokerSettings } from "../../../config/kafka/effective";
import { accepted, least, stackFileOf } from "./parsed";

describe("the stack files", () => {
  for (const stack of ["prod", "dev", "local"]) {
    it(`${stack} is accepted without a warning`, () => {
      assert.deepEqual(accepted(stackFileOf(stack), stack).warnings, []);
    });
  }

  it("prod has the guide's values", () => {
    const { settings } = accepted(stackFileOf("prod"), "prod");
    const { cluster } = settings;
    assert.equal(settings.environment, "prod");
    assert.equal(settings.kubernetes.namespace, "middleware");
    assert.equal(cluster.mode, "kraft");
    assert.equal(cluster.brokers, 3);
    assert.equal(cluster.heapMiB, 1024);
    assert.deepEqual(cluster.resources, {
      requests: { cpu: "500m", memory: "2Gi" },
      limits: { cpu: "2000m", memory: "4Gi" },
    });
    assert.deepEqual(cluster.storage, { size: "100Gi", class: "managed-premium" });
    assert.equal(cluster.zookeeper.replicas, 3);
    assert.equal(cluster.zookeeper.storage.size, "20Gi");
    assert.equal(settings.monitoring.metrics, true);
    assert.equal(settings.deletion, "retain");
    assert.deepEqual(
      brokerSettings(settings),
      brokerSettings(accepted(least).settings),
      "what prod states is the default",
    );
    assert.deepEqual(
      Object.entries(settings.topics).map(([name, { partitions, replicationFactor }]) => [
        name,
        partitions,
        replicationFactor,
      ]),
      [
        ["ai-task-queue", 16, 3],
        ["model-events", 8, 3],
        ["user-activities", 16, 3],
        ["system-metrics", 4, 3],
        ["data-pipeline", 8, 3],
      ],
    );
    assert.deepEqual(settings.topics, accepted(least).settings.topics, "the guide's topics are the default");
  });

  for (const stack of ["dev", "local"]) {
    it(`${stack} has one broker, the guide's topics once, and prod's security`, () => {
      const { settings } = accepted(stackFileOf(stack), stack);
      assert.equal(settings.cluster.brokers, 1);
      assert.equal(settings.deletion, "delete");
      assert.deepEqual(
        Object.values(settings.topics).map(({ replicationFactor }) => replicationFactor),
        [1, 1, 1, 1, 1],
      );
      assert.deepEqual(settings.security, accepted(stackFileOf("prod"), "prod").settings.security);
      assert.deepEqual(Object.keys(settings.users), ["task-producer", "task-worker"]);
    });
  }
});
