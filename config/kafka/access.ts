/** Kafka 3.6's kinds of resources that access rules are about, by the names of the stack file. */
export const ACL_RESOURCES = ["topic", "group", "cluster", "transactionalId", "delegationToken", "user"] as const;

/** Whether a rule names one resource or all whose names start so (KIP-290). */
export const ACL_PATTERNS = ["literal", "prefixed"] as const;

/** Kafka 3.6's operations (org.apache.kafka.common.acl.AclOperation), as Kafka's documentation writes them. */
export const ACL_OPERATIONS = [
  "All",
  "Read",
  "Write",
  "Create",
  "Delete",
  "Alter",
  "Describe",
  "ClusterAction",
  "DescribeConfigs",
  "AlterConfigs",
  "IdempotentWrite",
  "CreateTokens",
  "DescribeTokens",
] as const;

/** What a rule says of what it is about. */
export const ACL_PERMISSIONS = ["Allow", "Deny"] as const;

/** Kafka 3.6's quotas of users (KIP-13, KIP-124, KIP-599). */
export const QUOTA_KEYS = [
  "producer_byte_rate",
  "consumer_byte_rate",
  "request_percentage",
  "controller_mutation_rate",
] as const;
