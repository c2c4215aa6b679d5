import { UNKNOWN } from "./change";

/** One value that differs. */
export interface Difference {
  /** Where: `spec.template.spec.containers[kafka].image`. */
  path: string;
  /** Undefined where it is new. */
  before?: unknown;
  /** Undefined where it goes. */
  after?: unknown;
}

/**
 * What differs between two values, leaf by leaf. Lists whose members have names are compared name by name, so that an inserted
 * member does not shift the rest.
 */
export function differences(before: unknown, after: unknown, path = ""): Difference[] {
  if (Object.is(before, after)) return [];
  const [left, right] = [membersOf(before), membersOf(after)];
  if (left === undefined || right === undefined || left.kind !== right.kind) {
    // Equal leaves were seen above; an empty map and an empty list are leaves too.
    return JSON.stringify(before) === JSON.stringify(after) ? [] : [difference(path, before, after)];
  }
  const keys = [...new Set([...left.members.keys(), ...right.members.keys()])];
  return keys.flatMap((key) =>
    differences(left.members.get(key), right.members.get(key), joined(path, key, left.kind)),
  );
}

function difference(path: string, before: unknown, after: unknown): Difference {
  return { path, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) };
}

type Kind = "map" | "list";

function membersOf(value: unknown): { kind: Kind; members: Map<string, unknown> } | undefined {
  if (typeof value !== "object" || value === null || isSecretMark(value)) return undefined;
  if (!Array.isArray(value)) return { kind: "map", members: new Map(Object.entries(value)) };
  const names = value.map(nameOf);
  const named = names.every((name) => name !== undefined) && new Set(names).size === names.length;
  return {
    kind: "list",
    members: new Map(value.map((member: unknown, index) => [named ? (names[index] ?? "") : String(index), member])),
  };
}

function nameOf(member: unknown): string | undefined {
  const name: unknown =
    typeof member === "object" && member !== null
      ? (Reflect.get(member, "name") ?? Reflect.get(Reflect.get(member, "metadata") ?? {}, "name"))
      : undefined;
  return typeof name === "string" ? name : undefined;
}

function joined(path: string, key: string, kind: Kind): string {
  if (kind === "list") return `${path}[${key}]`;
  const plain = /^[\w-]+$/.test(key);
  if (!plain) return `${path}[${JSON.stringify(key)}]`;
  return path === "" ? key : `${path}.${key}`;
}

/** How the protocol marks a secret where a preview does not write `[secret]`. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";

function isSecretMark(value: object): boolean {
  return Object.hasOwn(value, SIGNATURE);
}

/** A value for people: never one that is secret. */
export function shown(value: unknown): string {
  if (value === undefined) return "(none)";
  if (value === UNKNOWN) return "(known after the run)";
  if (typeof value === "object" && value !== null && isSecretMark(value)) return "[secret]";
  return typeof value === "string" ? value : JSON.stringify(hidden(value));
}

function hidden(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(hidden);
  if (typeof value !== "object" || value === null) return value;
  if (isSecretMark(value)) return "[secret]";
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, hidden(member)]));
}
