import type { Change, Inputs } from "../change";
import { kindOf } from "../change";
import { shown } from "../differences";
import type { Area, Finding, Judgement } from "../finding";

/** What a kind's changes mean; nothing where it is of no interest to anybody. */
interface Kind {
  area: Area;
  /** What it is about, as a review names it. */
  subject: string;
  judge: (change: Change) => Judgement[];
}

const KINDS: Readonly<Record<string, Kind>> = {
  InternalLogins: { area: "brokers", subject: "the brokers' own logins", judge: internalLogins },
  EndedLogins: { area: "brokers", subject: "the brokers' own logins", judge: endedLogins },
  KafkaTurn: { area: "users", subject: "password age of user", judge: turn },
  KafkaGroupTurns: { area: "users", subject: "password ages of group", judge: groupTurns },
  ListenerCertificate: { area: "brokers", subject: "certificate", judge: certificate },
  CertificateReload: { area: "brokers", subject: "certificates", judge: reload },
};

/** Whether a change is one of the logins and certificates that turn by themselves or for all brokers. */
export function concernsLogins(change: Change): boolean {
  return Object.hasOwn(KINDS, kindOf(change));
}

/** What the changes of the brokers' logins, of passwords' ages and of certificates mean. */
export function loginFindings(changes: readonly Change[]): Finding[] {
  return changes.flatMap((change) => {
    const kind = KINDS[kindOf(change)];
    if (kind === undefined) return [];
    const name = change.name;
    return kind.judge(change).map((judged) => ({ area: kind.area, kind: kind.subject, name, ...judged }));
  });
}

function of(inputs: Inputs | undefined, key: string): unknown {
  return inputs?.[key];
}

function internalLogins({ op, before, after }: Change): Judgement[] {
  if (op === "create") return [{ risk: "plain", text: "are made with the brokers" }];
  if (op === "delete") return [{ risk: "plain", text: "leave the stack with the brokers" }];
  const [from, to] = [of(before, "rotation"), of(after, "rotation")];
  if (from !== to) {
    return [
      {
        risk: "care",
        text: `get new passwords (rotation ${shown(from)} → ${shown(to)}): the brokers restart one by one and take both turns' logins until the last one has; who uses the administrator's Secret must read it again`,
      },
    ];
  }
  return protocol(before) === protocol(after)
    ? [{ risk: "care", text: "are written again: a refresh found that the brokers don't take their passwords" }]
    : [{ risk: "plain", text: `are tried over the other protocol (${protocol(before)} → ${protocol(after)})` }];
}

function protocol(inputs: Inputs | undefined): string {
  const connection = of(inputs, "connection") as { tls?: unknown } | undefined;
  return connection?.tls === undefined ? "SASL_PLAINTEXT" : "SASL_SSL";
}

function endedLogins({ op, before, after }: Change): Judgement[] {
  const [from, to] = [of(before, "rotation"), of(after, "rotation")];
  return op === "update" && from !== to
    ? [
        {
          risk: "care",
          text: `those of turn ${shown(from)} end once every broker has restarted: who still uses them by then LOSES ACCESS`,
        },
      ]
    : [];
}

const DAY = 86_400;

function turn({ op, before, after }: Change): Judgement[] {
  const days = (inputs: Inputs | undefined): string => `${Math.round(Number(of(inputs, "maxAge")) / DAY)} d`;
  if (op === "create") return [{ risk: "plain", text: `counts from today, up to ${days(after)}` }];
  if (op === "delete") return [{ risk: "plain", text: "is no longer limited: its password turns by hand alone" }];
  const [from, to] = [of(before, "turn"), of(after, "turn")];
  return [
    ...(days(before) === days(after)
      ? []
      : [{ risk: "plain" as const, text: `is limited to ${days(after)} (before: ${days(before)})` }]),
    ...(from === to
      ? []
      : [
          {
            risk: "plain" as const,
            text: `turn ${shown(to)} begins (turn ${shown(from)} since ${shown(of(before, "since"))})`,
          },
        ]),
  ];
}

/** The users that turn are told by the set's own changes. */
function groupTurns({ op, before, after }: Change): Judgement[] {
  if (op === "create") return [{ risk: "plain", text: "count from today" }];
  if (op === "delete") return [{ risk: "plain", text: "are no longer limited: its passwords turn by hand alone" }];
  const olds = counted(before);
  const turning = Object.entries(counted(after)).filter(([user, { turn }]) => turn > (olds[user]?.turn ?? turn));
  return turning.length === 0
    ? [{ risk: "plain", text: "are limited otherwise" }]
    : [{ risk: "plain", text: `of ${turning.length} users are reached or turned by hand: their next turn begins` }];
}

function counted(inputs: Inputs | undefined): Record<string, { turn: number }> {
  return (of(inputs, "users") ?? {}) as Record<string, { turn: number }>;
}

function certificate({ op, before, after }: Change): Judgement[] {
  const secret = shown(of(after, "secret"));
  if (op === "create") return [{ risk: "plain", text: `is waited for in the Secret ${secret}` }];
  if (op === "delete")
    return [{ risk: "plain", text: "is no longer looked at: its listener goes on without TLS, or goes" }];
  const from = shown(of(before, "secret"));
  if (from !== secret) {
    return [
      {
        risk: "care",
        text: `comes from another Secret (${from} → ${secret}): the brokers restart one by one to read it`,
      },
    ];
  }
  const other = of(before, "found") !== of(after, "found");
  return [
    other
      ? {
          risk: "care",
          text: "was renewed: brokers read it without a restart; where another authority signed it, clients are told both in this run and must read their Secret again before the next renewal",
        }
      : { risk: "plain", text: "other names are asked of it" },
  ];
}

function reload({ op }: Change): Judgement[] {
  return op === "update"
    ? [{ risk: "plain", text: "every broker reads the renewed ones, without a restart; connections stay open" }]
    : [];
}
