import { z } from "zod";
import { topicConfig, topicConfigNames } from "../kafka/topicConfigs";
import { kafkaValues } from "./kafkaValues";

/** What removal of a topic from the stack file does. */
export const deletion = z.enum(["retain", "delete"]);

const topic = z.strictObject({
  partitions: z
    .int("a whole number")
    .min(1, "1 or more")
    .max(100_000, "100000 or less")
    .describe("Number of partitions. It can grow, never shrink."),
  replicationFactor: z
    .int("a whole number")
    .min(1, "1 or more")
    .max(32767, "32767 or less")
    .describe("Number of replicas of each partition, at most the number of brokers."),
  config: kafkaValues({ kind: "topic", what: "topic config", find: topicConfig, names: topicConfigNames })
    .default({})
    .describe("Topic configs by Kafka's own names. Durations (`7d`) and sizes (`10MiB`) as people write them."),
  deletion: deletion.optional().describe("What removal from the stack file does. Default: the stack's `deletion`."),
  adopt: z.boolean().default(false).describe("Take over a topic that exists already."),
});

/** All topics, by name. */
export const topics = z.record(z.string(), topic);

/** Partitions of the guide's five topics. */
const GUIDE_PARTITIONS = {
  "ai-task-queue": 16,
  "model-events": 8,
  "user-activities": 16,
  "system-metrics": 4,
  "data-pipeline": 8,
} as const;

/** The guide's five topics, with its factor of 3 where there are brokers enough. */
export function guideTopics(brokers: number): z.output<typeof topics> {
  const replicationFactor = Math.min(3, brokers);
  return Object.fromEntries(
    Object.entries(GUIDE_PARTITIONS).map(([name, partitions]) => [
      name,
      { partitions, replicationFactor, config: {}, adopt: false },
    ]),
  );
}
