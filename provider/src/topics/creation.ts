import type { Report } from "../batch/batcher";
import type { Deadline } from "../deadline";
import { UserError } from "../errors";
import { errorCode } from "../protocol/errors";
import { createTopicsRequest, type NewTopic, type TopicResult } from "../protocol/topics";
import { controllerEpoch } from "../session/controller-epoch";
import { type ChangeResult, sendChange } from "../session/send-change";
import type { Session } from "../session/session";
import { LostAnswerError } from "../session/trouble";
import { attempts, topicError } from "./failure";

/** What is known about the request that created a topic, when its answer is "exists already". */
export interface Circumstances {
  /** An answer to it was lost on its way to us. */
  lost: boolean;
  /** The topic was there before the request. */
  existed: boolean;
  /** Reign of the active controller before the request and after its answer; undefined where nobody tells. */
  epochs: readonly [before: number | undefined, after: number | undefined];
}

/**
 * Whether the request may have made the topic that "exists already", though nobody told. In KRaft mode the broker that takes a request
 * passes it on, and when the controller dies over it, passes it on again to the next: only the second answer is heard. That takes
 * another controller, so with the same one from before to after the topic is someone else's.
 */
export function mayBeOwn({ lost, existed, epochs: [before, after] }: Circumstances): boolean {
  return !existed && (lost || (before !== undefined && after !== undefined && before !== after));
}

/**
 * Sends creations of topics, see `sendChange`. In a result `lost` says whether the request may have made the topic before it was
 * answered, be it that an answer never reached us or that the brokers sent the request twice. A topic that our user may not see is not
 * created: nobody could tell whether it is there.
 * @throws for all topics without a final answer, as `sendChange` does
 */
export async function sendCreations(
  session: Session,
  topics: readonly NewTopic[],
  deadline: Deadline,
  report: Report<ChangeResult<TopicResult>>,
): Promise<void> {
  const spec = {
    request: (items: readonly NewTopic[]) => createTopicsRequest(items),
    itemName: ({ name }: NewTopic) => name,
    resultName: ({ name }: TopicResult) => name,
  };
  const [epoch, codes] = await Promise.all([controllerEpoch(session, deadline), codesOf(session, topics, deadline)]);
  const open: { index: number; result: ChangeResult<TopicResult> }[] = [];
  const seen: { index: number; topic: NewTopic }[] = [];
  topics.forEach((topic, index) => {
    const answer = { errorCode: codes.get(topic.name) ?? errorCode.none, errorMessage: null };
    if (answer.errorCode !== errorCode.topicAuthorizationFailed) seen.push({ index, topic });
    else report(index, { error: topicError(topic.name, attempts.seeNew, answer, session.user) });
  });
  if (seen.length === 0) return;
  const sent = seen.map(({ topic }) => topic);
  try {
    await sendChange(session, sent, spec, deadline, (place, outcome) => {
      const index = seen[place]?.index ?? -1;
      if ("error" in outcome || outcome.value.errorCode !== errorCode.topicAlreadyExists) report(index, outcome);
      else open.push({ index, result: outcome.value });
    });
  } finally {
    if (open.length > 0) await tellApart();
  }

  async function tellApart(): Promise<void> {
    try {
      const epochs = [epoch, epoch === undefined ? undefined : await controllerEpoch(session, deadline)] as const;
      for (const { index, result } of open) {
        const lost = mayBeOwn({ lost: result.lost, existed: isThere(codes.get(result.name)), epochs });
        report(index, { value: { ...result, lost } });
      }
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      for (const { index } of open) report(index, { error: new LostAnswerError("CreateTopics", error) });
    }
  }
}

/** What one broker says of the topics before, by name: an error code of Metadata. */
async function codesOf(
  session: Session,
  topics: readonly NewTopic[],
  deadline: Deadline,
): Promise<ReadonlyMap<string, number>> {
  const names = topics.map(({ name }) => name);
  const found = await session.metadata(names, { deadline });
  return new Map(found.map((topic) => [topic.name, topic.errorCode]));
}

function isThere(code: number | undefined): boolean {
  return code === errorCode.none || code === errorCode.leaderNotAvailable;
}
