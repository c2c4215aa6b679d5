import { z } from "zod";
import { ACL_OPERATIONS, ACL_PATTERNS, ACL_PERMISSIONS, ACL_RESOURCES, QUOTA_KEYS } from "../kafka/access";
import { bytesPerSecond, duration } from "../units";
import { dnsLabel } from "./names";

/** A name, the start of names with `*` at its end, or `*` alone for all. */
const pattern = z
  .string()
  .regex(/^([^*\s]+\*?|\*)$/, "a name, the start of names with * at its end, or * for all, without spaces");

const patterns = z.array(pattern).min(1, "one or more; leave the key out for none");

/** Kafka takes IP addresses, no names and no ranges. */
const hosts = z
  .array(z.union([z.literal("*"), z.ipv4(), z.ipv6()], { error: "an IP address, or * for any" }))
  .min(1, "one or more; leave the key out for any")
  .optional();

const acl = z.strictObject({
  resource: z.enum(ACL_RESOURCES).describe("What the rule is about."),
  name: z
    .string()
    .min(1, "the name of a resource, its start, or * for all")
    .optional()
    .describe("Its name, or its start with `pattern: prefixed`; `*` for all. The cluster has none."),
  pattern: z.enum(ACL_PATTERNS).default("literal").describe("How the name is meant."),
  operations: z.array(z.enum(ACL_OPERATIONS)).min(1, "one or more").describe("Kafka's names of the operations."),
  permission: z.enum(ACL_PERMISSIONS).default("Allow").describe("A Deny outweighs every Allow."),
  hosts: hosts.describe("IP addresses that the client must come from. Default: any."),
});

const rate = (what: string) => bytesPerSecond.optional().describe(what);
const amount = (what: string) => z.number().positive("a number above 0").optional().describe(what);

/** Quotas by Kafka's own names. */
export const quotas = z.strictObject({
  producer_byte_rate: rate("Bytes per second to write, on each broker."),
  consumer_byte_rate: rate("Bytes per second to read, on each broker."),
  request_percentage: amount("Percent of one thread's time on each broker; two threads are 200."),
  controller_mutation_rate: amount("Partitions to create or delete per second, in the whole cluster."),
} satisfies Record<(typeof QUOTA_KEYS)[number], z.ZodType>);

const DAY = 86_400;

/** How old a password may become, in seconds. */
export const passwordMaxAge = duration({ unit: "s", min: DAY }).refine(
  (seconds) => seconds % DAY === 0,
  "whole days, such as 90d",
);

/** What a user has in either grain. */
const member = z.strictObject({
  produce: patterns.optional().describe("Topics to write to, by name, or by the start of names with `*` at its end."),
  consume: z
    .strictObject({
      topics: patterns.describe("Topics to read."),
      group: z
        .union([pattern, patterns])
        .transform((one) => (typeof one === "string" ? [one] : one))
        .meta({ typeName: "name, or list of names" })
        .describe("The consumer group to read them in, or several."),
    })
    .optional()
    .describe("Topics to read, in which groups."),
  transactional: patterns.optional().describe("Transactional ids to produce under."),
  admin: patterns.optional().describe("Topics to create, delete, alter and see the configs of, not to read or write."),
  hosts: hosts.describe("IP addresses that the keys above hold for. Default: any."),
  acls: z
    .array(acl)
    .min(1, "one or more; leave the key out for none")
    .optional()
    .describe("Rules as Kafka has them, for the rest."),
  exclusive: z
    .boolean()
    .default(false)
    .describe("Remove rules and quotas of this user that others made. Otherwise they are shown."),
  quotas: quotas.default({}).describe("Limits of this user; it has the default ones for those that are left out."),
  rotation: z
    .int("a whole number")
    .min(1, "1 or more")
    .default(1)
    .describe("Raise by one for a new password; the one before goes on working (docs/security.md)."),
  previous: z
    .enum(["keep", "remove"])
    .default("keep")
    .describe("What is done with the password before the current one: `remove` once no client needs it any more."),
  passwordMaxAge: passwordMaxAge
    .optional()
    .describe(
      "Age in whole days at which this user's password is followed by the next. Default: its group's, else `kafka:security.passwordMaxAge`.",
    ),
});

/** All clients, by SCRAM user name. */
export const users = z.record(
  z.string(),
  member.extend({
    passwordMaxAge: passwordMaxAge.optional().describe("`kafka:security.passwordMaxAge` for this user alone."),
    namespaces: z.array(dnsLabel(63)).default([]).describe("Further namespaces that get the client's Secret."),
  }),
);

/** Groups of clients, by name: a few resources each, for estates of hundreds. */
export const userGroups = z.record(
  dnsLabel(40),
  z.strictObject({
    users: z
      .record(z.string(), member)
      .describe("The group's clients by SCRAM user name, each with the keys that a single one has, but for these."),
    passwordMaxAge: passwordMaxAge.optional().describe("`kafka:security.passwordMaxAge` for this group's users alone."),
    namespaces: z.array(dnsLabel(63)).default([]).describe("Further namespaces that get the group's Secret."),
  }),
);
