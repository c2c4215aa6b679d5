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
    .optional()
    .describe(
      "Number of partitions. It can grow, never shrink. Default: the brokers' `num.partitions` at the creation.",
    ),
  replicationFactor: z
    .int("a whole number")
    .min(1, "1 or more")
    .max(32767, "32767 or less")
    .optional()
    .describe(
      "Number of replicas of each partition, at most the number of brokers. Default: the brokers' `default.replication.factor` at the creation.",
    ),
  placement: z
    .record(
      z.string().regex(/^\d+$/, "a partition's number"),
      z.array(z.int("a node id").min(0, "a node id")).min(1, "a node id or more"),
    )
    .optional()
    .describe(
      "Node ids of the replicas of every partition, the preferred leader first: `{ 0: [0, 1], 1: [1, 2] }`. Partitions and factor follow from it. Default: the brokers choose.",
    ),
  config: kafkaValues({ kind: "topic", what: "topic config", find: topicConfig, names: topicConfigNames, open: true })
    .default({})
    .describe("Topic configs by Kafka's own names. Durations (`7d`) and sizes (`10MiB`) as people write them."),
  deletion: deletion.optional().describe("What removal from the stack file does. Default: the stack's `deletion`."),
  adopt: z.boolean().default(false).describe("Take over a topic that exists already."),
});

/** All topics, by name. */
export const topics = z.record(z.string(), topic);

/** A name of a group: it is part of its resource's name. */
export const groupName = z.string().regex(/^[A-Za-z0-9][\w.-]{0,62}$/, "letters, digits, ., _ and -, at most 63");

/** Groups of topics, by name: one resource each, for estates of hundreds. */
export const topicGroups = z.record(
  groupName,
  z.strictObject({
    topics: z
      .record(
        z.string(),
        topic.extend({
          deletion: deletion.optional().describe("What removal from the group does. Default: the group's `deletion`."),
          adopt: z
            .boolean()
            .optional()
            .describe("Take over a topic that exists already. Default: the group's `adopt`."),
        }),
      )
      .describe("The group's topics by name, each with the keys that a single topic has."),
    deletion: deletion
      .optional()
      .describe("What removal of a topic, or of the group, does. Default: the stack's `deletion`."),
    adopt: z.boolean().default(false).describe("Take over topics that exist already."),
  }),
);

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
