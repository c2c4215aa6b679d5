import assert from "node:assert/strict";
import fc from "fast-check";
import { brokerSetting, brokerSettingNames, onlyModeOf, ownerOf } from "../../../../config/kafka/brokerSettings";
import type { KnownSetting } from "../../../../config/kafka/knownSetting";
import { allowedValues, settingValue } from "../../../../config/kafka/settingValue";
import { topicConfig, topicConfigNames } from "../../../../config/kafka/topicConfigs";

const broker = (name: string): KnownSetting => brokerSetting(name) ?? assert.fail(`${name} is not known`);
const topic = (name: string): KnownSetting => topicConfig(name) ?? assert.fail(`${name} is not known`);

describe("what Kafka 3.6 knows", () => {
  it("has 288 broker settings, two of the authorizer, and 31 topic configs", () => {
    assert.equal(brokerSettingNames().length, 290);
    assert.equal(topicConfigNames().length, 31);
  });

  it("knows nothing by the names that every object has", () => {
    assert.equal(brokerSetting("constructor"), undefined);
    assert.equal(topicConfig("__proto__"), undefined);
  });

  it("takes each default for a value, except where there is none", () => {
    const all = [...brokerSettingNames().map(broker), ...topicConfigNames().map(topic)];
    for (const setting of all.filter(({ fallback }) => fallback !== undefined)) {
      assert.ok(settingValue(setting, setting.fallback ?? "").ok, setting.name);
      assert.ok(allowedValues(setting).length > 0);
    }
  });

  const units = [
    ["log.retention.hours", "hours"],
    ["log.retention.minutes", "minutes"],
    ["log.retention.ms", "ms"],
    ["leader.imbalance.check.interval.seconds", "s"],
    ["kafka.metrics.polling.interval.secs", "s"],
    ["log.segment.bytes", "bytes"],
    ["log.cleaner.dedupe.buffer.size", "bytes"],
    ["log.cleaner.io.max.bytes.per.second", "bytes"],
    ["group.max.size", undefined],
    ["socket.listen.backlog.size", undefined],
    ["remote.log.manager.thread.pool.size", undefined],
    ["num.io.threads", undefined],
  ] as const;
  for (const [name, unit] of units)
    it(`counts ${name} in ${unit ?? "no unit"}`, () => assert.equal(broker(name).unit, unit));

  const values = [
    ["log.retention.ms", "7d", "604800000"],
    ["log.retention.ms", -1, "-1"],
    ["log.retention.hours", "7d", "168"],
    ["log.retention.hours", "90m", undefined],
    ["log.segment.bytes", "1GiB", "1073741824"],
    ["log.segment.bytes", "2GiB", undefined],
    ["log.segment.bytes", 13, undefined],
    ["message.max.bytes", "10MiB", "10485760"],
    ["log.flush.interval.messages", "9223372036854775807", "9223372036854775807"],
    ["log.flush.interval.messages", 9223372036854775807, undefined],
    ["log.flush.interval.messages", "9223372036854775808", undefined],
    ["num.io.threads", "7d", undefined],
    ["num.io.threads", 1.5, undefined],
    ["auto.create.topics.enable", "FALSE", "false"],
    ["auto.create.topics.enable", true, "true"],
    ["auto.create.topics.enable", "yes", undefined],
    ["compression.type", "zstd", "zstd"],
    ["compression.type", "zip", undefined],
    ["log.cleanup.policy", "compact, delete", "compact,delete"],
    ["log.cleanup.policy", "compact,keep", undefined],
    ["log.cleaner.min.cleanable.ratio", 0.25, "0.25"],
    ["log.cleaner.min.cleanable.ratio", 1.1, undefined],
    ["log.cleaner.io.max.bytes.per.second", "10MiB", "10485760"],
    ["super.users", "User:operator", "User:operator"],
    ["super.users", "User:a\nlisteners=x", undefined],
    ["super.users", "{{ .Values.auth }}", undefined],
  ] as const;
  for (const [name, written, expected] of values) {
    it(`${expected === undefined ? "refuses" : "takes"} ${name} = ${JSON.stringify(written)}`, () => {
      const read = settingValue(broker(name), written);
      assert.equal(read.ok ? read.value : undefined, expected);
    });
  }

  it("gives the same for what it gave before", () => {
    const names = [...brokerSettingNames().map(broker), ...topicConfigNames().map(topic)];
    fc.assert(
      fc.property(
        fc.constantFrom(...names),
        fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constantFrom("7d", "1GiB", "true", "compact")),
        (setting, written) => {
          const once = settingValue(setting, written);
          if (once.ok) assert.deepEqual(settingValue(setting, once.value), once);
        },
      ),
    );
  });

  it("says who owns what the stack file may not set, and which mode a setting is for", () => {
    const owned = [
      "listeners",
      "advertised.listeners",
      "process.roles",
      "node.id",
      "broker.id",
      "controller.quorum.voters",
      "sasl.enabled.mechanisms",
      "ssl.keystore.location",
      "listener.name.client.scram-sha-512.sasl.jaas.config",
      "zookeeper.connect",
      "log.dirs",
      "log.dir",
      "broker.rack",
      "inter.broker.listener.name",
    ];
    for (const name of owned) assert.ok(ownerOf(name), name);
    assert.equal(ownerOf("log.retention.ms"), undefined);
    assert.equal(onlyModeOf("zookeeper.session.timeout.ms"), "zookeeper");
    assert.equal(onlyModeOf("broker.session.timeout.ms"), "kraft");
    assert.equal(onlyModeOf("inter.broker.protocol.version"), "zookeeper");
    assert.equal(onlyModeOf("num.io.threads"), undefined);
  });
});
