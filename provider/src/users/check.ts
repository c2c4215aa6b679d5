import { mechanismCode } from "../protocol/scram";
import type { CheckFailure } from "../resource";
import { atKeyPath } from "../resource";
import { hasUnknown } from "../unknown";
import type { UserInputs } from "./inputs";

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
const shown = (value: unknown): string =>
  value === undefined ? "nothing" : isMap(value) ? "a mapping" : JSON.stringify(value);

const rules: { property: keyof UserInputs; holds: (value: unknown) => boolean; allowed: string }[] = [
  {
    property: "name",
    // Kafka takes more, but `,` `=` and quotes break JAAS lines, principal lists and quota entities.
    holds: (value) => typeof value === "string" && /^[a-zA-Z0-9._@-]{1,249}$/.test(value),
    allowed: "1 to 249 letters, digits and . _ @ -",
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
];

/** Fills in the defaults and names every input that can't be used; see ResourceFunctions.check. */
export function checkUser(news: Record<string, unknown>): { inputs: UserInputs; failures: CheckFailure[] } {
  const inputs = {
    mechanism: "SCRAM-SHA-512",
    iterations: 8192,
    rotation: 1,
    ...withoutAbsent(news),
  } as unknown as UserInputs;
  const failures = rules
    .filter(({ property, holds }) => !hasUnknown(inputs[property]) && !holds(inputs[property]))
    .map(({ property, allowed }) => ({
      property,
      reason: `found ${shown(inputs[property])}, allowed is ${allowed}`,
    }));
  return { inputs, failures: failures.map((failure) => atKeyPath(`kafka:users.${String(news.name)}`, failure)) };
}

function withoutAbsent(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== null));
}
