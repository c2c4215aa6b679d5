import fc from "fast-check";
import type { AclOperation } from "../../../provider/src/protocol/acls";
import { aclOperationCode } from "../../../provider/src/protocol/acls";
import type { UserAcl, UserRules } from "../../../provider/src/users/rules";

/** Few letters, so that names, prefixes and attempts meet often. */
export const name = fc.string({ unit: fc.constantFrom("a", "b", "-"), minLength: 1, maxLength: 3 });
export const host = fc.constantFrom("10.0.0.1", "10.0.0.2");
const pattern = fc.oneof(
  name,
  name.map((start) => `${start}*`),
  fc.constant("*"),
);
const names = fc.array(pattern, { minLength: 1, maxLength: 3 });
const hosts = fc.array(fc.oneof(host, fc.constant("*")), { minLength: 1, maxLength: 2 });

/** A rule as Kafka has it. */
export const rawAcl: fc.Arbitrary<UserAcl> = fc.record(
  {
    resource: fc.constantFrom("topic", "group", "transactionalId"),
    name: fc.oneof(name, fc.constant("*")),
    pattern: fc.constantFrom("literal", "prefixed"),
    operations: fc.array(fc.constantFrom(...(Object.keys(aclOperationCode) as AclOperation[])), {
      minLength: 1,
      maxLength: 3,
    }),
    permission: fc.constantFrom("Allow", "Deny"),
    hosts,
  },
  { requiredKeys: ["resource", "name", "operations"] },
);

/** Rules in words alone, with the prototype that what is parsed has: deepEqual looks at it. */
export const wordRules: fc.Arbitrary<UserRules> = fc.record(
  {
    produce: names,
    consume: fc.record({ topics: names, groups: names }, { noNullPrototype: true }),
    transactional: names,
    admin: names,
    hosts,
  },
  { requiredKeys: [], noNullPrototype: true },
);
