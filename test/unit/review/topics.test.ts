import assert from "node:assert/strict";
import fc from "fast-check";
import { findings } from "../../../review/meaning";
import { contextOf } from "../../../review/meaning/context";
import { movedTopics } from "../../../review/sizes";
import { between, change, lines, meaning, topic } from "./changes";

const day = 86_400_000;
const SET = "pulumi-nodejs:dynamic/kafka/topics:KafkaTopicSet";

describe("what a topic's change means", () => {
  it("names the data that a shorter retention deletes", () => {
    const shorter = topic(
      "orders",
      { config: { "retention.ms": String(7 * day) } },
      { config: { "retention.ms": String(2 * day) } },
    );
    assert.deepEqual(lines([shorter]), [
      "danger topic orders: retention shortened from 7 d to 2 d: DELETES data older than 2 d",
    ]);
  });

  it("knows the brokers' retention, for a topic that had none of its own", () => {
    const own = topic("orders", {}, { config: { "retention.ms": String(2 * day) } });
    assert.match(lines([own], { "log.retention.hours": "240" })[0] ?? "", /shortened from 10 d to 2 d/);
    const longer = topic("orders", {}, { config: { "retention.ms": String(30 * day) } });
    assert.match(lines([longer], { "log.retention.hours": "240" })[0] ?? "", /^plain .* extended from 10 d to 30 d/);
    const back = topic("orders", { config: { "retention.ms": "-1" } }, {});
    assert.match(lines([back])[0] ?? "", /^danger .* shortened from unlimited to 7 d/);
  });

  it("is dangerous for a retention exactly where it is shorter, whatever is written", () => {
    const retention = fc.oneof(fc.constant(-1), fc.integer({ min: 0, max: 400 * day }));
    const length = (value: number): number => (value < 0 ? Infinity : value);
    fc.assert(
      fc.property(retention, retention, (before, after) => {
        const found = meaning([
          topic("t", { config: { "retention.ms": String(before) } }, { config: { "retention.ms": String(after) } }),
        ]);
        const dangerous = found.some(({ risk, text }) => risk === "danger" && text.includes("DELETES"));
        assert.equal(dangerous, length(after) < length(before));
      }),
    );
  });

  it("tells more partitions, a policy that deletes, and a failure that may lose messages", () => {
    assert.deepEqual(
      lines([
        topic("a", {}, { partitions: 16 }),
        topic("b", {}, { config: { "cleanup.policy": "compact" } }),
        topic("c", { config: { "cleanup.policy": "compact" } }, { config: { "cleanup.policy": "compact,delete" } }),
        topic("d", {}, { config: { "unclean.leader.election.enable": "true" } }),
        topic("e", { config: { "min.insync.replicas": "2" } }, { config: { "min.insync.replicas": "1" } }),
        topic("f", { replicationFactor: 3 }, { replicationFactor: 1 }),
      ]).map((line) => line.replace(/[:,(].*/, "")),
      ["care topic a", "danger topic b", "danger topic c", "danger topic d", "care topic e", "danger topic f"],
    );
    assert.match(lines([topic("a", {}, { partitions: 16 })])[0] ?? "", /partitions 8 → 16: changes key placement/);
  });

  it("tells a topic that is deleted from one that is only let go", () => {
    assert.deepEqual(lines([topic("a", { deletion: "delete" }), topic("b", { deletion: "retain" })]), [
      "danger topic a: is DELETED with all its messages",
      "care topic b: leaves the stack; the topic and its messages stay on the brokers, managed by nobody",
    ]);
  });

  it("says what a new topic is, and that one of somebody else's may be taken over", () => {
    assert.deepEqual(lines([topic("a", undefined, {})]), [
      "plain topic a: created: 8 partitions, replication factor 3",
    ]);
    assert.match(lines([topic("a", undefined, { adopt: true })])[0] ?? "", /^care .*taken over/);
  });

  it("says how much a reassignment moves, where the brokers told", () => {
    const more = topic("orders", { replicationFactor: 2 }, { replicationFactor: 3 });
    const context = contextOf([more], undefined, new Map([["orders", 5 * 1024 ** 3]]));
    assert.match(findings([more], context)[0]?.text ?? "", /a reassignment will move about 5 GiB to further brokers/);
    assert.match(lines([more])[0] ?? "", /a reassignment will move each partition to further brokers/);
  });

  it("knows whose replicas move, in a resource of their own and in a set", () => {
    const set = (replicationFactor: number) => ({
      topics: { "a.b": { replicationFactor }, c: { replicationFactor: 3 } },
    });
    assert.deepEqual(
      movedTopics([
        topic("orders", { replicationFactor: 2 }, { replicationFactor: 3 }),
        topic("other", {}, { partitions: 9 }),
        between(SET, "group", set(2), set(3)),
      ]),
      ["a.b", "orders"],
    );
  });

  it("shows the changed topics of a set alone", () => {
    const set = (partitions: number) => ({
      deletion: "delete",
      topics: {
        orders: { partitions, replicationFactor: 3, config: {} },
        events: { partitions: 4, replicationFactor: 3 },
      },
    });
    assert.deepEqual(lines([between(SET, "group", set(8), set(16))]).length, 1);
    assert.match(lines([between(SET, "group", set(8), set(16))])[0] ?? "", /^care topic orders: partitions 8 → 16/);
    assert.deepEqual(
      lines([between(SET, "group", set(8))]).map((line) => line.slice(0, 20)),
      ["danger topic events:", "danger topic orders:"],
    );
  });

  it("knows that a topic which moves from a resource of its own into a set is not deleted", () => {
    const set = { deletion: "delete", topics: { orders: { partitions: 8, replicationFactor: 3, config: {} } } };
    const moved = [topic("orders", { deletion: "delete" }), change(SET, "group", "create", { after: set })];
    assert.deepEqual(lines(moved), []);
  });
});
