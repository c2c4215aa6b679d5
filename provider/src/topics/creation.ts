import type { Report } from "../batch/batcher";
import type { Deadline } from "../deadline";
import { UserError } from "../errors";
import { errorCode } from "../protocol/errors";
import { createTopicsRequest, type NewTopic, type TopicResult } from "../protocol/topics";
import { controllerEpoch } from "../session/controller-epoch";
import { type ChangeResult, sendChange } from "../session/send-change";
import type { Session } from "../session/session";
import { LostAnswerError } from "../session/trouble";

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
 * answered, be it that an answer never reached us or that the brokers sent the request twice.
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
  const [epoch, existing] = await Promise.all([
    controllerEpoch(session, deadline),
    existingOf(session, topics, deadline),
  ]);
  const open: { index: number; result: ChangeResult<TopicResult> }[] = [];
  try {
    await sendChange(session, topics, spec, deadline, (index, outcome) => {
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
        const lost = mayBeOwn({ lost: result.lost, existed: existing.has(result.name), epochs });
        report(index, { value: { ...result, lost } });
      }
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      for (const { index } of open) report(index, { error: new LostAnswerError("CreateTopics", error) });
    }
  }
}

/** The topics that are there, by one broker's word. One that it may not tell of is taken for absent. */
async function existingOf(session: Session, topics: readonly NewTopic[], deadline: Deadline): Promise<Set<string>> {
  const names = topics.map(({ name }) => name);
  const found = await session.metadata(names, { deadline });
  const there = new Set<number>([errorCode.none, errorCode.leaderNotAvailable]);
  return new Set(found.filter((topic) => there.has(topic.errorCode)).map(({ name }) => name));
}
