import type { KafkaUserArgs } from "../users/KafkaUser";

/**
 * What the console's own Kafka user may do: see everything but passwords, and read messages; write nothing. Messages are read without a
 * consumer group, so no group may be joined.
 */
export const consoleRules: KafkaUserArgs["rules"] = {
  acls: [
    { resource: "topic", name: "*", operations: ["Read", "Describe", "DescribeConfigs"] },
    { resource: "group", name: "*", operations: ["Describe"] },
    { resource: "transactionalId", name: "*", operations: ["Describe"] },
    { resource: "cluster", operations: ["Describe", "DescribeConfigs"] },
  ],
};
