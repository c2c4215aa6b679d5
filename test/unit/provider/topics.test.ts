import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import type { Connection } from "../../../provider/src/connection";
import { configSource, DescribedConfig } from "../../../provider/src/protocol/configs";
import type { TopicMetadata } from "../../../provider/src/protocol/metadata";
import { checkTopic } from "../../../provider/src/topics/check";
import { diffTopic } from "../../../provider/src/topics/diff";
import type { TopicInputs } from "../../../provider/src/topics/inputs";
import { isAsWanted, observed, planConfig, sameValue, TopicState } from "../../../provider/src/topics/plan";
import { byLeader, whyNotGone, whyNotKnown } from "../../../provider/src/topics/readiness";
import { unknownValue } from "../../../provider/src/unknown";

const connection: Connection = {
  brokers: ["kafka-controller-0.kafka:9092"],
  access: "portForward",
  mechanism: "SCRAM-SHA-512",
  kubernetes: { context: "kind-test", namespace: "middleware" },
  secretName: "kafka-operator",
};
const topic = (more: Partial<TopicInputs> = {}): TopicInputs => ({
  connection,
  name: "model-events",
  partitions: 8,
  replicationFactor: 3,
  config: { "retention.ms": "1000" },
  deletion: "retain",
  adopt: false,
  ...more,
});
const described = (key: string, value: string, source: number, valueType = 2): DescribedConfig => ({
  key,
  value,
  source,
  readOnly: false,
  sensitive: false,
  valueType,
});
const replicas = (partitions: number, factor: number) =>
  Array.from({ length: partitions }, () => Array.from({ length: factor }, (_, id) => id));
const state = (more: Partial<TopicState> = {}): TopicState => ({
  name: "model-events",
  replicas: replicas(8, 3),
  config: new Map([["retention.ms", described("retention.ms", "1000", configSource.topic, 5)]]),
  ...more,
});

describe("check of a topic", () => {
  it("fills in the defaults and writes config values as text", () => {
    const { inputs, failures } = checkTopic({
      connection,
      name: "a",
      partitions: 1,
      replicationFactor: 1,
      config: { "retention.ms": 5, preallocate: true },
    });
    assert.deepEqual(failures, []);
    assert.deepEqual(inputs, {
      connection,
      name: "a",
      partitions: 1,
      replicationFactor: 1,
      config: { "retention.ms": "5", preallocate: "true" },
      deletion: "retain",
      adopt: false,
    });
  });

  const bad: [string, Partial<Record<keyof TopicInputs, unknown>>][] = [
    ["name", { name: "a b" }],
    ["name", { name: ".." }],
    ["name", { name: "x".repeat(250) }],
    ["name", { name: undefined }],
    ["partitions", { partitions: 0 }],
    ["partitions", { partitions: 1.5 }],
    ["partitions", { partitions: "8" }],
    ["replicationFactor", { replicationFactor: 40000 }],
    ["deletion", { deletion: "keep" }],
    ["adopt", { adopt: "yes" }],
    ["config", { config: ["a"] }],
    ['config["k"]', { config: { k: { nested: true } } }],
    [
      'config["follower.replication.throttled.replicas"]',
      { config: { "follower.replication.throttled.replicas": "*" } },
    ],
  ];
  for (const [property, part] of bad) {
    it(`refuses ${JSON.stringify(part)}`, () => {
      const { failures } = checkTopic({ ...topic(), ...part });
      assert.deepEqual(
        failures.map((failure) => failure.property),
        [property],
      );
      assert.match(failures[0]?.reason ?? "", /allowed is/);
    });
  }

  it("tolerates values that a preview doesn't know yet", () => {
    const everything = Object.fromEntries(Object.keys(topic()).map((key) => [key, unknownValue]));
    assert.deepEqual(checkTopic(everything).failures, []);
    assert.deepEqual(checkTopic({ ...topic(), partitions: unknownValue }).failures, []);
    assert.deepEqual(checkTopic({ ...topic(), config: { "retention.ms": unknownValue } }).failures, []);
  });
});

describe("diff of a topic", () => {
  it("sees no change in equal inputs, whatever the order of keys, and ignores connection, adopt and foreign keys", () => {
    const olds = topic({ config: { a: "1", b: "2" } });
    const news = { ...topic({ config: { b: "2", a: "1" }, adopt: true }), __provider: "code" };
    const moved = { ...news, connection: { ...connection, brokers: ["elsewhere:9092"] } };
    assert.equal(diffTopic(olds, moved).changes, false);
  });

  it("sees every change", () => {
    for (const change of [{ partitions: 9 }, { config: {} }, { deletion: "delete" as const }]) {
      assert.deepEqual(diffTopic(topic(), topic(change)), {
        changes: true,
        replaces: [],
        stables: ["name"],
        deleteBeforeReplace: false,
      });
    }
  });

  it("replaces a topic that is renamed", () => {
    const diff = diffTopic(topic(), topic({ name: "other", partitions: 1 }));
    assert.deepEqual(diff.replaces, ["name"]);
    assert.equal(diff.changes, true);
  });

  it("shows what `check` refuses as a change, since a refresh asks for it too", () => {
    assert.equal(diffTopic(topic(), topic({ partitions: 2 })).changes, true);
    assert.equal(diffTopic(topic(), topic({ replicationFactor: 2 })).changes, true);
  });

  it("sees other brokers for the replicas, unless a placement says where they are, and replicas where none may be", () => {
    const without = (more: Partial<TopicInputs> = {}) =>
      topic({ reassignment: { brokers: { excluded: [3] } }, ...more });
    assert.equal(diffTopic(topic(), without()).changes, true);
    assert.equal(
      diffTopic(without(), without({ reassignment: { brokers: { excluded: [3] }, throttle: 1024 } })).changes,
      false,
    );
    const placement = { 0: [0] };
    assert.equal(diffTopic(topic({ placement }), without({ placement })).changes, false);
    assert.equal(diffTopic({ ...without(), misplaced: true }, without()).changes, true);
  });

  it("counts an unknown value as a change", () => {
    const news = { ...topic(), partitions: unknownValue } as unknown as TopicInputs;
    assert.equal(diffTopic(topic(), news).changes, true);
  });
});

describe("plan of a topic's config", () => {
  it("compares values as the broker does", () => {
    assert.ok(sameValue(6, "0.50", "0.5"));
    assert.ok(sameValue(5, " 07", "7"));
    assert.ok(sameValue(5, "9223372036854775807", "9223372036854775807"));
    assert.ok(!sameValue(5, "9223372036854775807", "9223372036854775806"));
    assert.ok(sameValue(1, "TRUE", "true"));
    assert.ok(sameValue(7, "compact, delete", "compact,delete"));
    assert.ok(!sameValue(2, "LZ4", "lz4"));
    assert.ok(!sameValue(5, "abc", "7"));
    assert.ok(!sameValue(2, "a", null));
  });

  const key = fc.constantFrom("a", "b", "c", "d", "e");
  const map = fc.dictionary(key, fc.constantFrom("1", "2", "3"));

  it("brings any topic to the wanted config, leaves unmanaged keys alone, and has nothing to do after that", () => {
    fc.assert(
      fc.property(map, map, map, (wanted, managed, set) => {
        const before = new Map(Object.entries(set).map(([k, v]) => [k, described(k, v, configSource.topic)]));
        const changes = planConfig(wanted, Object.keys(managed), { config: before });
        const after = new Map(before);
        for (const change of changes) {
          if (change.value === null) after.delete(change.key);
          else after.set(change.key, described(change.key, change.value, configSource.topic));
        }
        for (const [k, v] of Object.entries(wanted)) assert.equal(after.get(k)?.value, v);
        for (const k of Object.keys(managed)) assert.equal(after.has(k), Object.hasOwn(wanted, k));
        for (const [k, v] of Object.entries(set)) {
          if (!Object.hasOwn(wanted, k) && !Object.hasOwn(managed, k)) assert.equal(after.get(k)?.value, v);
        }
        assert.deepEqual(planConfig(wanted, Object.keys(wanted), { config: after }), []);
      }),
    );
  });

  it("doesn't take a broker's default for a key of the topic", () => {
    const config = new Map([["a", described("a", "1", configSource.default)]]);
    assert.deepEqual(planConfig({ a: "1" }, [], { config }), [{ key: "a", value: "1" }]);
    assert.deepEqual(planConfig({}, ["a"], { config }), []);
  });

  it("knows a topic that is as wanted", () => {
    assert.ok(isAsWanted(topic(), state()));
    assert.ok(!isAsWanted(topic(), state({ replicas: replicas(9, 3) })));
    assert.ok(!isAsWanted(topic(), state({ replicas: replicas(8, 1) })));
    assert.ok(!isAsWanted(topic({ config: { "retention.ms": "2" } }), state()));
  });
});

describe("what a refresh sees of a topic", () => {
  it("is the inputs when nothing differs, in the stack file's own writing", () => {
    const props = topic({ config: { "retention.ms": "01000" } });
    assert.deepEqual(observed(props, state()), props);
  });

  it("shows changed values, missing keys and counts, and nothing that isn't managed", () => {
    const config = new Map([
      ["retention.ms", described("retention.ms", "5000", configSource.topic, 5)],
      ["cleanup.policy", described("cleanup.policy", "compact", configSource.staticBroker, 7)],
      ["segment.bytes", described("segment.bytes", "1", configSource.topic, 3)],
    ]);
    const props = topic({ config: { "retention.ms": "1000", "cleanup.policy": "compact" } });
    assert.deepEqual(observed(props, state({ replicas: replicas(9, 2), config })), {
      ...props,
      partitions: 9,
      replicationFactor: 2,
      config: { "retention.ms": "5000" },
    });
  });
});

describe("readiness of a topic", () => {
  const metadata = (leaders: number[], errorCode = 0): TopicMetadata => ({
    name: "t",
    errorCode,
    internal: false,
    partitions: leaders.map((leader, partition) => ({
      partition,
      errorCode: 0,
      leader,
      replicas: [1, 2],
      isr: [1],
      offlineReplicas: [],
    })),
  });
  const view = (nodeId: number, topicMetadata?: TopicMetadata) => ({
    nodeId,
    topics: topicMetadata && new Map([["t", topicMetadata]]),
  });
  const expected = { name: "t", partitions: 2 };

  it("is reached when each live broker knows each partition with a leader", () => {
    assert.equal(whyNotKnown(expected, [view(1, metadata([1, 2])), view(2, metadata([2, 1]))]), undefined);
    assert.equal(whyNotKnown(expected, [view(1, metadata([1, 2, 1]))]), undefined);
  });

  it("names what is missing", () => {
    assert.match(whyNotKnown(expected, []) ?? "", /no broker is alive/);
    assert.match(whyNotKnown(expected, [view(1)]) ?? "", /broker 1 doesn't answer/);
    assert.match(
      whyNotKnown(expected, [view(1, metadata([1, 2])), view(2, metadata([], 3))]) ?? "",
      /broker 2 doesn't know the topic/,
    );
    assert.match(whyNotKnown(expected, [view(1, metadata([1]))]) ?? "", /knows 1 of 2 partitions/);
    assert.match(whyNotKnown(expected, [view(1, metadata([1, -1]))]) ?? "", /knows no leader of partition 1/);
    assert.match(whyNotKnown(expected, [view(1, metadata([], 29))]) ?? "", /answers TOPIC_AUTHORIZATION_FAILED/);
  });

  it("is over when no live broker knows the topic", () => {
    assert.equal(whyNotGone("t", [view(1, metadata([], 3))]), undefined);
    assert.match(whyNotGone("t", [view(1, metadata([], 3)), view(2, metadata([1]))]) ?? "", /broker 2 still knows it/);
    assert.match(whyNotGone("t", [view(1)]) ?? "", /broker 1 doesn't answer/);
    assert.match(whyNotGone("t", []) ?? "", /no broker is alive/);
  });

  it("groups partitions by their leaders", () => {
    assert.deepEqual(
      [...byLeader([metadata([1, 2, 1])])],
      [
        [1, [{ name: "t", partitions: [0, 2] }]],
        [2, [{ name: "t", partitions: [1] }]],
      ],
    );
  });
});
