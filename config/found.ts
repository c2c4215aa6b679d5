import type { Path } from "./problem";

/** Keys whose values may be secrets, whatever they are doing in a stack file. */
const SECRET = /pass|secret|token|credential|private|jaas|keystore|truststore|(^|[._-])key$/i;
/** Keys of the schema that only sound like it. */
const PLAIN: ReadonlySet<string> = new Set(["tlsSecret", "pullSecrets"]);
const LONGEST = 60;

/** The value at a path of something that was read from a file, undefined where there is none. */
export function valueAt(raw: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === "object" && value !== null && Object.hasOwn(value, key)
        ? (value as Record<string | number, unknown>)[key]
        : undefined,
    raw,
  );
}

/** A value in a few words for an error: never a nested value, never one that may be a secret. */
export function found(raw: unknown, path: Path): string {
  const value = valueAt(raw, path);
  if (value === undefined) return "nothing";
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === "object" && value !== null) return "a mapping";
  if (path.some((key) => typeof key === "string" && !PLAIN.has(key) && SECRET.test(key))) return "a value (hidden)";
  const text = JSON.stringify(value) ?? String(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
