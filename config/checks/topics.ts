import { brokerCount } from "../brokerCount";
import { declaredTopics, type DeclaredTopic } from "../declaredTopics";
import { brokerValue } from "../kafka/brokerValue";
import type { Path, Problem } from "../problem";
import { keyPath } from "../problem";
import type { StackSettings } from "../schema";
import type { Check } from "./check";

/** One topic with its place, and what the brokers are told. */
interface Case extends DeclaredTopic {
  settings: StackSettings;
}

const cases = (settings: StackSettings): Case[] => declaredTopics(settings).map((topic) => ({ ...topic, settings }));

const at = (place: Path, ...rest: Path): Path => [...place, ...rest];
const setting = (name: string): Path => ["cluster", "settings", name];

/** A topic's config, else the brokers' own. */
function inEffect({ topic, settings }: Case, config: string, fallback: string): bigint {
  return BigInt(topic.config[config] ?? brokerValue(settings, fallback));
}

/** The replicas that each partition will have, and the key that says so. */
function factor({ place, topic, settings }: Case): { replicas: number; path: Path } {
  const placed = Object.values(topic.placement ?? {})[0]?.length;
  if (placed !== undefined) return { replicas: placed, path: at(place, "placement") };
  return {
    replicas: topic.replicationFactor ?? Number(brokerValue(settings, "default.replication.factor")),
    path: at(place, "replicationFactor"),
  };
}

/** min.insync.replicas ≤ replication factor ≤ brokers, and sizes that fit into one another. */
export const topicErrors: Check = (settings) =>
  cases(settings).flatMap((each) => [
    ...placementErrors(each),
    ...factorErrors(each),
    ...insyncErrors(each),
    ...sizeErrors(each),
    ...throttleErrors(each),
  ]);

/** A placement names every partition once, each with as many brokers as the others, and the other two keys don't contradict it. */
function placementErrors({ place, topic }: Case): Problem[] {
  const { placement } = topic;
  if (placement === undefined) return [];
  const lists = Object.entries(placement);
  const [replicas = 0] = lists.map(([, list]) => list.length);
  const missing = [...lists.keys(), 0].find((partition) => !Object.hasOwn(placement, partition));
  if (missing !== undefined) {
    const text = `has no partition ${missing}; allowed: every partition from 0 on`;
    return [{ path: at(place, "placement"), text, restsOn: [at(place, "placement", String(missing))] }];
  }
  const counts = { partitions: lists.length, replicationFactor: replicas };
  const other = (["partitions", "replicationFactor"] as const).filter(
    (key) => (topic[key] ?? counts[key]) !== counts[key],
  );
  return [
    ...lists.flatMap(([partition, list]) => replicaErrors(at(place, "placement", partition), list, replicas)),
    ...other.map((key) => ({
      path: at(place, key),
      text: `found ${topic[key]}; allowed: ${counts[key]}, as ${keyPath(at(place, "placement"))} says, or nothing`,
      restsOn: [at(place, "placement")],
    })),
  ];
}

function replicaErrors(path: Path, list: readonly number[], replicas: number): Problem[] {
  const twice = list.find((id, index) => list.indexOf(id) !== index);
  if (twice !== undefined) return [{ path, text: `found node ${twice} twice; allowed: each broker once` }];
  return list.length === replicas
    ? []
    : [{ path, text: `found ${list.length} replicas; allowed: ${replicas}, as many as the first partition has` }];
}

function factorErrors(each: Case): Problem[] {
  const { cluster } = each.settings;
  const { replicas, path } = factor(each);
  return replicas <= brokerCount(cluster)
    ? []
    : [
        {
          path,
          text: `found ${replicas}; allowed: at most ${brokerCount(cluster)}, the number of brokers (kafka:cluster.brokers)`,
          restsOn: [["cluster", "brokers"], setting("default.replication.factor")],
        },
      ];
}

const insyncRests = (place: Path): Path[] => [
  at(place, "replicationFactor"),
  at(place, "placement"),
  at(place, "config", "min.insync.replicas"),
  setting("min.insync.replicas"),
  setting("default.replication.factor"),
  ["cluster", "brokers"],
];

function insyncErrors(each: Case): Problem[] {
  const { place, topic } = each;
  const insync = inEffect(each, "min.insync.replicas", "min.insync.replicas");
  const { replicas, path } = factor(each);
  if (insync <= replicas) return [];
  const own = topic.config["min.insync.replicas"] !== undefined;
  return [
    {
      path: own ? at(place, "config", "min.insync.replicas") : path,
      text: own
        ? `found ${insync}; allowed: at most ${replicas}, the replication factor`
        : `found ${replicas}; allowed: at least ${insync}, the brokers' min.insync.replicas, unless the topic's own config says less`,
      restsOn: insyncRests(place),
    },
  ];
}

function sizeErrors(each: Case): Problem[] {
  const { place, topic, settings } = each;
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
            path: at(place, "config", "max.message.bytes"),
            text: `found ${bytes}; allowed: at most ${most}, so that a message fits a segment (segment.bytes) and a request (socket.request.max.bytes)`,
            restsOn: [
              at(place, "config", "segment.bytes"),
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
            path: at(place, "config", "min.compaction.lag.ms"),
            text: `found ${lags[0]}; allowed: at most ${lags[1]}, the topic's max.compaction.lag.ms`,
            restsOn: [
              at(place, "config", "max.compaction.lag.ms"),
              setting("log.cleaner.max.compaction.lag.ms"),
              setting("log.cleaner.min.compaction.lag.ms"),
            ],
          },
        ];
  return [...size, ...lag];
}

/** The lists of throttled replicas belong to the moves of replicas, which set them and take them off. */
function throttleErrors({ place, topic }: Case): Problem[] {
  return ["leader", "follower"]
    .map((side) => `${side}.replication.throttled.replicas`)
    .filter((name) => topic.config[name] !== undefined)
    .map((name) => ({
      path: at(place, "config", name),
      text: `found ${topic.config[name]}; allowed: nothing, since moves of replicas set it while they last (kafka:reassignment.throttle)`,
    }));
}

/** What works until the first broker restarts, or works slowly. */
export const topicDoubts: Check = (settings) =>
  cases(settings).flatMap((each) => [...blockingDoubts(each), ...fetchDoubts(each)]);

function blockingDoubts(each: Case): Problem[] {
  const { replicas, path } = factor(each);
  const insync = inEffect(each, "min.insync.replicas", "min.insync.replicas");
  return replicas > 1 && insync === BigInt(replicas)
    ? [
        {
          path,
          text: `min.insync.replicas is ${insync}, as many as there are replicas: while any broker restarts, every acks=all write waits`,
        },
      ]
    : [];
}

function fetchDoubts({ place, topic, settings }: Case): Problem[] {
  const bytes = topic.config["max.message.bytes"];
  const fetch = brokerValue(settings, "replica.fetch.max.bytes");
  return bytes !== undefined && BigInt(bytes) > BigInt(fetch)
    ? [
        {
          path: at(place, "config", "max.message.bytes"),
          text: `${bytes} is more than the brokers' replica.fetch.max.bytes of ${fetch}: such messages are replicated one by one; raise message.max.bytes in kafka:cluster.settings too`,
        },
      ]
    : [];
}
