import type { AclBinding, AclOperation, AclPattern, AclPermission, AclResource } from "../protocol/acls";

/**
 * What a user may do, in words people mean. A name that ends in `*` means every name that starts so; `*` alone means all.
 * Without any of them a user may log in, and nothing else.
 */
export interface UserRules {
  /** Topics to write to. @default none */
  produce?: readonly string[];
  /** Topics to read, and the consumer groups to do it in. @default none */
  consume?: { topics: readonly string[]; groups: readonly string[] };
  /** Transactional ids to produce under. @default none */
  transactional?: readonly string[];
  /** Topics to create, delete, alter and see the configs of: not to read or write. @default none */
  admin?: readonly string[];
  /** Rules as Kafka has them, for the rest. @default none */
  acls?: readonly UserAcl[];
  /** IP addresses that the rules in words hold for; Kafka takes no ranges. @default ["*"], any */
  hosts?: readonly string[];
}

/** One rule as Kafka has it, of several operations and hosts. */
export interface UserAcl {
  resource: AclResource;
  /** Name of the resource, or its start with `pattern: prefixed`; `*` for all. The cluster has no name. @default "kafka-cluster" */
  name?: string;
  /** @default "literal" */
  pattern?: AclPattern;
  operations: readonly AclOperation[];
  /** @default "Allow" */
  permission?: AclPermission;
  /** IP addresses that the client must come from; `*` for any. @default ["*"] */
  hosts?: readonly string[];
}

/** The name that Kafka gives the one resource of its kind. */
const clusterName = "kafka-cluster";

/**
 * The operations behind each word, the fewest that do: Kafka's authorizer takes Read, Write, Delete and Alter for Describe too, and
 * AlterConfigs for DescribeConfigs (AclEntry of Kafka 3.6). An idempotent producer needs no more than Write (KIP-679).
 */
const words: Record<"produce" | "consume" | "group" | "transactional" | "admin", [AclResource, AclOperation[]]> = {
  produce: ["topic", ["Write"]],
  consume: ["topic", ["Read"]],
  group: ["group", ["Read"]],
  transactional: ["transactionalId", ["Write"]],
  admin: ["topic", ["Create", "Delete", "Alter", "AlterConfigs"]],
};

/** Who a rule is about, as Kafka writes it. */
export function principalOf(user: string): string {
  return `User:${user}`;
}

/** A rule in one line, the same text for the same rule: `Allow Read on topic orders- (prefixed) for User:a from *`. */
export function ruleText(binding: AclBinding): string {
  const { permission, operation, resource, name, pattern, principal, host } = binding;
  return `${permission} ${operation} on ${resource} ${name}${pattern === "prefixed" ? " (prefixed)" : ""} for ${principal} from ${host}`;
}

/** The rules of Kafka behind a user's words, each once, for each of the names that the user logs in under. */
export function bindingsOf(users: readonly string[], rules: UserRules): AclBinding[] {
  const bindings = users
    .map(principalOf)
    .flatMap((principal) => [
      ...inWords("produce", rules.produce ?? [], rules.hosts, principal),
      ...inWords("consume", rules.consume?.topics ?? [], rules.hosts, principal),
      ...inWords("group", rules.consume?.groups ?? [], rules.hosts, principal),
      ...inWords("transactional", rules.transactional ?? [], rules.hosts, principal),
      ...inWords("admin", rules.admin ?? [], rules.hosts, principal),
      ...(rules.acls ?? []).flatMap((acl) => rawBindings(acl, principal)),
    ]);
  return [...new Map(bindings.map((binding) => [ruleText(binding), binding])).values()];
}

function inWords(
  word: keyof typeof words,
  names: readonly string[],
  hosts: readonly string[] = ["*"],
  principal: string,
): AclBinding[] {
  const [resource, operations] = words[word];
  return names.flatMap((given) =>
    operations.flatMap((operation) =>
      hosts.map((host) => ({ resource, ...named(given), principal, host, operation, permission: "Allow" as const })),
    ),
  );
}

/** Kafka's way to say the name: `*` alone is its own word for all, `orders-*` a prefix. */
function named(given: string): Pick<AclBinding, "name" | "pattern"> {
  return given.length > 1 && given.endsWith("*")
    ? { name: given.slice(0, -1), pattern: "prefixed" }
    : { name: given, pattern: "literal" };
}

function rawBindings(acl: UserAcl, principal: string): AclBinding[] {
  const { resource, name = clusterName, pattern = "literal", operations, permission = "Allow", hosts = ["*"] } = acl;
  return operations.flatMap((operation) =>
    hosts.map((host) => ({ resource, name, pattern, principal, host, operation, permission })),
  );
}
