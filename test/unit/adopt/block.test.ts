import assert from "node:assert/strict";
import fc from "fast-check";
import type { LiveTopic } from "@kafka-on-kubernetes/provider";
import { parse } from "yaml";
import { block } from "../../../adopt/block";
import { entryOf } from "../../../adopt/entry";
import { parseAdopt } from "../../../adopt/options";
import { topicConfig, topicConfigNames } from "../../../config/kafka/topicConfigs";
import { settingValue } from "../../../config/kafka/settingValue";
import { topicGroups, topics } from "../../../config/schema/topics";

type Configs = Record<string, string>;

function live(name: string, replicas: number[][], own: Configs = {}, more: Partial<LiveTopic> = {}): LiveTopic {
  const described = (key: string, value: string | null, source: number) =>
    [key, { key, value, source, readOnly: false, sensitive: false, valueType: 2 }] as const;
  const config = new Map([
    described("compression.type", "producer", 5),
    described("min.insync.replicas", "2", 4),
    ...Object.entries(own).map(([key, value]) => described(key, value, 1)),
  ]);
  return { name, replicas, config, moving: false, ...more };
}

/** Whatever Kafka 3.6 takes for a config, in its plain text. */
const value = (key: string): fc.Arbitrary<string> => {
  const setting = topicConfig(key);
  assert.ok(setting !== undefined);
  const { min, max, unit, choices } = setting;
  const within = (amount: bigint) =>
    (min === undefined || amount >= min) && (max === undefined || amount <= max) ? [String(amount)] : [];
  const factors = unit === "bytes" ? [1n, 1024n, 1048576n, 1073741824n] : [1n, 1000n, 60_000n, 3_600_000n, 86_400_000n];
  const number = fc
    .tuple(fc.oneof(fc.bigInt(-2n, 2000n), fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n)), fc.constantFrom(...factors))
    .map(([amount, factor]) => [...within(amount * factor), ...within(amount), ...within(1n)][0] ?? "0");
  const text =
    choices === undefined ? fc.string({ unit: fc.constantFrom(..."ayn019:.,*-x #'\"") }) : fc.constantFrom(...choices);
  const byType = {
    BOOLEAN: fc.constantFrom("true", "false"),
    DOUBLE: fc.double({ min: 0, max: 1, noNaN: true }).map(String),
  };
  const arbitrary =
    byType[setting.type as keyof typeof byType] ?? (["SHORT", "INT", "LONG"].includes(setting.type) ? number : text);
  return arbitrary.filter((plain) => {
    const read = settingValue(setting, plain);
    return read.ok && read.value === plain;
  });
};

const keys = topicConfigNames().filter((key) => !/throttled\.replicas$/.test(key));
const configs = fc
  .subarray(keys)
  .chain((chosen) => fc.record(Object.fromEntries(chosen.map((key) => [key, value(key)])), { noNullPrototype: true }));
const awkward = [
  "on",
  "yes",
  "No",
  "null",
  "true",
  "y",
  "123",
  "007",
  "1_000",
  "1e3",
  "0x1F",
  "0o17",
  "1.5",
  "-",
  "-1",
  ".inf",
  "constructor",
];
const name = fc.oneof(
  fc.constantFrom(...awkward),
  fc
    .string({ unit: fc.constantFrom(..."aZ09._-"), minLength: 1, maxLength: 249 })
    .filter((text) => !/^\.{1,2}$|^__/.test(text)),
);
const topic = fc
  .record({ name, partitions: fc.integer({ min: 1, max: 40 }), factor: fc.integer({ min: 1, max: 5 }), own: configs })
  .map(({ name, partitions, factor, own }) => ({
    own,
    factor,
    topic: live(
      name,
      Array.from({ length: partitions }, () => Array.from({ length: factor }, (_, id) => id)),
      own,
    ),
  }));
const estate = fc.uniqueArray(topic, { selector: ({ topic }) => topic.name, maxLength: 6 });

describe("the block that takes topics over", () => {
  it("gives back, read as the stack file is, exactly what was on the cluster: partitions, factor and the topics' own configs", () => {
    fc.assert(
      fc.property(estate, fc.boolean(), (found, grouped) => {
        const described = found.map(({ topic }) => entryOf(topic));
        const text = block(described, grouped ? "all" : undefined);
        // Pulumi hands the program JSON, made by a parser of its own.
        for (const version of ["1.1", "1.2"] as const) {
          const { config } = JSON.parse(JSON.stringify(parse(text, { version }))) as {
            config: Record<string, unknown>;
          };
          const group = grouped ? topicGroups.parse(config["kafka:topicGroups"])["all"] : undefined;
          const read = grouped ? group?.topics : topics.parse(config["kafka:topics"]);
          assert.equal(grouped ? group?.adopt : true, true);
          assert.deepEqual(Object.keys(read ?? {}).sort(), found.map(({ topic }) => topic.name).sort());
          for (const { topic, own, factor } of found) {
            const { adopt, ...rest } = read![topic.name]!;
            assert.equal(adopt, grouped ? undefined : true);
            assert.deepEqual(rest, { partitions: topic.replicas.length, replicationFactor: factor, config: own });
          }
        }
        assert.deepEqual(
          described.flatMap(({ left }) => left),
          [],
        );
      }),
      { numRuns: 150 },
    );
  });

  it("does not depend on the order in which the brokers answer", () => {
    fc.assert(
      fc.property(estate, (found) => {
        const described = found.map(({ topic }) => entryOf(topic));
        assert.equal(block([...described].reverse()), block(described));
      }),
      { numRuns: 50 },
    );
  });

  it("is written as people write it", () => {
    const own = {
      "retention.ms": "604800000",
      "segment.bytes": "1073741824",
      "max.message.bytes": "1048588",
      preallocate: "true",
    };
    const text = block([
      entryOf(
        live(
          "orders",
          [
            [0, 1, 2],
            [1, 2, 0],
          ],
          { ...own, "retention.bytes": "-1" },
        ),
      ),
      entryOf(live("123", [[0]])),
    ]);
    assert.equal(
      text,
      `config:
  kafka:topics:
    "123":
      partitions: 1
      replicationFactor: 1
      adopt: true
    orders:
      partitions: 2
      replicationFactor: 3
      config:
        max.message.bytes: 1048588
        preallocate: true
        retention.bytes: -1
        retention.ms: 1w
        segment.bytes: 1GiB
      adopt: true
`,
    );
  });

  it("leaves out, and tells, what would change the topic or be refused", () => {
    const uneven = entryOf(live("uneven", [[0, 1, 2], [0]]));
    assert.deepEqual(uneven.entry, { partitions: 2 });
    assert.match(uneven.left.join(), /its partitions have 1 and 3 replicas/);
    const moving = entryOf(live("moving", [[0, 1, 2, 3]], {}, { moving: true }));
    assert.deepEqual(moving.entry, { partitions: 1 });
    assert.match(moving.left.join(), /being moved/);
    const newer = entryOf(live("newer", [[0]], { "of.kafka.5": "1", "leader.replication.throttled.replicas": "0:1" }));
    assert.deepEqual(newer.entry, { partitions: 1, replicationFactor: 1 });
    assert.deepEqual(newer.left, [
      "the stack file can't hold its config of.kafka.5; it is left out, and stays as it is",
    ]);
  });
});

describe("the options of `npm run adopt`", () => {
  it("are read", () => {
    assert.deepEqual(parseAdopt(["--stack", "prod", "--group", "old"]), {
      stack: "prod",
      group: "old",
      out: undefined,
      configFile: undefined,
    });
    assert.equal(parseAdopt(["--help"]), undefined);
  });

  it("are refused in one line when they are wrong", () => {
    assert.throws(() => parseAdopt([]), { name: "Failure", message: /^--stack: name the stack/ });
    assert.throws(() => parseAdopt(["--stack", "prod", "--group", "a b"]), {
      name: "Failure",
      message: /^--group a b: /,
    });
    assert.throws(() => parseAdopt(["--apply"]), { name: "Failure", message: /--help shows what there is$/ });
  });
});
