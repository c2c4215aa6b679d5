import type { Finding } from "../finding";
import { code, plain } from "./text";

/** At most so many names stand in a sentence. */
const NAMED = 8;

/** One list item for each thing that is found; what is the same for several is said once. */
export function sentences(findings: readonly Finding[]): string[] {
  const alike = Map.groupBy(findings, ({ kind, risk, text }) => JSON.stringify([kind, risk, text]));
  return [...alike.values()].map((group) => {
    const [{ kind, text }] = group as [Finding, ...Finding[]];
    const names = [...new Set(group.map(({ name }) => name))];
    const shown = names.slice(0, NAMED).map(code).join(", ");
    const more = names.length > NAMED ? ` and ${names.length - NAMED} more` : "";
    return `- ${plain(names.length === 1 ? kind : plural(kind))} ${shown}${more}: ${loud(plain(text))}`;
  });
}

function plural(kind: string): string {
  return /[a-z]$/.test(kind) ? kind.replace(/y$/, "ie").replace(/s$/, "se") + "s" : kind;
}

/** What is written in capitals, in bold. */
function loud(text: string): string {
  return text.replace(
    /\b(DELETES|DELETED|REPLACED|LOSES|LOSE|LOST|CHANGE|EVERY|ANOTHER|OFF|ACCESS)\b( ACCESS\b)?/g,
    "**$&**",
  );
}
