import type { Report } from "../../batch/batcher";
import { Deadline } from "../../deadline";
import type { KafkaRequest } from "../../protocol/codec";
import { BrokerError, errorCode, throwIfFailed } from "../../protocol/errors";
import type { OngoingReassignment } from "../../protocol/reassignments";
import { listPartitionReassignmentsRequest } from "../../protocol/reassignments";
import type { TopicPartitions } from "../../protocol/topic-partitions";
import { type ChangeSpec, sendChange } from "../../session/send-change";
import type { Session } from "../../session/session";

/** Codes after which the next controller, or the same a moment later, may answer. */
const passing = new Set<number>([
  errorCode.notController,
  errorCode.requestTimedOut,
  errorCode.throttlingQuotaExceeded,
]);
/** How long the controller may be away, in milliseconds: an election takes seconds. */
const patience = 120_000;
const pause = 200;

/**
 * Asks the controller something that changes nothing, or that may be asked twice, and follows it where it goes.
 * @throws BrokerError with what it answers for the request as a whole
 */
export async function askController<T extends { errorCode: number }>(
  session: Session,
  request: KafkaRequest<T>,
): Promise<T> {
  const deadline = new Deadline(patience);
  for (;;) {
    const answer = await session.cluster.send("controller", request, { deadline });
    if (!passing.has(answer.errorCode) || deadline.passed) {
      throwIfFailed(answer.errorCode, "errorMessage" in answer ? String(answer.errorMessage ?? "") || null : null);
      return answer;
    }
    session.cluster.forgetController();
    await deadline.pause(pause);
  }
}

/** Sends changes to the controller, and waits until each has its answer. @returns the results, in any order */
export async function changeAll<T, R extends { errorCode: number }>(
  session: Session,
  items: readonly T[],
  spec: ChangeSpec<T, R>,
): Promise<R[]> {
  const results: R[] = [];
  await sendChange(session, items, spec, new Deadline(patience), (_, outcome) => {
    if ("value" in outcome) results.push(outcome.value);
  });
  return results;
}

/** Reassignments that are under way, of all topics without a list. */
export async function ongoing(
  session: Session,
  topics: readonly TopicPartitions[] | null,
): Promise<OngoingReassignment[]> {
  if (topics?.length === 0) return [];
  return (await askController(session, listPartitionReassignmentsRequest(topics, 25_000))).reassignments;
}

/** Reports the moves of each topic's replicas that are under way. Who may not see them may not begin any either, and is told of none. */
export async function findMoves(
  session: Session,
  names: readonly string[],
  report: Report<OngoingReassignment[]>,
): Promise<void> {
  const all = await ongoing(session, null).catch((error: unknown) => {
    if (error instanceof BrokerError && error.code === errorCode.clusterAuthorizationFailed) return [];
    throw error;
  });
  names.forEach((name, index) => report(index, { value: all.filter(({ topic }) => topic === name) }));
}
