import type { LiveTopic } from "@kafka-on-kubernetes/provider";
import { topicConfig } from "../config/kafka/topicConfigs";
import { settingValue } from "../config/kafka/settingValue";
import type { Written } from "../config/kafka/settingValue";
import { written } from "./written";

/** A topic as the stack file holds it. */
export interface Entry {
  partitions: number;
  replicationFactor?: number;
  config?: Record<string, Written>;
}

/** A topic's entry, and what of the topic is not in it. */
export interface Described {
  name: string;
  entry: Entry;
  /** One sentence's end for each part that is left out, behind `topic "x": `. */
  left: string[];
}

/** Kafka's number of a value that is set on the topic itself (DescribeConfigs). */
const TOPIC_SOURCE = 1;

/** Configs that a reassignment sets and takes away again. */
const PASSING = /^(leader|follower)\.replication\.throttled\.replicas$/;

/**
 * The entry that takes a topic over as it is. What the stack file can't say is left out: the provider leaves alone what is not named.
 */
export function entryOf({ name, replicas, config, moving }: LiveTopic): Described {
  const factors = [...new Set(replicas.map((list) => list.length))];
  const [factor] = factors;
  const even = factor !== undefined && factors.length === 1;
  const own = [...config.values()]
    .filter(({ key, source }) => source === TOPIC_SOURCE && !PASSING.test(key))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ key, value }) => ({ key, value: value === null ? undefined : fileValue(key, value) }));
  const known = own.flatMap(({ key, value }) => (value === undefined ? [] : [[key, value] as const]));
  const unknown = own.filter(({ value }) => value === undefined).map(({ key }) => key);
  return {
    name,
    entry: {
      partitions: replicas.length,
      ...(even && !moving ? { replicationFactor: factor } : {}),
      ...(known.length === 0 ? {} : { config: Object.fromEntries(known) }),
    },
    left: [
      ...(moving ? ["its replicas are being moved, so replicationFactor is left out; run this again after"] : []),
      ...(even || moving
        ? []
        : [`its partitions have ${factors.sort().join(" and ")} replicas, so replicationFactor is left out`]),
      ...unknown.map((key) => `the stack file can't hold its config ${key}; it is left out, and stays as it is`),
    ],
  };
}

/** A config's value as the stack file takes it; undefined where it takes no such key or value. */
function fileValue(key: string, value: string): Written | undefined {
  const setting = topicConfig(key);
  if (setting === undefined) return undefined;
  const plain = settingValue(setting, value);
  return plain.ok ? written(setting, plain.value) : undefined;
}
