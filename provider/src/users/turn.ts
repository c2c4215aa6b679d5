import { type Progress, consoleProgress } from "../progress";
import type { ResourceFunctions } from "../resource";

/** What a stack file says of the age of one user's passwords. */
export interface AgedUser {
  /** Counts the passwords that were asked for by hand, from 1 on. */
  rotation: number;
  /** Whether the login before the current one is kept: a turn needs it. */
  previous: "keep" | "remove";
  /** Age in seconds at which a password is followed by the next. */
  maxAge: number;
}

/** What a stack file says of the age of a single user's passwords. */
export interface TurnInputs extends AgedUser {
  /** Name of the user, and id of the resource. */
  name: string;
}

/** A turn, and the day that it began. */
export interface Turn {
  /** Counts the passwords, from 1 on. */
  turn: number;
  /** The day in UTC, as YYYY-MM-DD: a preview and the `up` after it agree on a day, and not on a second. */
  since: string;
}

/** What the engine keeps: nothing of it is secret. */
export type CountedInputs = TurnInputs & Turn;

const SECONDS_OF_A_DAY = 86_400;

/** Days from one day to another. */
export function daysBetween(since: string, today: string): number {
  return Math.floor((Date.parse(today) - Date.parse(since)) / 1_000 / SECONDS_OF_A_DAY);
}

/** What becomes of a turn on a day, and what there is to say of it. */
export interface NextTurn extends Turn {
  /** A sentence about the user, without its name. */
  notice?: string;
}

/**
 * The turn of a day: the one before until its password has reached the age, then the next. One that is asked for by hand counts as well,
 * and begins a new age.
 * @param olds as the last run left it; undefined for a user that is new to the age limit, whose password counts as made today
 * @param keyPath where the user stands in the stack file
 */
export function nextTurn(
  olds: (AgedUser & Turn) | undefined,
  news: AgedUser,
  today: string,
  keyPath: string,
): NextTurn {
  if (olds === undefined) return { turn: news.rotation, since: today };
  const { turn, since } = olds;
  const byHand = news.rotation - olds.rotation;
  if (byHand !== 0) return { turn: turn + byHand, since: today };
  const days = daysBetween(since, today);
  if (days * SECONDS_OF_A_DAY < news.maxAge) return { turn, since };
  const old = `its password of turn ${turn} is ${days} days old (${since}), and may be ${Math.round(news.maxAge / SECONDS_OF_A_DAY)}`;
  return news.previous === "remove"
    ? {
        turn,
        since,
        notice: `${old}: it stays while ${keyPath}.previous is "remove", for clients need the one before while they take the new one; take that out`,
      }
    : {
        turn: turn + 1,
        since: today,
        notice: `${old}: turn ${turn + 1} brings a new one, and the one before works until the next turn`,
      };
}

/** Today in UTC. */
export const utcDay = (): string => new Date().toISOString().slice(0, 10);

/** What the resource needs of the world. */
export interface TurnParts {
  progress: Progress;
  /** Today in UTC, as YYYY-MM-DD. */
  today: () => string;
}

/**
 * The functions of a resource that counts a user's turns by time. It decides in `check`, so that a preview shows which user turns, and the
 * number is known to all that comes after it.
 */
export function turnFunctions(
  { progress, today }: TurnParts = { progress: consoleProgress, today: utcDay },
): ResourceFunctions<CountedInputs, CountedInputs> {
  return {
    check: async (olds, news) => {
      const wanted = news as unknown as TurnInputs;
      const { notice, turn, since } = nextTurn(counted(olds), wanted, today(), `kafka:users.${wanted.name}`);
      if (notice !== undefined) progress.line(`user "${wanted.name}": ${notice}`);
      return { inputs: { ...wanted, turn, since } };
    },
    diff: async (_, olds, news) => ({ changes: differs(olds, news) }),
    create: async (inputs) => ({ id: inputs.name, outs: inputs }),
    read: async (id, props) => ({ id, props, inputs: props }),
    update: async (_, __, news) => ({ outs: news }),
    delete: async () => undefined,
  };
}

/** Whether a run has something to write down of a user. */
export function differs(olds: AgedUser & Turn, news: AgedUser & Turn): boolean {
  return (["turn", "since", "rotation", "maxAge", "previous"] as const).some((key) => olds[key] !== news[key]);
}

function counted(olds: Partial<CountedInputs>): CountedInputs | undefined {
  return olds.turn === undefined || olds.since === undefined ? undefined : (olds as CountedInputs);
}
