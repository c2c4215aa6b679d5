import type { Deadline } from "../deadline";
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

/**
 * Sends changes to the controller until each item has a final answer: a controller that moved is followed, a broken connection
 * replaced. Bounded by the deadline; an item that still has a passing error then is returned with it.
 * @returns the results in the order of the items
 * @throws LostAnswerError or UserError when no answer came before the deadline
 */
export async function sendChange<T, R extends { errorCode: number }>(
  session: Session,
  items: readonly T[],
  spec: ChangeSpec<T, R>,
  deadline: Deadline,
): Promise<ChangeResult<R>[]> {
  const results = new Map<string, ChangeResult<R>>();
  const lost = new Set<string>();
  let pending = [...items];
  let lastLoss: unknown;
  while (pending.length > 0 && (results.size === 0 || !deadline.passed)) {
    try {
      for (const result of await session.cluster.send("controller", spec.request(pending), {
        deadline,
        resend: false,
      })) {
        results.set(spec.resultName(result), { ...result, lost: lost.has(spec.resultName(result)) });
      }
    } catch (error) {
      if (!(error instanceof LostAnswerError) || deadline.passed) throw error;
      lastLoss = error;
      pending.forEach((item) => lost.add(spec.itemName(item)));
    }
    pending = pending.filter((item) => {
      const code = results.get(spec.itemName(item))?.errorCode;
      if (code === errorCode.requestTimedOut) lost.add(spec.itemName(item));
      return code === undefined || passing.has(code);
    });
    if (pending.length > 0) {
      session.cluster.forgetController();
      await deadline.pause(200);
    }
  }
  return items.map((item) => {
    const result = results.get(spec.itemName(item));
    if (result === undefined) throw lastLoss ?? new Error(`Kafka gave no result for ${spec.itemName(item)}`);
    return result;
  });
}
