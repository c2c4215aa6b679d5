import { messageOf } from "../../errors";

/** How many topics a line names before it only counts them. */
const mostNames = 5;

/** One line for each thing that went wrong: topics that failed for the very same reason, such as brokers that don't answer, share it. */
export function reasons(failures: ReadonlyMap<string, unknown>): string[] {
  const byMessage = Map.groupBy([...failures.keys()], (name) => messageOf(failures.get(name)));
  return [...byMessage].map(([message, names]) => {
    const named = names.length === 1 && message.includes(`"${names[0]}"`);
    return named ? message : `${message} (${nameSome(names)})`;
  });
}

/** `topics a, b, c, d, e and 3 more`. */
export function nameSome(names: readonly string[]): string {
  const more = names.length - mostNames;
  const shown = names.slice(0, mostNames).join(", ");
  return `${names.length === 1 ? "topic" : "topics"} ${shown}${more > 0 ? ` and ${more} more` : ""}`;
}
