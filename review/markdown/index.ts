import type { Change, Operation } from "../change";
import type { Breach, Message } from "../digest";
import type { Area, Finding, Risk } from "../finding";
import { AREAS } from "../finding";
import { count, list } from "../meaning/amounts";
import { objectLines } from "./objects";
import { policies } from "./policies";
import { sentences } from "./sentences";
import { block, code, fitting, folded, plain } from "./text";

/** All that a review says. */
export interface Review {
  stack: string;
  changes: readonly Change[];
  findings: readonly Finding[];
  messages: readonly Message[];
  /** What breaks the rules of the policy pack. */
  breaches: readonly Breach[];
  /** What could not be looked at, one sentence each. */
  unseen: readonly string[];
  /** How far the preview came: to its end, until it stopped, or not to the cluster, so that the state alone was compared. */
  extent: "whole" | "stopped" | "state";
}

/** What a comment of a pull request may have, in characters (GitHub: 65,536; with room for what is put around it). */
export const LIMIT = 64_000;

/** Characters of each part, the headings not counted: what people must see is never cut in favour of what they may. */
const ROOM = { errors: 6_000, danger: 14_000, care: 10_000, plain: 7_000, warnings: 3_000, objects: 13_000 };

const TITLES: Readonly<Record<Area, string>> = {
  topics: "Topics",
  users: "Users and their Secrets",
  brokers: "Brokers",
  monitoring: "Monitoring",
  other: "Everything else",
};

/** The first line of a review: by it, the comment of an earlier review of the stack is found again. */
export function marker(stack: string): string {
  return `<!-- kafka review: ${stack.replace(/[^\w.-]/g, "_")} -->`;
}

/** A review as Markdown that a person reads in a minute: what is dangerous first, in words; what is plain folded. */
export function markdown(review: Review): string {
  const { stack, findings, changes, messages, breaches, unseen, extent } = review;
  const of = (risk: Risk): Finding[] => inOrder(findings.filter((finding) => finding.risk === risk));
  const errors = messages.filter(({ severity }) => severity === "error").map(({ text }) => text);
  const warnings = messages.filter(({ severity }) => severity === "warning").map(({ text }) => text);
  const lines = [
    marker(stack),
    `## Kafka stack ${code(stack)}: ${headline(review, of("danger").length, of("care").length)}`,
    "",
    ...(extent === "stopped" ? [...STOPPED, ...errorBlock(errors)] : []),
    ...(unseen.length === 0 ? [] : ["> [!NOTE]", ...unseen.map((line) => `> ${plain(line)}`), ""]),
    ...(extent === "state" ? folded("what the preview said", errorBlock(errors)) : []),
    ...policies(breaches),
    ...section("### Dangerous", of("danger"), ROOM.danger),
    ...section("### To know before", of("care"), ROOM.care),
    ...ordinary(of("plain")),
    ...folded(
      `${count(warnings.length, "warning")}`,
      warnings.length === 0 ? [] : block(fitting(warnings.map(oneLine), ROOM.warnings, more)),
    ),
    ...folded(
      `${count(changes.length, "object")}: ${list(tally(changes))}`,
      changes.length === 0 ? [] : block(fitting(objectLines(changes), ROOM.objects, more), "diff"),
    ),
  ];
  return `${lines.join("\n").trimEnd()}\n`;
}

const more = (left: number): string => `… and ${left} more lines`;
const moreItems = (left: number): string => `- … and ${left} more`;
const oneLine = (text: string): string => text.replace(/\s*\n\s*/g, " ");

function headline({ extent, changes }: Review, dangers: number, cares: number): string {
  if (extent === "stopped") return "the preview stopped";
  const words =
    changes.length === 0
      ? "nothing changes"
      : dangers > 0
        ? count(dangers, "dangerous change")
        : cares > 0
          ? `nothing dangerous, ${count(cares, "change")} to know of before`
          : "nothing that anybody would notice";
  return extent === "state" ? `${words}, as far as it can be told without the cluster` : words;
}

const STOPPED = [
  "> [!CAUTION]",
  "> The preview did not come to its end. What is below is what it had seen until then; the rest is unknown.",
  "",
];

function errorBlock(errors: readonly string[]): string[] {
  const lines = errors.flatMap((error) => error.split("\n"));
  return lines.length === 0 ? [] : [...block(fitting(lines, ROOM.errors, more)), ""];
}

function section(title: string, findings: readonly Finding[], room: number): string[] {
  return findings.length === 0 ? [] : [title, "", ...fitting(sentences(findings), room, moreItems), ""];
}

/** What is plain: one folded list an area, all areas within the room of the part. */
function ordinary(findings: readonly Finding[]): string[] {
  const areas = AREAS.filter((area) => findings.some((finding) => finding.area === area));
  return areas.flatMap((area) => {
    const members = findings.filter((finding) => finding.area === area);
    const items = fitting(sentences(members), ROOM.plain / areas.length, moreItems);
    return folded(`${TITLES[area]}: ${count(members.length, "plain change")}`, items);
  });
}

function inOrder(findings: readonly Finding[]): Finding[] {
  return AREAS.flatMap((area) => findings.filter((finding) => finding.area === area));
}

const VERBS: Readonly<Record<Operation, string>> = {
  create: "created",
  update: "changed",
  replace: "replaced",
  delete: "deleted",
};

function tally(changes: readonly Change[]): string[] {
  return Object.entries(VERBS).flatMap(([op, verb]) => {
    const number = changes.filter((change) => change.op === op).length;
    return number === 0 ? [] : [`${number} ${verb}`];
  });
}
