import type { Change } from "../change";
import { inOrder, kindOf } from "../change";
import { differences, shown } from "../differences";
import { shortened } from "./text";

/** What stands before each operation, as in Pulumi's own output. */
const SIGNS = { create: "+", update: "~", replace: "±", delete: "-" } as const;

/** Longest value in the list of objects, in characters. */
const LONGEST = 120;

/** Every object with what changes in it, for a block of `diff`. No value of a Secret is among it. */
export function objectLines(changes: readonly Change[]): string[] {
  return inOrder(changes).flatMap((change) => [
    `${SIGNS[change.op]} ${kindOf(change)} ${change.name}`,
    ...(change.op === "update" || change.op === "replace" ? changedLines(change) : []),
  ]);
}

/** The maps of a Secret whose values nobody may see, marked or not. */
const SECRET = /^(data|stringData)\b/;

/** The chart's own sums of what a pod reads: what they are made from is shown itself. */
const CHECKSUM = /annotations\["checksum\//;

function changedLines(change: Change): string[] {
  return differences(change.before, change.after)
    .filter(({ path }) => path !== "__provider" && !CHECKSUM.test(path))
    .flatMap(({ path, before, after }) => {
      if (kindOf(change) === "Secret" && SECRET.test(path)) return [`    ${path}: [secret]`];
      const texts = [before, after].filter((value) => typeof value === "string" && value.includes("\n"));
      if (texts.length > 0) return [`    ${path}:`, ...textLines(String(before ?? ""), String(after ?? ""))];
      return [`    ${path}: ${shortened(shown(before), LONGEST)} → ${shortened(shown(after), LONGEST)}`];
    });
}

/** The lines that only one of two texts has. */
function textLines(before: string, after: string): string[] {
  const [left, right] = [before.split("\n"), after.split("\n")];
  const only = (lines: string[], others: string[], sign: string): string[] => {
    const known = new Set(others);
    return lines.filter((line) => !known.has(line)).map((line) => `${sign}       ${shortened(line, LONGEST)}`);
  };
  return [...only(left, right, "-"), ...only(right, left, "+")];
}
