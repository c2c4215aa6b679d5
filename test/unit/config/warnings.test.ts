import assert from "node:assert/strict";
import { accepted, least } from "./parsed";

/** Settings with one warning each, and the start of its line. */
const CASES: readonly (readonly [string, object, string, string?])[] = [
  ["little page cache", { cluster: { heapMiB: 3000 } }, "kafka:cluster.heapMiB: the heap of "],
  ["an even quorum", { cluster: { brokers: 4 } }, "kafka:cluster.brokers: 4 voters survive the loss of 1, as 3 do"],
  [
    "an even ensemble",
    { cluster: { mode: "zookeeper", zookeeper: { replicas: 2 } } },
    "kafka:cluster.zookeeper.replicas: 2 voters",
  ],
  [
    "ZooKeeper's settings in KRaft mode",
    { cluster: { zookeeper: { replicas: 5 } } },
    "kafka:cluster.zookeeper: found a mapping, which has no effect",
  ],
  [
    "an internal setting",
    { cluster: { settings: { "group.coordinator.threads": 2 } } },
    'kafka:cluster.settings["group.coordinator.threads"]: is internal',
  ],
  [
    "replica fetches below the message size",
    { cluster: { settings: { "replica.fetch.max.bytes": "1MiB" } } },
    'kafka:cluster.settings["replica.fetch.max.bytes"]: message.max.bytes is 10485760',
  ],
  [
    "min.insync as large as the factor",
    { topics: {}, cluster: { settings: { "min.insync.replicas": 3 } } },
    'kafka:cluster.settings["min.insync.replicas"]: 3 is as many as there are replicas',
  ],
  [
    "a topic that blocks while a broker restarts",
    { topics: { t: { partitions: 1, replicationFactor: 2 } } },
    "kafka:topics.t.replicationFactor: min.insync.replicas is 2",
  ],
  [
    "a topic's messages above the fetch size",
    { topics: { t: { partitions: 1, replicationFactor: 3, config: { "max.message.bytes": "20MiB" } } } },
    'kafka:topics.t.config["max.message.bytes"]: 20971520 is more than',
  ],
  [
    "source ranges of node ports",
    {
      cluster: {
        external: {
          type: "NodePort",
          tlsSecret: "t",
          hosts: ["a", "b", "c"],
          nodePorts: [30001, 30002, 30003],
          sourceRanges: ["10.0.0.0/8"],
        },
      },
    },
    "kafka:cluster.external.sourceRanges: has no effect",
  ],
  [
    "little CPU in prod",
    { cluster: { resources: { limits: { cpu: 1 } } } },
    "kafka:cluster.resources.limits.cpu: the 3 brokers have 3 CPU together; the guide's minimum is 4",
    "prod",
  ],
  [
    "little memory in prod",
    { cluster: { resources: { limits: { memory: "2Gi" } } } },
    "kafka:cluster.resources.limits.memory: the 3 brokers have 6 GiB",
    "prod",
  ],
  [
    "little disk in prod",
    { cluster: { storage: { size: "10Gi" } } },
    "kafka:cluster.storage.size: the 3 brokers have 32.21 GB of disk",
    "prod",
  ],
];

describe("settings that are doubtful", () => {
  for (const [what, settings, line, stack] of CASES) {
    it(`${what} is one warning with its key path`, () => {
      const { warnings } = accepted({ ...least, ...settings }, stack);
      assert.equal(warnings.length, 1, warnings.join("\n"));
      assert.ok(warnings[0]?.startsWith(line), warnings[0]);
    });
  }

  it("a topic with one replica blocks nothing", () => {
    const topics = { t: { partitions: 1, replicationFactor: 1, config: { "min.insync.replicas": 1 } } };
    assert.deepEqual(accepted({ ...least, topics }).warnings, []);
  });

  it("the guide's minimum is for production only, by the environment's name where it has one", () => {
    const small = { ...least, cluster: { brokers: 1 } };
    assert.deepEqual(accepted(small, "dev").warnings, []);
    assert.equal(accepted({ ...small, environment: "production" }, "blue").warnings.length, 2);
    assert.deepEqual(accepted({ ...small, environment: "dev" }, "prod").warnings, []);
  });
});
