import type { UserAcl } from "./rules";
import { aclOperationCode, aclPatternCode, aclPermissionCode, aclResourceCode } from "../protocol/acls";
import { quotaKeys } from "../protocol/quotas";

/** Where a value stands, what was found and what is allowed. */
export interface RuleFailure {
  /** Keys below the user, such as `consume.topics`. */
  path: string;
  found: unknown;
  allowed: string;
}

type Holds = (value: unknown) => boolean;

/** What must hold for a value that may be left out. */
interface Expectation {
  holds: Holds;
  allowed: string;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const text: Holds = (value) => typeof value === "string" && value !== "";
const textsOf =
  (each: Holds): Holds =>
  (value) =>
    Array.isArray(value) && value.length > 0 && value.every(each);
const oneOf = (codes: object): Expectation => ({
  holds: (value) => typeof value === "string" && Object.hasOwn(codes, value),
  allowed: Object.keys(codes).join(", "),
});
const names: Expectation = {
  // A lone star in the middle would be taken by the letter, which nobody means.
  holds: textsOf((value) => text(value) && !String(value).slice(0, -1).includes("*")),
  allowed: "a list of names, of starts of names with * at their end, or * for all",
};
const hosts: Expectation = {
  holds: textsOf((value) => typeof value === "string" && /^(\*|[0-9a-fA-F.:]+)$/.test(value)),
  allowed: "a list of IP addresses, or * for any (Kafka takes no names or ranges)",
};

const ruleExpectations: Record<string, Expectation> = {
  produce: names,
  "consume.topics": names,
  "consume.groups": names,
  transactional: names,
  admin: names,
  hosts,
};

const aclExpectations: Record<keyof UserAcl, Expectation & { needed?: boolean }> = {
  resource: { ...oneOf(aclResourceCode), needed: true },
  name: { holds: text, allowed: "the name of a resource, its start, or * for all" },
  pattern: oneOf(aclPatternCode),
  operations: {
    holds: textsOf(oneOf(aclOperationCode).holds),
    allowed: `a list of ${oneOf(aclOperationCode).allowed}`,
    needed: true,
  },
  permission: oneOf(aclPermissionCode),
  hosts,
};

const quota: Holds = (value) => typeof value === "number" && Number.isFinite(value) && value > 0;

/** What can't be used among a user's rules. */
export function ruleFailures(rules: unknown): RuleFailure[] {
  if (!isRecord(rules)) return [{ path: "rules", found: rules, allowed: "a map of rules" }];
  const { consume, acls = [], ...words } = rules;
  const flat: Record<string, unknown> = { ...words };
  if (consume !== undefined) {
    if (!isRecord(consume)) return [{ path: "consume", found: consume, allowed: "topics and groups" }];
    // Both are needed: a group without a topic, or a topic that no group may commit, is a slip.
    flat["consume.topics"] = consume["topics"] ?? null;
    flat["consume.groups"] = consume["groups"] ?? null;
  }
  if (!Array.isArray(acls)) return [{ path: "acls", found: acls, allowed: "a list of rules" }];
  return [...expect(ruleExpectations, flat, ""), ...acls.flatMap((acl, index) => aclFailures(acl, `acls[${index}]`))];
}

/** What can't be used among quotas. */
export function quotaFailures(quotas: unknown): RuleFailure[] {
  if (!isRecord(quotas)) return [{ path: "quotas", found: quotas, allowed: "a map of quotas" }];
  const expected = { holds: quota, allowed: "a number above 0" };
  return expect(Object.fromEntries(quotaKeys.map((key) => [key, expected])), quotas, "quotas.");
}

function aclFailures(acl: unknown, path: string): RuleFailure[] {
  if (!isRecord(acl)) return [{ path, found: acl, allowed: "a rule with resource and operations" }];
  const needed = Object.entries(aclExpectations)
    .filter(([key, expectation]) => expectation.needed === true && acl[key] === undefined)
    .map(([key, { allowed }]) => ({ path: `${path}.${key}`, found: undefined, allowed }));
  return [...needed, ...expect(aclExpectations, acl, `${path}.`)];
}

function expect(expectations: Record<string, Expectation>, found: Record<string, unknown>, at: string): RuleFailure[] {
  return Object.entries(found)
    .filter(([, value]) => value !== undefined)
    .flatMap(([key, value]): RuleFailure[] => {
      const expectation = expectations[key];
      if (expectation === undefined) {
        return [
          { path: `${at}${key}`, found: value, allowed: `none of this name: ${Object.keys(expectations).join(", ")}` },
        ];
      }
      return expectation.holds(value) ? [] : [{ path: `${at}${key}`, found: value, allowed: expectation.allowed }];
    });
}
