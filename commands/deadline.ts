import { setTimeout as delay } from "node:timers/promises";
import { Failure } from "./failure";

export interface PollOptions {
  /** What is awaited, for the error. */
  what: string;
  /** Milliseconds. */
  timeout: number;
  /** Milliseconds between two checks. @default 50 */
  interval?: number;
  /** More to say when the time is up, such as the end of a log. */
  explain?: () => string;
}

/** Checks until the answer is not undefined, at most until the deadline: for things that send no event. */
export async function poll<T>(check: () => Promise<T | undefined> | T | undefined, options: PollOptions): Promise<T> {
  const end = Date.now() + options.timeout;
  for (;;) {
    const answer = await check();
    if (answer !== undefined) return answer;
    if (Date.now() >= end) {
      const more = options.explain?.() ?? "";
      throw new Failure(`${options.what}: not there after ${options.timeout / 1000} s${more && `\n  ${more}`}`);
    }
    await delay(options.interval ?? 50);
  }
}
