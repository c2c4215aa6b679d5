import type { Change, Inputs } from "../change";
import { kindOf } from "../change";
import { shown } from "../differences";
import type { Finding, Judgement } from "../finding";

/** What a preview shows of a user. */
interface User {
  mechanism?: unknown;
  iterations?: unknown;
  rotation?: unknown;
  /** Name of its set; undefined where it is a resource of its own. */
  group?: unknown;
  [further: string]: unknown;
}

/** What the changes of SCRAM users mean, those in resources of their own and those in sets. */
export function userFindings(changes: readonly Change[]): Finding[] {
  const isRevocation = (change: Change): boolean => kindOf(change) === "KafkaRevocation";
  const users = changes.filter((change) => !isRevocation(change));
  const before = usersOf(users, "before");
  const after = usersOf(users, "after");
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  const finding = (name: string, judgement: Judgement): Finding => ({
    area: "users",
    kind: "user",
    name,
    ...judgement,
  });
  return [
    ...names.flatMap((name) => judgeUser(before.get(name), after.get(name)).map((judged) => finding(name, judged))),
    ...changes.filter(isRevocation).flatMap((change) =>
      judgeRevocation(change, before, after).map((judged) => ({
        ...finding(String(nameOf(change)), judged),
        kind: isOfGroup(change) ? "users of the group" : "user",
      })),
    ),
  ];
}

function isOfGroup({ before, after }: Change): boolean {
  return Array.isArray((after ?? before)?.["users"]);
}

function nameOf({ before, after, name }: Change): unknown {
  return (after ?? before)?.["name"] ?? name;
}

/** What takes the credentials of a user, or of a group's, before all else of them, when they go. Until then it does nothing. */
function judgeRevocation(change: Change, before: Map<string, User>, after: Map<string, User>): Judgement[] {
  const names = usersOfRevocation(change);
  const [it, its, is] = names.length === 1 ? ["it", "its", "is"] : ["each", "their", "are"];
  const isNew = names.every((name) => after.has(name) && !before.has(name));
  if (change.op === "create" && !isNew) {
    return [{ risk: "plain", text: `from now on ${it} is locked out before all else when ${it} is removed` }];
  }
  if (change.op !== "delete") return [];
  return names.some((name) => before.has(name) && !after.has(name))
    ? [{ risk: "plain", text: `${is} locked out first; ${its} Secrets, rules and quotas go after that` }]
    : [{ risk: "plain", text: `${is} no longer locked out before all else when ${it} is removed` }];
}

function usersOfRevocation(change: Change): string[] {
  const users = (change.after ?? change.before)?.["users"];
  return Array.isArray(users) ? users.map(String) : [String(nameOf(change))];
}

function usersOf(changes: readonly Change[], side: "before" | "after"): Map<string, User> {
  return new Map(changes.flatMap((change) => Object.entries(usersIn(change[side], change.name))));
}

function usersIn(inputs: Inputs | undefined, name: string): Record<string, User> {
  if (inputs === undefined) return {};
  const set = inputs["users"];
  if (typeof set !== "object" || set === null) return { [String(inputs["name"] ?? name)]: inputs };
  const shared = { secret: inputs["secret"], group: String(inputs["name"] ?? name) };
  return Object.fromEntries(
    Object.entries(set as Record<string, User>).map(([user, own]) => [user, { ...shared, ...own }]),
  );
}

function judgeUser(before: User | undefined, after: User | undefined): Judgement[] {
  if (after === undefined) {
    return [{ risk: "danger", text: "LOSES ACCESS: its credential is removed, and its next login fails" }];
  }
  if (before === undefined) {
    const { group } = after;
    return [
      {
        risk: "plain",
        text:
          group === undefined
            ? "created, with a password and a Secret of its own"
            : `created in the group ${shown(group)}, with a password of its own in the group's Secret`,
      },
    ];
  }
  if (before.group !== after.group) {
    const place = (group: unknown): string =>
      group === undefined ? "a resource of its own" : `the group ${shown(group)}`;
    return [
      {
        risk: "danger",
        text: `moves from ${place(before.group)} to ${place(after.group)}: its password changes in this run, and clients LOSE ACCESS until they read the other Secret`,
      },
    ];
  }
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
        text: `gets a new password (rotation ${shown(from)} → ${shown(to)}): the one before works until the next rotation, and applications must have read their Secret again by then`,
      },
    ],
  },
  {
    input: "previous",
    judge: (_, to) => [
      to === "remove"
        ? {
            risk: "danger",
            text: "its password before the last rotation stops working: clients that still use it LOSE ACCESS",
          }
        : { risk: "plain", text: "its password before the last rotation is kept" },
    ],
  },
  {
    input: "exclusive",
    judge: (_, to) => [
      to === true
        ? { risk: "danger", text: "LOSES ACCESS that others gave it by hand: only the stack's rules and quotas stay" }
        : { risk: "plain", text: "rules and quotas that others made for it are kept" },
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
  { input: "quotas", judge: (from, to) => [{ risk: "care", text: `quotas ${shown(from)} → ${shown(to)}` }] },
];

/** Each right that rules give, in words: `produce orders`, `consume {"topics":["orders"],"group":"g"}`. */
function rightsOf(rules: unknown): Set<string> {
  if (typeof rules !== "object" || rules === null) return new Set();
  return new Set(
    Object.entries(rules).flatMap(([right, given]) =>
      (Array.isArray(given) ? given : [given]).map((each: unknown) => `${right} ${shown(each)}`),
    ),
  );
}

/** Rights are a set: the order says nothing. */
function ruleChanges(from: unknown, to: unknown): Judgement[] {
  const [before, after] = [rightsOf(from), rightsOf(to)];
  return [
    ...[...before]
      .filter((right) => !after.has(right))
      .map((right): Judgement => ({
        risk: "danger",
        text: `LOSES the right ${right}`,
      })),
    ...[...after]
      .filter((right) => !before.has(right))
      .map((right): Judgement => ({
        risk: /(^| |")\*("|$)/.test(right) ? "care" : "plain",
        text: `gets the right ${right}`,
      })),
  ];
}
