import { messageOf } from "../../errors";

/** How many members of a set a line names before it only counts them. */
const mostNames = 5;

/** One line for each thing that went wrong: members that failed for the very same reason, such as brokers that don't answer, share it. */
export function reasons(failures: ReadonlyMap<string, unknown>, member: "topic" | "user" = "topic"): string[] {
  const byMessage = Map.groupBy([...failures.keys()], (name) => messageOf(failures.get(name)));
  return [...byMessage].map(([message, names]) => {
    const named = names.length === 1 && message.includes(`"${names[0]}"`);
    return named ? message : `${message} (${nameSome(names, member)})`;
  });
}

/** `topics a, b, c, d, e and 3 more`. */
export function nameSome(names: readonly string[], member: "topic" | "user" = "topic"): string {
  const more = names.length - mostNames;
  const shown = names.slice(0, mostNames).join(", ");
  return `${member}${names.length === 1 ? "" : "s"} ${shown}${more > 0 ? ` and ${more} more` : ""}`;
}
