import { mechanismCode } from "../protocol/scram";
import type { CheckFailure } from "../resource";
import { hasUnknown } from "../unknown";
import type { RuleFailure } from "./check-rules";
import { quotaFailures, ruleFailures } from "./check-rules";
import type { UserInputs } from "./inputs";
import { userDefaults } from "./inputs";

const whole = (value: unknown, least: number, most: number) =>
  typeof value === "number" && Number.isInteger(value) && value >= least && value <= most;

const isMap = (value: unknown): value is object => typeof value === "object" && value !== null;

const named = (value: unknown): boolean =>
  isMap(value) &&
  (isMap(Reflect.get(value, "keys")) ||
    ["name", "namespace"].every((key) => {
      const part: unknown = Reflect.get(value, key);
      return typeof part === "string" && part !== "";
    }));

/** A value in an error; of a mapping, which may hold a password, not even its keys. */
const shown = (value: unknown): string => {
  if (value === undefined || value === null) return "nothing";
  return isMap(value) && !Array.isArray(value) ? "a mapping" : JSON.stringify(value);
};

const expectations: { property: keyof UserInputs; holds: (value: unknown) => boolean; allowed: string }[] = [
  {
    property: "name",
    // Kafka takes more, but `,` `=` and quotes break JAAS lines, principal lists and quota entities. ANONYMOUS is who has not logged in,
    // and a super user on KRaft clusters.
    holds: (value) => typeof value === "string" && /^[a-zA-Z0-9._@-]{1,247}$/.test(value) && value !== "ANONYMOUS",
    allowed: "1 to 247 letters, digits and . _ @ -, and not ANONYMOUS",
  },
  {
    property: "mechanism",
    holds: (value) => typeof value === "string" && Object.hasOwn(mechanismCode, value),
    allowed: Object.keys(mechanismCode).join(" or "),
  },
  {
    property: "iterations",
    holds: (value) => whole(value, 4096, 16384),
    allowed: "a whole number from 4096 to 16384 (KIP-554)",
  },
  { property: "secret", holds: named, allowed: "the name and the namespace of a Kubernetes Secret" },
  { property: "rotation", holds: (value) => whole(value, 1, 2 ** 31 - 1), allowed: "a whole number from 1 on" },
  { property: "previous", holds: (value) => value === "keep" || value === "remove", allowed: '"keep" or "remove"' },
  { property: "exclusive", holds: (value) => typeof value === "boolean", allowed: "true or false" },
];

/**
 * Fills in the defaults and names every input that can't be used; see ResourceFunctions.check.
 * @param keyPath where the user stands in the stack file
 */
export function checkUser(
  olds: Partial<UserInputs>,
  news: Record<string, unknown>,
  keyPath = `kafka:users.${String(news["name"])}`,
): { inputs: UserInputs; failures: CheckFailure[] } {
  const inputs = { ...userDefaults, ...withoutAbsent(news) } as unknown as UserInputs;
  const wrong = expectations
    .filter(({ property, holds }) => !hasUnknown(inputs[property]) && !holds(inputs[property]))
    .map(({ property, allowed }) => failure(keyPath, property, { path: property, found: inputs[property], allowed }));
  const inside = [
    ...(hasUnknown(inputs.rules) ? [] : ruleFailures(inputs.rules)).map((each) => failure(keyPath, "rules", each)),
    ...(hasUnknown(inputs.quotas) ? [] : quotaFailures(inputs.quotas)).map((each) => failure(keyPath, "quotas", each)),
  ];
  return { inputs, failures: [...wrong, ...inside, ...refusedTurns(olds, inputs, keyPath)] };
}

/** Turns of the rotation that would lock clients out. */
function refusedTurns(olds: Partial<UserInputs>, news: UserInputs, keyPath: string): CheckFailure[] {
  if (olds.name !== news.name || olds.rotation === undefined || hasUnknown(news.rotation)) return [];
  const refuse = (reason: string): CheckFailure[] => [
    { property: "rotation", reason: `${keyPath}.rotation: ${reason}` },
  ];
  if (news.rotation < olds.rotation) {
    return refuse(`found ${news.rotation} after ${olds.rotation}: passwords don't come back; raise it to rotate`);
  }
  if (news.rotation > olds.rotation + 1) {
    return refuse(
      `found ${news.rotation} after ${olds.rotation}: two passwords take turns, so that going on by more than one would end the current one at once; set ${olds.rotation + 1}`,
    );
  }
  if (news.rotation > olds.rotation && news.previous === "remove") {
    return refuse(
      `goes on to ${news.rotation} while previous is "remove": clients would have no time to take the new password. Rotate without it, and set it in a later run`,
    );
  }
  return [];
}

function failure(keyPath: string, property: string, { path, found, allowed }: RuleFailure): CheckFailure {
  return { property, reason: `${keyPath}.${path}: found ${shown(found)}, allowed is ${allowed}` };
}

function withoutAbsent(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== null));
}
