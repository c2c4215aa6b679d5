import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { commitOf, offsetsPartition } from "../../../provider/src/topics/consumers/commits";
import { consumersWarning } from "../../../provider/src/topics/consumers/warning";
import type { TopicInputs } from "../../../provider/src/topics/inputs";
import { noticesOf } from "../../../provider/src/topics/notices";
import { unknownValue } from "../../../provider/src/unknown";

const topic = (more: Partial<TopicInputs> = {}): TopicInputs => ({
  connection: {
    brokers: ["kafka-controller-0.kafka:9092"],
    access: "portForward",
    mechanism: "SCRAM-SHA-512",
    kubernetes: { context: "kind-test", namespace: "middleware" },
    secretName: "kafka-operator",
  },
  name: "orders",
  partitions: 8,
  config: {},
  deletion: "retain",
  adopt: false,
  ...more,
});

describe("notices of a topic's changes", () => {
  it("say nothing of changes that are what they look like", () => {
    assert.deepEqual(noticesOf(topic(), topic({ config: { "retention.ms": "1" }, replicationFactor: 3 })), []);
    assert.deepEqual(noticesOf(topic({ partitions: undefined }), topic()), []);
    assert.deepEqual(noticesOf(topic(), { ...topic(), partitions: unknownValue } as unknown as TopicInputs), []);
  });

  it("warn of more partitions, and more so where the topic is compacted", () => {
    assert.match(
      noticesOf(topic(), topic({ partitions: 9 })).join(),
      /^warning: topic "orders" gets more partitions: from then on messages with a key may go to another partition/,
    );
    const compacted = topic({ partitions: 9, config: { "cleanup.policy": "compact,delete" } });
    assert.match(noticesOf(topic(), compacted)[1] ?? "", /it is compacted/);
  });

  it("say that a renamed topic is another one, and what becomes of the first", () => {
    const news = topic({ name: "purchases" });
    assert.deepEqual(noticesOf(topic({ deletion: "delete" }), news), [
      'warning: Kafka can\'t rename a topic: "purchases" is created empty in place of "orders", which is deleted with its messages',
    ]);
    assert.match(noticesOf(topic(), news)[0] ?? "", /which is kept on the brokers, and no longer managed/);
  });
});

describe("the warning before a topic goes", () => {
  it("names groups with members and groups that committed within the last hour, and says what can't be told", () => {
    assert.equal(consumersWarning("orders", { consumers: [] }), undefined);
    assert.equal(consumersWarning("orders", { consumers: [{ group: "old", members: 0, recent: false }] }), undefined);
    assert.equal(
      consumersWarning("orders", {
        consumers: [
          { group: "late", members: 0, recent: true },
          { group: "worker", members: 2, recent: false },
          { group: "dark", members: 0, recent: { unknown: "too much" } },
          { group: "old", members: 0, recent: false },
        ],
      }),
      'warning: topic "orders" is deleted, and consumer groups still use it: worker (2 members now, no commit within the last hour), ' +
        "dark (no members now; when it committed last can't be told: too much), late (no members now, committed within the last hour)",
    );
    assert.match(consumersWarning("orders", { unknown: "not allowed" }) ?? "", /can't be told: not allowed/);
  });

  it("finds a group's commits where the brokers keep them", () => {
    // Java: Math.abs("workers".hashCode()) % 50, and a name whose hash is the least integer.
    assert.equal(offsetsPartition("workers", 50), javaHash("workers") % 50);
    assert.equal(offsetsPartition("polygenelubricants", 50), 0);
    const key = Buffer.concat([
      Buffer.from("00010001", "hex"),
      Buffer.from("g"),
      Buffer.from("0001", "hex"),
      Buffer.from("t00000000", "latin1"),
    ]);
    assert.deepEqual(commitOf(key), { group: "g", topic: "t" });
    assert.equal(commitOf(Buffer.from("0002000167", "hex")), undefined);
    assert.equal(commitOf(null), undefined);
  });
});

/** Java's hash of a text, in numbers without end. */
function javaHash(text: string): number {
  const hash = BigInt.asIntN(
    32,
    [...text].reduce((sum, letter) => sum * 31n + BigInt(letter.charCodeAt(0)), 0n),
  );
  return Math.abs(Number(hash));
}
