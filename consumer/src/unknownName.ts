/** How many names a message lists before it says how many more there are. */
const SHOWN = 20;

/** What to say about a name that is not among those that exist. */
export function unknownName(kind: string, name: string, existing: readonly string[]): string {
  const sorted = [...existing].sort();
  const more = sorted.length > SHOWN ? ` and ${sorted.length - SHOWN} more` : "";
  const there = sorted.length === 0 ? "it has none" : `it has ${sorted.slice(0, SHOWN).join(", ")}${more}`;
  return `no ${kind} "${name}"; ${there}`;
}
