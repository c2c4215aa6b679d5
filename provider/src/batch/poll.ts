import { Deadline } from "../deadline";
import type { Report } from "./batcher";

const firstPause = 20;
const longestPause = 500;

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
  for (let pause = firstPause; pending.size > 0; pause = Math.min(pause * 2, longestPause)) {
    const reasons = await look(new Set(pending.keys()));
    for (const [name, index] of [...pending]) {
      const reason = reasons.get(name);
      if (reason !== undefined && !deadline.passed) continue;
      pending.delete(name);
      report(index, reason === undefined ? { value: undefined } : { error: late(name, reason) });
    }
    if (pending.size > 0) await deadline.pause(pause);
  }
}
