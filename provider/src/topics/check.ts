import type { CheckFailure } from "../resource";
import { atKeyPath } from "../resource";
import { hasUnknown, unknownValue } from "../unknown";
import type { TopicInputs } from "./inputs";
import { layoutFailures } from "./layout";
import { throttledReplicas } from "./reassign/mark";

/** Kafka's own rule for topic names (org.apache.kafka.common.internals.Topic of Kafka 3.6). */
const namePattern = /^[a-zA-Z0-9._-]{1,249}$/;

/** Whether a key is left out, or a whole number in a range. */
const isInteger = (value: unknown, least: number, most: number) =>
  value === undefined || (typeof value === "number" && Number.isInteger(value) && value >= least && value <= most);

/** One rule a property; the reason says what is allowed. */
const rules: { property: keyof TopicInputs; holds: (value: unknown) => boolean; allowed: string }[] = [
  {
    property: "name",
    holds: (value) => typeof value === "string" && namePattern.test(value) && value !== "." && value !== "..",
    allowed: "1 to 249 letters, digits, dots, underscores and hyphens",
  },
  { property: "partitions", holds: (value) => isInteger(value, 1, 2 ** 31 - 1), allowed: "a whole number from 1 on" },
  {
    property: "replicationFactor",
    holds: (value) => isInteger(value, 1, 32767),
    allowed: "a whole number from 1 to 32767",
  },
  {
    property: "deletion",
    holds: (value) => value === "retain" || value === "delete",
    allowed: '"retain" or "delete"',
  },
  {
    property: "placement",
    holds: (value) => value === undefined || (typeof value === "object" && value !== null && !Array.isArray(value)),
    allowed: "a map from each partition's number to the node ids of its replicas",
  },
  { property: "adopt", holds: (value) => typeof value === "boolean", allowed: "true or false" },
];

/**
 * Fills in the defaults and names every input that can't be used, without a look at the brokers; see ResourceFunctions.check.
 * @param keyPath the topic's place in the stack file
 */
export function checkTopic(
  news: Record<string, unknown>,
  keyPath = `kafka:topics.${String(news.name)}`,
): { inputs: TopicInputs; failures: CheckFailure[] } {
  const config = normaliseConfig(news.config);
  const inputs = { ...news, config: config.values, deletion: news.deletion ?? "retain", adopt: news.adopt ?? false };
  const given = inputs as unknown as TopicInputs;
  const failures = rules
    .filter(({ property, holds }) => !hasUnknown(given[property]) && !holds(given[property]))
    .map(({ property, allowed }) => ({ property, reason: `found ${show(given[property])}, allowed is ${allowed}` }));
  const layout = failures.length > 0 || hasUnknown(given) ? [] : layoutFailures(given);
  const all = [...failures, ...layout, ...config.failures, ...throttleFailures(news.config)];
  return { inputs: given, failures: all.map((failure) => atKeyPath(keyPath, failure)) };
}

/** The lists of throttled replicas belong to the moves: set by hand, they would take the throttle of a move away, or be taken away by one. */
function throttleFailures(config: unknown): CheckFailure[] {
  if (typeof config !== "object" || config === null) return [];
  return Object.values(throttledReplicas)
    .filter((key) => Object.hasOwn(config, key))
    .map((key) => ({
      property: `config["${key}"]`,
      reason: `found ${show(Reflect.get(config, key))}, allowed is nothing: moves of replicas set it while they last (kafka:reassignment.throttle)`,
    }));
}

/** Why fewer partitions are refused. */
export function fewerPartitions(name: string, has: number, wanted: number): string {
  return `topic "${name}" has ${has} partitions and ${wanted} are asked for: Kafka can't take partitions away without losing their messages. Keep ${has}, or make a new topic`;
}

function normaliseConfig(given: unknown): { values: unknown; failures: CheckFailure[] } {
  if (given === undefined || given === null) return { values: {}, failures: [] };
  if (given === unknownValue) return { values: given, failures: [] };
  if (typeof given !== "object" || Array.isArray(given)) {
    return { values: given, failures: [{ property: "config", reason: `found ${show(given)}, allowed is a map` }] };
  }
  const entries = Object.entries(given);
  const scalar = (value: unknown) => ["string", "number", "boolean"].includes(typeof value);
  return {
    values: Object.fromEntries(entries.map(([key, value]) => [key, scalar(value) ? String(value) : value])),
    failures: entries
      .filter(([, value]) => !scalar(value))
      .map(([key, value]) => ({
        property: `config["${key}"]`,
        reason: `found ${show(value)}, allowed is text or a number`,
      })),
  };
}

function show(value: unknown): string {
  return value === undefined ? "nothing" : JSON.stringify(value);
}
