import type { z } from "zod";
import { found, valueAt } from "./found";
import type { Path, Problem } from "./problem";
import { leadsTo } from "./problem";
import type { StackSettings } from "./schema";
import { anySchema } from "./schema";
import { unknownKey } from "./unknownKeys";

/** What the schema alone can say. */
export interface Shape {
  /** Everything that is wrong with single values. */
  problems: Problem[];
  /** The settings, where nothing is wrong; else what is left without the wrong values, to look for problems between the others. */
  settings?: StackSettings;
  /** The values that were left out of `settings`. */
  leftOut: Path[];
}

/** Deepest nesting of a key in the schema, and so the most steps until a wrong value is out of the way. */
const STEPS = 12;

/** Checks every value by itself. */
export function checkShape(raw: unknown): Shape {
  const first = anySchema.safeParse(raw);
  if (first.success) return { problems: [], settings: first.data, leftOut: [] };
  const problems = first.error.issues.flatMap((issue) => issueProblems(issue, raw));
  return { problems, ...withoutWrong(raw, first.error.issues) };
}

/** What stands in for a wrong value that can't be left out, so that the rest of its mapping can still be looked at. */
const STAND_INS: Readonly<Record<string, string | number>> = {
  type: "LoadBalancer",
  tlsSecret: "stand-in",
};

/** Takes out what is wrong, then what is wrong without it (its parent), until the rest is a whole. */
function withoutWrong(raw: unknown, issues: readonly z.core.$ZodIssue[]): Pick<Shape, "settings" | "leftOut"> {
  const leftOut: Path[] = [];
  const rest: unknown = structuredClone(raw);
  let wrong = issues;
  for (let step = 0; step < STEPS; step++) {
    for (const path of wrong.flatMap(issuePaths)) {
      const out = takeOut(rest, path);
      if (out.length === 0) return { leftOut };
      leftOut.push(out);
    }
    const again = anySchema.safeParse(rest);
    if (again.success) return { settings: again.data, leftOut };
    wrong = again.error.issues;
  }
  return { leftOut };
}

/** Takes a wrong or missing value out of the way; returns the path of what is gone, empty where nothing can go. */
function takeOut(raw: unknown, path: Path): Path {
  const parent = valueAt(raw, path.slice(0, -1));
  const key = path.at(-1);
  const standIn = typeof key === "string" && Object.hasOwn(STAND_INS, key) ? STAND_INS[key] : undefined;
  if (standIn !== undefined && isMapping(parent) && valueAt(raw, path) !== standIn) {
    Reflect.set(parent, String(key), standIn);
    return path;
  }
  const out = nearestPresent(raw, path);
  const holder = valueAt(raw, out.slice(0, -1));
  const gone = out.at(-1);
  if (typeof holder === "object" && holder !== null && gone !== undefined) Reflect.deleteProperty(holder, gone);
  return out;
}

function isMapping(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The path itself, or of what should have held it. */
function nearestPresent(raw: unknown, path: Path): Path {
  const lengths = path.map((_, index) => path.length - index);
  const length = lengths.find((each) => valueAt(raw, path.slice(0, each)) !== undefined) ?? 0;
  return path.slice(0, length);
}

function issuePaths(issue: z.core.$ZodIssue): Path[] {
  const path = pathOf(issue);
  return issue.code === "unrecognized_keys" ? issue.keys.map((key) => [...path, key]) : [path];
}

function issueProblems(issue: z.core.$ZodIssue, raw: unknown): Problem[] {
  const path = pathOf(issue);
  if (issue.code === "unrecognized_keys") return issue.keys.map((key) => unknownKey(path, key));
  const whole = issue.code === "custom" && issue.params?.["whole"] === true;
  return [{ path, text: whole ? issue.message : `found ${found(raw, path)}; allowed: ${allowed(issue)}` }];
}

function pathOf(issue: z.core.$ZodIssue): Path {
  return issue.path.map((key) => (typeof key === "number" ? key : String(key)));
}

/** Words for zod's own types; the schema's messages say the rest. */
const TYPE_WORDS: Readonly<Record<string, string>> = {
  object: "a mapping of keys",
  record: "a mapping of keys",
  array: "a list",
  boolean: "true or false",
  string: "text",
  number: "a number",
};

function allowed(issue: z.core.$ZodIssue): string {
  if (issue.code === "invalid_value") return issue.values.map(String).join(" or ");
  if (issue.code === "invalid_type" && issue.message.startsWith("Invalid input")) {
    return TYPE_WORDS[issue.expected] ?? issue.expected;
  }
  if (issue.code === "invalid_union" && issue.message === "Invalid input") return "text or a number";
  return issue.message;
}

/** Whether a judgement rests on a value that was left out. */
export function restsOnLeftOut({ path, restsOn = [] }: Problem, leftOut: readonly Path[]): boolean {
  return leftOut.some((out) => [path, ...restsOn].some((each) => leadsTo(out, each)));
}
