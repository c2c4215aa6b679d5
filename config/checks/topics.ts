import { brokerValue } from "../kafka/brokerValue";
import type { Path, Problem } from "../problem";
import type { Settings } from "../schema";
import type { Check } from "./check";

/** One topic with its name, and what the brokers are told. */
interface Case {
  name: string;
  topic: Settings["topics"][string];
  settings: Settings;
}

const cases = (settings: Settings): Case[] =>
  Object.entries(settings.topics).map(([name, topic]) => ({ name, topic, settings }));

const at = (name: string, ...rest: Path): Path => ["topics", name, ...rest];
const setting = (name: string): Path => ["cluster", "settings", name];

/** A topic's config, else the brokers' own. */
function inEffect({ topic, settings }: Case, config: string, fallback: string): bigint {
  return BigInt(topic.config[config] ?? brokerValue(settings, fallback));
}

/** min.insync.replicas ≤ replication factor ≤ brokers, and sizes that fit into one another. */
export const topicErrors: Check = (settings) =>
  cases(settings).flatMap((each) => [...factorErrors(each), ...insyncErrors(each), ...sizeErrors(each)]);

function factorErrors({ name, topic, settings: { cluster } }: Case): Problem[] {
  return topic.replicationFactor <= cluster.brokers
    ? []
    : [
        {
          path: at(name, "replicationFactor"),
          text: `found ${topic.replicationFactor}; allowed: at most ${cluster.brokers}, the number of brokers (kafka:cluster.brokers)`,
          restsOn: [["cluster", "brokers"]],
        },
      ];
}

const insyncRests = (name: string): Path[] => [
  at(name, "replicationFactor"),
  at(name, "config", "min.insync.replicas"),
  setting("min.insync.replicas"),
  setting("default.replication.factor"),
  ["cluster", "brokers"],
];

function insyncErrors(each: Case): Problem[] {
  const { name, topic } = each;
  const insync = inEffect(each, "min.insync.replicas", "min.insync.replicas");
  if (insync <= topic.replicationFactor) return [];
  const own = topic.config["min.insync.replicas"] !== undefined;
  return [
    {
      path: own ? at(name, "config", "min.insync.replicas") : at(name, "replicationFactor"),
      text: own
        ? `found ${insync}; allowed: at most ${topic.replicationFactor}, the replication factor`
        : `found ${topic.replicationFactor}; allowed: at least ${insync}, the brokers' min.insync.replicas, unless the topic's own config says less`,
      restsOn: insyncRests(name),
    },
  ];
}

function sizeErrors(each: Case): Problem[] {
  const { name, topic, settings } = each;
  const bytes = topic.config["max.message.bytes"];
  const request = BigInt(brokerValue(settings, "socket.request.max.bytes"));
  const segment = inEffect(each, "segment.bytes", "log.segment.bytes");
  const most = request < segment ? request : segment;
  const lags = [
    inEffect(each, "min.compaction.lag.ms", "log.cleaner.min.compaction.lag.ms"),
    inEffect(each, "max.compaction.lag.ms", "log.cleaner.max.compaction.lag.ms"),
  ] as const;
  const size: Problem[] =
    bytes === undefined || BigInt(bytes) <= most
      ? []
      : [
          {
            path: at(name, "config", "max.message.bytes"),
            text: `found ${bytes}; allowed: at most ${most}, so that a message fits a segment (segment.bytes) and a request (socket.request.max.bytes)`,
            restsOn: [
              at(name, "config", "segment.bytes"),
              setting("log.segment.bytes"),
              setting("socket.request.max.bytes"),
            ],
          },
        ];
  const lag: Problem[] =
    lags[0] <= lags[1]
      ? []
      : [
          {
            path: at(name, "config", "min.compaction.lag.ms"),
            text: `found ${lags[0]}; allowed: at most ${lags[1]}, the topic's max.compaction.lag.ms`,
            restsOn: [
              at(name, "config", "max.compaction.lag.ms"),
              setting("log.cleaner.max.compaction.lag.ms"),
              setting("log.cleaner.min.compaction.lag.ms"),
            ],
          },
        ];
  return [...size, ...lag];
}

/** What works until the first broker restarts, or works slowly. */
export const topicDoubts: Check = (settings) =>
  cases(settings).flatMap((each) => [...blockingDoubts(each), ...fetchDoubts(each)]);

function blockingDoubts(each: Case): Problem[] {
  const { name, topic } = each;
  const insync = inEffect(each, "min.insync.replicas", "min.insync.replicas");
  return topic.replicationFactor > 1 && insync === BigInt(topic.replicationFactor)
    ? [
        {
          path: at(name, "replicationFactor"),
          text: `min.insync.replicas is ${insync}, as many as there are replicas: while any broker restarts, every acks=all write waits`,
        },
      ]
    : [];
}

function fetchDoubts({ name, topic, settings }: Case): Problem[] {
  const bytes = topic.config["max.message.bytes"];
  const fetch = brokerValue(settings, "replica.fetch.max.bytes");
  return bytes !== undefined && BigInt(bytes) > BigInt(fetch)
    ? [
        {
          path: at(name, "config", "max.message.bytes"),
          text: `${bytes} is more than the brokers' replica.fetch.max.bytes of ${fetch}: such messages are replicated one by one; raise message.max.bytes in kafka:cluster.settings too`,
        },
      ]
    : [];
}
