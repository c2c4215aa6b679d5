import assert from "node:assert/strict";
import type { Admin } from "kafkajs";
import { ConfigResourceTypes } from "kafkajs";
import { parse } from "yaml";
import { block } from "../../../adopt/block";
import { entryOf } from "../../../adopt/entry";
import { topicGroups, topics } from "../../../config/schema/topics";
import { topicFunctions } from "../../../provider/src/topics/index";
import { liveTopics } from "../../../provider/src/topics/live";
import { topicSetFunctions } from "../../../provider/src/topics/set/index";
import type { BrokerCluster } from "../brokers";
import { startKraft, TestSecrets, testSessions } from "../brokers";
import { api, RequestTap } from "../brokers/tap";
import type { Declared } from "../provider/EngineLike";
import { EngineLike } from "../provider/EngineLike";

/** Topics as somebody made them by hand, with the configs that each has of its own. */
const BY_HAND: { topic: string; numPartitions: number; own: Record<string, string> }[] = [
  { topic: "on", numPartitions: 1, own: {} },
  { topic: "1_000", numPartitions: 3, own: { "retention.ms": "604800000", "cleanup.policy": "compact,delete" } },
  { topic: ".inf", numPartitions: 2, own: { "retention.ms": "-1", "segment.bytes": "1048577" } },
  { topic: "Orders.v2-EU_x", numPartitions: 5, own: { "retention.bytes": "9223372036854775807", preallocate: "true" } },
  { topic: "ratio", numPartitions: 1, own: { "min.cleanable.dirty.ratio": "0.25", "min.insync.replicas": "1" } },
];

describe("topics of a live cluster taken over", function () {
  this.timeout(180_000);
  let cluster: BrokerCluster;
  let admin: Admin;
  const tap = new RequestTap();
  const sessions = testSessions(new TestSecrets(), { socketFactory: () => tap.socketFactory });
  // The engine knows nothing of their types either.
  const functions = {
    single: topicFunctions({ sessions }) as unknown as Declared["functions"],
    set: topicSetFunctions({ sessions }) as unknown as Declared["functions"],
  };

  /** All that the brokers say of the topics. */
  const seen = async () => {
    const names = BY_HAND.map(({ topic }) => topic);
    const { topics: metadata } = await admin.fetchTopicMetadata({ topics: names });
    const { resources } = await admin.describeConfigs({
      resources: names.map((name) => ({ type: ConfigResourceTypes.TOPIC, name })),
      includeSynonyms: true,
    });
    return { metadata, resources };
  };
  const written = async (group?: string) => {
    const live = await sessions.with(cluster.connection, liveTopics);
    const text = block(live.map(entryOf), group);
    return (parse(text) as { config: Record<string, unknown> }).config;
  };
  const upTwice = async (program: readonly Declared[], functionsOf: Declared["functions"]) => {
    const before = await seen();
    const engine = new EngineLike();
    tap.reset();
    for (const run of ["first", "second"]) {
      assert.deepEqual([...(await engine.up(program, () => functionsOf))], [], `the ${run} run failed`);
    }
    assert.deepEqual(await seen(), before);
    assert.equal(tap.count(api.incrementalAlterConfigs), 0, "configs were altered");
    assert.equal(engine.stored().length, program.length);
  };

  before(async () => {
    cluster = await startKraft();
    admin = cluster.kafka().admin();
    await admin.connect();
    await admin.createTopics({
      waitForLeaders: true,
      topics: [
        ...BY_HAND.map(({ own, ...topic }) => ({
          ...topic,
          configEntries: Object.entries(own).map(([name, value]) => ({ name, value })),
        })),
        { topic: "__of_a_tool", numPartitions: 1 },
      ],
    });
  });

  after(async () => {
    sessions.close();
    await admin?.disconnect();
    await cluster?.stop();
  });

  it("are all in the block, each as it is, and Kafka's own are not", async () => {
    const read = topics.parse((await written())["kafka:topics"]);
    const expected = BY_HAND.map(({ topic, numPartitions, own }) => [
      topic,
      { partitions: numPartitions, replicationFactor: 1, config: own, adopt: true },
    ]);
    assert.deepEqual(read, Object.fromEntries(expected));
  });

  it("change in nothing when each is a resource", async () => {
    const read = topics.parse((await written())["kafka:topics"]);
    const program = Object.entries(read).map(([name, topic]) => ({
      urn: name,
      functions: functions.single,
      inputs: { deletion: "retain", ...topic, name, connection: cluster.connection },
    }));
    await upTwice(program, functions.single);
  });

  it("change in nothing as a group", async () => {
    const group = topicGroups.parse((await written("old"))["kafka:topicGroups"])["old"]!;
    const inputs = { deletion: "retain", ...group, name: "old", connection: cluster.connection };
    await upTwice([{ urn: "old", functions: functions.set, inputs }], functions.set);
  });
});
