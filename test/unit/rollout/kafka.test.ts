import assert from "node:assert/strict";
import { Decoder, type KafkaRequest } from "../../../provider/src/protocol/codec";
import { describeQuorumRequest } from "../../../provider/src/protocol/describe-quorum";
import { electPreferredLeadersRequest } from "../../../provider/src/protocol/elect-leaders";
import type { ClusterMetadata } from "../../../provider/src/protocol/metadata";
import { podOfBroker, quorumView, worstOf } from "../../../provider/src/rollout/kafka-view";
import { minIsrRequest } from "../../../provider/src/rollout/min-isr";
import { awayFromPreferred } from "../../../provider/src/rollout/partitions";
import { telling } from "../../../provider/src/rollout/wording";
import { modeOf } from "../../../provider/src/rollout/zookeeper";

const bytes = (...hex: string[]) => Buffer.from(hex.join("").replaceAll(" ", ""), "hex");
const answer = <T>(request: KafkaRequest<T>, ...hex: string[]) => request.decode(new Decoder(bytes(...hex)));
const body = (request: KafkaRequest<unknown>) => request.encode().buffer.toString("hex");

/** The bytes were written down from the message definitions of Kafka 3.6 (clients/src/main/resources/common/message). */
describe("rollout: requests to the brokers", () => {
  it("ElectLeaders v1: preferred, all partitions", () => {
    const request = electPreferredLeadersRequest(60_000);
    assert.equal(body(request), "00" + "ffffffff" + "0000ea60");
    const topic = "0001 74 00000002";
    const partitions = ["00000000 0000 ffff", "00000001 0050 0003 6f6666"];
    assert.deepEqual(answer(request, "00000000 0000 00000001", topic, ...partitions), {
      errorCode: 0,
      partitions: [
        { topic: "t", partition: 0, errorCode: 0, errorMessage: null },
        { topic: "t", partition: 1, errorCode: 80, errorMessage: "off" },
      ],
    });
  });

  it("DescribeQuorum v1: the one partition of the cluster's metadata", () => {
    const request = describeQuorumRequest();
    const name = Buffer.from("__cluster_metadata").toString("hex");
    assert.equal(body(request), "00" + "02" + "13" + name + "02" + "00000000" + "00" + "00" + "00");
    const voter = (id: string, caughtUp: string) => `${id} 0000000000000010 0000000000000020 ${caughtUp} 00`;
    const quorum = answer(
      request,
      "00 0000 02 13",
      name,
      "02 00000000 0000 00000001 00000005 0000000000000010",
      "03",
      voter("00000000", "ffffffffffffffff"),
      voter("00000001", "0000000000000fa0"),
      "01 00 00 00",
    );
    assert.deepEqual(quorum, {
      errorCode: 0,
      leader: 1,
      epoch: 5,
      voters: [
        { id: 0, lastCaughtUp: -1 },
        { id: 1, lastCaughtUp: 4000 },
      ],
    });
  });

  it("DescribeConfigs v0: one key", () => {
    const request = minIsrRequest(["t"]);
    const key = Buffer.from("min.insync.replicas").toString("hex");
    assert.equal(body(request), "00000001" + "02" + "000174" + "00000001" + "0013" + key);
    const found = answer(
      request,
      "00000000 00000001",
      "0000 ffff 02 0001 74 00000001",
      "0013",
      key,
      "0001 32 00 00 00",
    );
    assert.deepEqual(found, [["t", 2]]);
  });
});

describe("rollout: Kafka as its brokers see it", () => {
  const view = (nodes: number[], partitions: [leader: number, isr: number[]][]): ClusterMetadata => ({
    clusterId: "c",
    controllerId: 0,
    brokers: nodes.map((nodeId) => ({ nodeId, host: `h${nodeId}`, port: 1, rack: null })),
    topics: [
      {
        name: "t",
        errorCode: 0,
        internal: false,
        partitions: partitions.map(([leader, isr], partition) => ({
          partition,
          errorCode: 0,
          leader,
          replicas: [0, 1, 2],
          isr,
          offlineReplicas: [],
        })),
      },
    ],
  });

  it("is the worst of all views", () => {
    const worst = worstOf([
      view(
        [0, 1, 2],
        [
          [0, [0, 1, 2]],
          [1, [0, 1, 2]],
        ],
      ),
      view(
        [0, 1],
        [
          [-1, [0, 1]],
          [1, [2, 1]],
        ],
      ),
    ]);
    assert.deepEqual(
      worst.brokers.map(({ id }) => id),
      [0, 1],
    );
    assert.deepEqual(
      worst.partitions.map(({ leader, isr }) => [leader, isr]),
      [
        [-1, [0, 1]],
        [1, [1, 2]],
      ],
    );
  });

  it("finds a broker's pod by its advertised host, else by its number", () => {
    const pods = ["kafka-controller-0", "kafka-controller-1"];
    assert.equal(
      podOfBroker(1, "kafka-controller-1.kafka-controller-headless.ns.svc.cluster.local", pods),
      "kafka-controller-1",
    );
    assert.equal(podOfBroker(0, "broker-a.example.org", pods), "kafka-controller-0");
    assert.equal(podOfBroker(101, "broker-b.example.org", ["kafka-broker-0", "kafka-broker-1"]), "kafka-broker-1");
    assert.equal(podOfBroker(7, "elsewhere.example.org", pods), "elsewhere");
  });

  it("knows voters that lag, and no controller while there is no leader", () => {
    const voters = [
      { id: 0, lastCaughtUp: 10_000 },
      { id: 1, lastCaughtUp: 9_500 },
      { id: 2, lastCaughtUp: 2_000 },
    ];
    assert.deepEqual(quorumView({ errorCode: 0, epoch: 1, leader: 0, voters }), {
      controller: 0,
      voters: [
        { id: 0, current: true },
        { id: 1, current: true },
        { id: 2, current: false },
      ],
    });
    assert.deepEqual(quorumView({ errorCode: 6, epoch: 1, leader: -1, voters: [] }), { controller: null, voters: [] });
  });

  it("knows which partitions aren't led by their first replica", () => {
    const partition = { topic: "t", partition: 0, replicas: [1, 2], isr: [1, 2], minIsr: 1 };
    assert.equal(
      awayFromPreferred([
        { ...partition, leader: 1 },
        { ...partition, leader: 2 },
      ]).length,
      1,
    );
  });

  it("reads ZooKeeper's answers", () => {
    assert.equal(modeOf("Zookeeper version: 3.8.3\nMode: leader\nNode count: 5\n"), "leader");
    assert.equal(modeOf("Mode: standalone\n"), "standalone");
    assert.equal(modeOf("This ZooKeeper instance is not currently serving requests\n"), "notServing");
    assert.equal(modeOf("srvr is not executed because it is not in the whitelist.\n"), "unknown");
  });

  it("finds the line of a log that tells something", () => {
    const log =
      "start\norg.apache.kafka.ConfigException: Invalid value nonsense\n\tat kafka.Kafka.main(Kafka.scala)\n\t... 3 more\n\n";
    assert.equal(telling(log), "org.apache.kafka.ConfigException: Invalid value nonsense");
    assert.equal(telling("\n \n"), undefined);
  });
});
