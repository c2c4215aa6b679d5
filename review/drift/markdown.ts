import type { Change } from "../change";
import { inOrder, kindOf } from "../change";
import { differences } from "../differences";
import type { Message } from "../digest";
import { count } from "../meaning/amounts";
import { objectLines } from "../markdown/objects";
import { block, code, fitting } from "../markdown/text";
import type { Found } from "./events";

/** Characters of each part: a report is short. */
const ROOM = { list: 12_000, objects: 12_000, errors: 6_000 };

/** What a refresh found, as a short Markdown report. */
export function driftReport(stack: string, found: Found): string {
  const errors = found.messages.filter(({ severity }) => severity === "error");
  const lines = found.complete
    ? found.changes.length === 0
      ? [`## Kafka stack ${code(stack)}: no drift`, "", `${count(found.seen, "resource")} looked at.`]
      : drifted(stack, found)
    : [
        `## Kafka stack ${code(stack)}: drift could not be looked for`,
        "",
        ...errorBlock(errors),
        ...(found.changes.length === 0 ? [] : ["Until then it had found:", "", ...objects(found.changes)]),
      ];
  return `${lines.join("\n").trimEnd()}\n`;
}

function drifted(stack: string, { changes, seen }: Found): string[] {
  return [
    `## Kafka stack ${code(stack)}: ${count(changes.length, "resource")} of ${seen} ${changes.length === 1 ? "differs" : "differ"} from what the last run left`,
    "",
    ...fitting(inOrder(changes).map(sentence), ROOM.list, (left) => `- … and ${left} more`),
    "",
    "What is there stays as it is. To put it back: `pulumi up --refresh`. To keep it: write it into the stack file.",
    "",
    ...objects(changes),
  ];
}

/** At most so many paths are named. */
const NAMED = 5;

function sentence(change: Change): string {
  const subject = `- ${kindOf(change)} ${code(change.name.split("/").at(-1) ?? change.name)}`;
  if (change.op === "delete") return `${subject} is gone`;
  const paths = differences(change.before, change.after).map(({ path }) => path);
  const more = paths.length > NAMED ? ` and ${paths.length - NAMED} more` : "";
  return `${subject}: ${paths.slice(0, NAMED).map(code).join(", ")}${more}`;
}

function objects(changes: readonly Change[]): string[] {
  return block(
    fitting(objectLines(changes), ROOM.objects, (left) => `… and ${left} more lines`),
    "diff",
  );
}

function errorBlock(errors: readonly Message[]): string[] {
  const lines = errors.flatMap(({ text }) => text.split("\n"));
  return [...block(fitting(lines, ROOM.errors, (left) => `… and ${left} more lines`)), ""];
}
