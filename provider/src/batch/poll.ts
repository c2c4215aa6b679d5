import { Deadline } from "../deadline";
import type { Report } from "./batcher";

/** Limits of a pause in milliseconds. */
const shortest = 20;
const longest = 500;

/** How far a wait has come. */
export interface Waited {
  /** What the last look took, in milliseconds. */
  look: number;
  /** What all looks and pauses took so far, in milliseconds. */
  gone: number;
  /** Names that are reported. */
  done: number;
  /** Names that are still waited for. */
  pending: number;
}

/**
 * How long to wait until the next look: as long as the last one took, so that looks are at most half of what the brokers are asked for; a
 * twentieth of the time that has gone, so that a long wait costs few looks and its end is seen 5 % late at most; and half of the time that those who
 * are left take at the pace so far, for each look keeps the brokers from what is waited for.
 */
export function pauseAfter({ look, gone, done, pending }: Waited): number {
  const left = done === 0 ? 0 : (gone / done) * pending;
  return Math.min(longest, Math.max(shortest, look, gone / 20, left / 2));
}

/** What is waited for: names, each with its own end. */
export interface PollOptions {
  names: readonly string[];
  /** Time limit in milliseconds. */
  limit: number;
  /** Looks at those that are still waited for. @returns why each of them isn't there yet; undefined for one that is */
  look: (pending: ReadonlySet<string>) => Promise<ReadonlyMap<string, string | undefined>>;
  /** The error of a name that isn't there in time. */
  late: (name: string, reason: string) => Error;
}

/**
 * Asks again and again, with growing pauses, and reports each name as soon as there is no reason left to wait for it. Brokers
 * announce nothing, so there is no event to wait for.
 */
export async function poll({ names, limit, look, late }: PollOptions, report: Report<void>): Promise<void> {
  const deadline = new Deadline(limit);
  const pending = new Map(names.map((name, index) => [name, index]));
  const start = performance.now();
  while (pending.size > 0) {
    const asked = performance.now();
    const reasons = await look(new Set(pending.keys()));
    for (const [name, index] of [...pending]) {
      const reason = reasons.get(name);
      if (reason !== undefined && !deadline.passed) continue;
      pending.delete(name);
      report(index, reason === undefined ? { value: undefined } : { error: late(name, reason) });
    }
    const now = performance.now();
    const done = names.length - pending.size;
    const waited = { look: now - asked, gone: now - start, done, pending: pending.size };
    if (pending.size > 0) await deadline.pause(pauseAfter(waited));
  }
}
