import type { Report } from "../batch/batcher";
import { Deadline } from "../deadline";
import type { KafkaRequest } from "../protocol/codec";
import { errorCode } from "../protocol/errors";
import type { Session } from "./session";
import { LostAnswerError } from "./trouble";

/** Codes after which the same request may succeed a moment later, at the next controller or the same. */
const passing = new Set<number>([
  errorCode.notController,
  errorCode.requestTimedOut,
  errorCode.throttlingQuotaExceeded,
]);

/** Milliseconds before the controller is asked again. */
const pauseBetweenAttempts = 200;
/** Most that quotas of the brokers may add to the deadline, in milliseconds: a quota slows a large run down, and must not fail it. */
const longestThrottle = 600_000;

/** What became of one thing, as far as sending is concerned. */
interface Answer {
  errorCode: number;
  /** The broker's own text, where the request has one. */
  errorMessage?: string | null;
  /** With THROTTLING_QUOTA_EXCEEDED: how long to wait, in milliseconds. */
  throttleTimeMs?: number;
}

/** A request that changes several things and answers for each. */
export interface ChangeSpec<T, R> {
  request: (items: readonly T[]) => KafkaRequest<R[]>;
  /** Name of the thing that an item is about. */
  itemName: (item: T) => string;
  /** Name of the thing that a result is about. */
  resultName: (result: R) => string;
}

/** One item's result, and whether an earlier answer about it was lost: then it may have taken effect before. */
export type ChangeResult<R> = R & { lost: boolean };

interface Pending<T, R> {
  item: T;
  index: number;
  lost: boolean;
  /** The last answer about it, with an error that may pass. */
  last?: R;
}

/**
 * Sends changes to the controller until each item has a final answer: a controller that moved is followed, a broken connection
 * replaced, a quota waited for, and a request that the controller finds too large sent again as two halves. Bounded by the deadline,
 * which quotas alone move; an item that still has a passing error then is reported with it.
 * @param report gets each item's result as soon as it is final
 * @throws for all items without a final answer: LostAnswerError when they may have taken effect, else UserError
 */
export async function sendChange<T, R extends Answer>(
  session: Session,
  items: readonly T[],
  spec: ChangeSpec<T, R>,
  deadline: Deadline,
  report: Report<ChangeResult<R>>,
): Promise<void> {
  const settle = ({ index, lost }: Pending<T, R>, result: R) => report(index, { value: { ...result, lost } });
  const queue: Pending<T, R>[][] = [items.map((item, index) => ({ item, index, lost: false }))];
  const latest = new Deadline(deadline.left + longestThrottle);
  let end = deadline;

  for (let group = queue.shift(); group !== undefined; group = queue.shift()) {
    for (let pending = group; pending.length > 0;) {
      const answers = await ask(pending, end);
      if (pending.length > 1 && answers !== undefined && isTooLarge(answers)) {
        const half = pending.length >> 1;
        queue.unshift(pending.slice(0, half), pending.slice(half));
        break;
      }
      pending = takeIn(pending, answers);
      if (pending.length === 0) break;
      const throttle = Math.max(0, ...pending.map(({ last }) => last?.throttleTimeMs ?? 0));
      if (throttle > 0) end = new Deadline(Math.min(end.left + throttle, latest.left));
      session.cluster.forgetController();
      await end.pause(Math.max(pauseBetweenAttempts, throttle));
      if (end.passed) pending = giveUp(pending);
    }
  }

  /** @returns undefined when the answer was lost and there is time to ask again */
  async function ask(pending: Pending<T, R>[], until: Deadline): Promise<R[] | undefined> {
    const request = spec.request(pending.map(({ item }) => item));
    try {
      return await session.cluster.send("controller", request, { deadline: until, resend: false });
    } catch (error) {
      const lost = pending.some((entry) => entry.lost);
      if (!(error instanceof LostAnswerError)) throw lost ? new LostAnswerError(request.apiName, error) : error;
      if (until.passed) throw error;
      for (const entry of pending) entry.lost = true;
      return undefined;
    }
  }

  /** Reports what is final. @returns the rest */
  function takeIn(pending: Pending<T, R>[], answers: readonly R[] = []): Pending<T, R>[] {
    const results = new Map(answers.map((result) => [spec.resultName(result), result]));
    return pending.flatMap((entry) => {
      const result = results.get(spec.itemName(entry.item));
      if (result !== undefined && !passing.has(result.errorCode)) settle(entry, result);
      else return [{ ...entry, lost: entry.lost || result?.errorCode === errorCode.requestTimedOut, last: result }];
      return [];
    });
  }

  /** Reports the last answer of what had one. @returns the rest, for one more try that tells why */
  function giveUp(pending: Pending<T, R>[]): Pending<T, R>[] {
    return pending.filter((entry) => {
      if (entry.last !== undefined) settle(entry, entry.last);
      return entry.last === undefined;
    });
  }
}

/** KRaft's controller makes a limited number of records at once, and refuses the whole request past it, each item with the same words. */
function isTooLarge(answers: readonly Answer[]): boolean {
  return answers.every(
    (answer) => answer.errorCode === errorCode.policyViolation && /excessively large/i.test(answer.errorMessage ?? ""),
  );
}
