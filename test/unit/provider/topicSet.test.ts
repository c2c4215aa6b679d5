import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import type { Connection } from "../../../provider/src/connection";
import { UserError } from "../../../provider/src/errors";
import type { TopicInputs, TopicOutputs } from "../../../provider/src/topics/inputs";
import { Owners } from "../../../provider/src/owners";
import { removalOf } from "../../../provider/src/topics/remove";
import { checkTopicSet } from "../../../provider/src/topics/set/check";
import { diffTopicSet } from "../../../provider/src/topics/set/diff";
import { nameSome, reasons } from "../../../provider/src/topics/set/failure";
import type { TopicSetInputs, TopicSetOutputs } from "../../../provider/src/topics/set/inputs";
import { expand, shorten } from "../../../provider/src/topics/set/inputs";
import { unknownValue } from "../../../provider/src/unknown";

const connection: Connection = {
  brokers: ["b:9092", "a:9092"],
  access: "portForward",
  mechanism: "SCRAM-SHA-512",
  kubernetes: { context: "test", namespace: "middleware" },
  secretName: "kafka-operator",
};
const set = (topics: TopicSetOutputs["topics"], more: Partial<TopicSetInputs> = {}): TopicSetInputs => ({
  connection,
  name: "events",
  deletion: "retain",
  adopt: false,
  topics,
  ...more,
});
const clicks = { partitions: 8, replicationFactor: 3 };

const name = fc.constantFrom("a", "b", "c.d", "e-f");
const topic = (topicName: string): fc.Arbitrary<TopicOutputs> =>
  fc.record(
    {
      connection: fc.constant(connection),
      name: fc.constant(topicName),
      partitions: fc.integer({ min: 1, max: 99 }),
      replicationFactor: fc.integer({ min: 1, max: 3 }),
      config: fc.dictionary(fc.constantFrom("retention.ms", "segment.bytes"), fc.constantFrom("1000", "2000"), {
        noNullPrototype: true,
      }),
      deletion: fc.constantFrom("retain" as const, "delete" as const),
      adopt: fc.boolean(),
      unconfirmed: fc.constant(true as const),
    },
    {
      noNullPrototype: true,
      requiredKeys: ["connection", "name", "partitions", "replicationFactor", "config", "deletion", "adopt"],
    },
  );
const topics: fc.Arbitrary<Map<string, TopicOutputs>> = fc
  .uniqueArray(name)
  .chain((names) => fc.tuple(...names.map(topic)))
  .map((all) => new Map(all.map((each) => [each.name, each])));
const group = fc.record({ deletion: fc.constantFrom("retain" as const, "delete" as const), adopt: fc.boolean() });

describe("a group's topics in the state", () => {
  it("are the same topics, in fewer words", () => {
    fc.assert(
      fc.property(topics, group, (all, defaults) => {
        assert.deepEqual(expand(set(shorten(all, defaults), defaults)), all);
      }),
    );
  });

  it("take at most 300 B each, inputs and outputs together", () => {
    const many = Object.fromEntries(
      Array.from({ length: 1000 }, (_, index) => [
        `team-orders.order-events-${index}`,
        { ...clicks, config: { "retention.ms": "604800000", "min.insync.replicas": "2" } },
      ]),
    );
    const inputs = checkTopicSet({ ...set(many), elsewhere: Object.keys(many).map((other) => `x-${other}`) }).inputs;
    const outputs = { ...inputs, topics: shorten(expand(inputs), inputs) };
    const bytes = (JSON.stringify(inputs).length + JSON.stringify(outputs).length) / 1000;
    assert.ok(bytes <= 300, `${bytes} B`);
  });
});

describe("check of a group", () => {
  it("fills in the defaults, writes topics in few words, and keeps the names elsewhere out of the inputs", () => {
    const { inputs, failures, elsewhere } = checkTopicSet({
      connection,
      name: "events",
      deletion: "delete",
      elsewhere: ["other"],
      topics: {
        clicks: { ...clicks, config: { "retention.ms": 1000 }, deletion: "delete", adopt: false },
        views: { ...clicks, deletion: "retain" },
      },
    });
    assert.deepEqual(failures, []);
    assert.deepEqual(elsewhere, ["other"]);
    assert.deepEqual(
      inputs,
      set(
        { clicks: { ...clicks, config: { "retention.ms": "1000" } }, views: { ...clicks, deletion: "retain" } },
        { deletion: "delete" },
      ),
    );
  });

  it("names the place of each mistake, topic by topic", () => {
    const { failures } = checkTopicSet({
      ...set({}),
      topics: { "a b": clicks, odd: 5, bad: { ...clicks, config: { k: {} } } },
    });
    assert.deepEqual(
      failures.map(({ property }) => property),
      ['topics["a b"].name', 'topics["odd"]', 'topics["bad"].config["k"]'],
    );
    assert.match(failures[0]?.reason ?? "", /^kafka:topicGroups\.events\.topics\.a b\.name: found "a b", allowed is/);
    assert.match(
      checkTopicSet({ ...set({}), topics: [1] }).failures[0]?.reason ?? "",
      /topics: found \[1\], allowed is a map/,
    );
  });

  it("tolerates what a preview doesn't know yet", () => {
    assert.deepEqual(checkTopicSet({ ...set({}), topics: unknownValue }).failures, []);
    const { inputs, failures } = checkTopicSet({
      ...set({}),
      topics: { a: unknownValue, b: { ...clicks, partitions: unknownValue } },
    });
    assert.deepEqual(
      failures.filter(({ property }) => property.startsWith('topics["b"]')),
      [],
    );
    assert.equal(inputs.topics["a"], unknownValue);
  });
});

describe("diff of a group", () => {
  const lines = (olds: TopicSetOutputs, news: TopicSetInputs) => diffTopicSet(olds, news, () => "retained").lines;

  it("sees no change in the same topics", () => {
    fc.assert(
      fc.property(topics, group, (all, defaults) => {
        const settled = new Map(
          [...all].map(([key, each]) => [key, { ...each, unconfirmed: undefined } as unknown as TopicInputs]),
        );
        const same = set(shorten(settled, defaults), defaults);
        assert.deepEqual(
          diffTopicSet(same, same, () => "retained"),
          { changes: false, lines: [] },
        );
      }),
    );
  });

  it("shows only the topics that change, and how", () => {
    const olds = set({
      same: clicks,
      grown: clicks,
      tuned: { ...clicks, config: { "retention.ms": "1", a: "1" } },
      gone: clicks,
    });
    const news = set({
      same: clicks,
      grown: { ...clicks, partitions: 16 },
      tuned: { ...clicks, config: { "retention.ms": "2" } },
      made: { ...clicks, adopt: true },
    });
    assert.deepEqual(lines(olds, news), [
      "- gone: kept on the brokers (deletion: retain)",
      "~ grown: partitions 8 -> 16, from then on messages with a key may go to another partition than those with the same key before",
      "+ made: partitions 8, replication factor 3; taken over where it exists already",
      "~ tuned: a 1 -> the broker's default, retention.ms 1 -> 2",
    ]);
  });

  it("looks again after a creation that nobody knows the end of", () => {
    const olds = set({ lost: { ...clicks, unconfirmed: true } as TopicSetOutputs["topics"][string] });
    assert.deepEqual(lines(olds, set({ lost: clicks })), ["~ lost: its creation is looked after again"]);
  });
});

describe("owners of topics", () => {
  const gone: TopicOutputs = { connection, name: "t", ...clicks, config: {}, deletion: "delete", adopt: false };

  it("let a topic go to its new owner, and delete one that nobody has", () => {
    const owners = new Owners();
    assert.equal(removalOf(owners, "topic t", gone), "deleted");
    owners.declare(connection, "topic t", ["t"]);
    assert.equal(removalOf(owners, "topic t", gone), "deleted", "its own declaration doesn't keep it");
    owners.declare({ ...connection, brokers: ["z:1"] }, "group events", ["t"]);
    assert.equal(removalOf(owners, "topic t", gone), "deleted", "the same name on another cluster");
    owners.declare({ ...connection, brokers: ["a:9092", "b:9092"] }, "group events", ["t"]);
    assert.equal(removalOf(owners, "topic t", gone), "moved");
    assert.equal(removalOf(new Owners(), "topic t", { ...gone, deletion: "retain" }), "retained");
  });

  it("keep what was taken over in this run from the resource that is replaced", () => {
    const owners = new Owners();
    owners.take(connection, "t");
    assert.equal(removalOf(owners, "topic t", gone), "moved");
  });
});

describe("reasons of a group's failure", () => {
  it("are one line a topic, and one line for what struck many alike", () => {
    const failures = new Map<string, unknown>([
      ["bad", new UserError('topic "bad" can\'t be created: Invalid value')],
      ...Array.from({ length: 7 }, (_, index): [string, unknown] => [`t${index}`, new UserError("no broker")]),
    ]);
    assert.deepEqual(reasons(failures), [
      'topic "bad" can\'t be created: Invalid value',
      "no broker (topics t0, t1, t2, t3, t4 and 2 more)",
    ]);
    assert.equal(nameSome(["a"]), "topic a");
  });
});
