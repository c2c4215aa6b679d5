import type { Change, Inputs } from "../change";
import { differences, shown } from "../differences";
import type { Finding, Judgement } from "../finding";

/** What a preview shows of a user. */
interface User {
  mechanism?: unknown;
  iterations?: unknown;
  rotation?: unknown;
  [further: string]: unknown;
}

/** What the changes of SCRAM users mean, those in resources of their own and those in sets. */
export function userFindings(changes: readonly Change[]): Finding[] {
  const before = usersOf(changes, "before");
  const after = usersOf(changes, "after");
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  return names.flatMap((name) =>
    judgeUser(before.get(name), after.get(name)).map((judgement) => ({
      area: "users" as const,
      kind: "user",
      name,
      ...judgement,
    })),
  );
}

function usersOf(changes: readonly Change[], side: "before" | "after"): Map<string, User> {
  return new Map(changes.flatMap((change) => Object.entries(usersIn(change[side], change.name))));
}

function usersIn(inputs: Inputs | undefined, name: string): Record<string, User> {
  if (inputs === undefined) return {};
  const set = inputs["users"];
  if (typeof set !== "object" || set === null) return { [String(inputs["name"] ?? name)]: inputs };
  return set as Record<string, User>;
}

function judgeUser(before: User | undefined, after: User | undefined): Judgement[] {
  if (after === undefined) {
    return [{ risk: "danger", text: "LOSES ACCESS: its credential is removed, and its next login fails" }];
  }
  if (before === undefined) return [{ risk: "plain", text: "created, with a password and a Secret of its own" }];
  return INPUTS.flatMap(({ input, judge }) => {
    const [from, to] = [before[input], after[input]];
    return JSON.stringify(from) === JSON.stringify(to) ? [] : judge(from, to);
  });
}

/** The inputs whose change means something to the user's applications. */
const INPUTS: readonly { input: string; judge: (before: unknown, after: unknown) => Judgement[] }[] = [
  {
    input: "rotation",
    judge: (from, to) => [
      {
        risk: "care",
        text: `gets a new password (rotation ${shown(from)} → ${shown(to)}): applications must read their Secret again`,
      },
    ],
  },
  {
    input: "mechanism",
    judge: (from, to) => [
      {
        risk: "danger",
        text: `mechanism ${shown(from)} → ${shown(to)}: clients that log in with the former one LOSE ACCESS`,
      },
    ],
  },
  {
    input: "iterations",
    judge: (from, to) => [{ risk: "plain", text: `iterations ${shown(from)} → ${shown(to)}: the same password` }],
  },
  { input: "secret", judge: (from, to) => [{ risk: "care", text: `its Secret ${shown(from)} → ${shown(to)}` }] },
  { input: "rules", judge: ruleChanges },
  { input: "quota", judge: (from, to) => [{ risk: "care", text: `quota ${shown(from)} → ${shown(to)}` }] },
];

/** Rules are a set: the order says nothing. */
function ruleChanges(from: unknown, to: unknown): Judgement[] {
  const [before, after] = [from, to].map((rules) => new Set(Array.isArray(rules) ? rules.map(shown) : []));
  const gone = [...before!].filter((rule) => !after!.has(rule));
  const added = [...after!].filter((rule) => !before!.has(rule));
  if (gone.length + added.length === 0) {
    return differences(from, to).length === 0 ? [] : [{ risk: "care", text: `rules ${shown(from)} → ${shown(to)}` }];
  }
  return [
    ...gone.map((rule): Judgement => ({ risk: "danger", text: `LOSES the right ${rule}` })),
    ...added.map((rule): Judgement => ({
      risk: /"\*"|\bUser:\*/.test(rule) ? "care" : "plain",
      text: `gets the right ${rule}`,
    })),
  ];
}
