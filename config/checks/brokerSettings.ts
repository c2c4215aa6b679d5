import { brokerCount } from "../brokerCount";
import { SYNONYMS } from "../kafka/defaults";
import { brokerSetting, onlyModeOf } from "../kafka/brokerSettings";
import { brokerValue } from "../kafka/brokerValue";
import type { Path, Problem } from "../problem";
import { keyPath } from "../problem";
import type { StackSettings } from "../schema";
import type { Check } from "./check";

const at = (name: string): Path => ["cluster", "settings", name];
const has = ({ cluster }: StackSettings, name: string): boolean => Object.hasOwn(cluster.settings, name);

/** Pairs of which the first may be at most the second. From KafkaConfig.validateValues of 3.6.1, and from what they mean. */
const AT_MOST: readonly (readonly [string, string])[] = [
  ["min.insync.replicas", "default.replication.factor"],
  ["transaction.state.log.min.isr", "transaction.state.log.replication.factor"],
  ["group.min.session.timeout.ms", "group.max.session.timeout.ms"],
  ["message.max.bytes", "socket.request.max.bytes"],
  ["message.max.bytes", "log.segment.bytes"],
  ["replica.fetch.wait.max.ms", "replica.socket.timeout.ms"],
  ["replica.fetch.wait.max.ms", "replica.lag.time.max.ms"],
  ["offsets.commit.required.acks", "offsets.topic.replication.factor"],
  ["log.cleaner.min.compaction.lag.ms", "log.cleaner.max.compaction.lag.ms"],
  ["broker.heartbeat.interval.ms", "broker.session.timeout.ms"],
];

/** Pairs that work the other way round too, but badly. KIP-74: a batch above the fetch size still comes, alone. */
const BETTER_AT_MOST: readonly (readonly [string, string, string])[] = [
  ["message.max.bytes", "replica.fetch.max.bytes", "large messages are replicated one by one"],
  ["message.max.bytes", "replica.fetch.response.max.bytes", "large messages are replicated one by one"],
  ["message.max.bytes", "fetch.max.bytes", "large messages are consumed one by one"],
];

/** Factors that no more than the brokers can hold. */
const FACTORS = [
  "default.replication.factor",
  "offsets.topic.replication.factor",
  "transaction.state.log.replication.factor",
] as const;

/** No factor above the number of brokers, and no pair the wrong way round. */
export const brokerLimits: Check = (settings) => [
  ...FACTORS.filter((name) => Number(brokerValue(settings, name)) > brokerCount(settings.cluster)).map((name) => ({
    path: at(name),
    text: `found ${brokerValue(settings, name)}; allowed: at most ${brokerCount(settings.cluster)}, the number of brokers (kafka:cluster.brokers)`,
    restsOn: [["cluster", "brokers"]],
  })),
  ...AT_MOST.filter(([low, high]) => exceeds(settings, low, high)).map(([low, high]): Problem => {
    const [named, found, allowed] = has(settings, low)
      ? [low, low, `at most ${brokerValue(settings, high)}, as ${high} is`]
      : [high, high, `at least ${brokerValue(settings, low)}, as ${low} is`];
    return {
      path: at(named),
      text: `found ${brokerValue(settings, found)}; allowed: ${allowed}`,
      restsOn: [at(low), at(high), ["cluster", "brokers"]],
    };
  }),
];

function exceeds(settings: StackSettings, low: string, high: string): boolean {
  return BigInt(brokerValue(settings, low)) > BigInt(brokerValue(settings, high));
}

/** Settings that contradict one another, or that mean nothing in the stack's mode. */
export const brokerSettingErrors: Check = (settings) => [
  ...contradictions(settings),
  ...flushTwice(settings),
  ...wrongMode(settings),
];

function contradictions(settings: StackSettings): Problem[] {
  return SYNONYMS.flatMap((group) => {
    const [first, ...others] = group.filter((name) => has(settings, name));
    return others.map((name) => ({
      path: at(name),
      text: `says the same as ${keyPath(at(first ?? name))}, which Kafka would take; keep one of them`,
    }));
  });
}

function flushTwice(settings: StackSettings): Problem[] {
  return settings.cluster.logFlush === undefined
    ? []
    : ["log.flush.interval.messages", "log.flush.interval.ms"]
        .filter((name) => has(settings, name))
        .map((name) => ({
          path: at(name),
          text: "is set by kafka:cluster.logFlush too; keep one of them",
          restsOn: [["cluster", "logFlush"]],
        }));
}

function wrongMode(settings: StackSettings): Problem[] {
  const { mode } = settings.cluster;
  return Object.keys(settings.cluster.settings)
    .map((name) => ({ name, only: onlyModeOf(name) }))
    .filter(({ only }) => only !== undefined && only !== mode)
    .map(({ name, only }) => ({
      path: at(name),
      text: `means something in ${only} mode only, and kafka:cluster.mode is ${mode}; take it out`,
      restsOn: [["cluster", "mode"]],
    }));
}

/** Settings that work, but badly. */
export const brokerSettingDoubts: Check = (settings) => [
  ...BETTER_AT_MOST.filter(([low, high]) => exceeds(settings, low, high)).map(([low, high, effect]) => ({
    path: at(has(settings, high) ? high : low),
    text: `${low} is ${brokerValue(settings, low)} and ${high} only ${brokerValue(settings, high)}: ${effect}`,
  })),
  ...blocking(settings),
  ...internal(settings),
];

function blocking(settings: StackSettings): Problem[] {
  const insync = brokerValue(settings, "min.insync.replicas");
  return has(settings, "min.insync.replicas") &&
    insync !== "1" &&
    insync === brokerValue(settings, "default.replication.factor")
    ? [
        {
          path: at("min.insync.replicas"),
          text: `${insync} is as many as there are replicas by default: while any broker restarts, every acks=all write waits`,
        },
      ]
    : [];
}

function internal(settings: StackSettings): Problem[] {
  return Object.keys(settings.cluster.settings)
    .filter((name) => brokerSetting(name)?.internal === true)
    .map((name) => ({ path: at(name), text: "is internal to Kafka 3.6: neither documented nor supported" }));
}
