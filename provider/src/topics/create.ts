import { Deadline } from "../deadline";
import { UserError } from "../errors";
import { errorCode } from "../protocol/errors";
import type { NewTopic, TopicResult } from "../protocol/topics";
import { LostAnswerError } from "../session/trouble";
import { applyChanges } from "./apply";
import { attempts, throwIfRefused, topicError } from "./failure";
import type { TopicInputs, TopicOutputs } from "./inputs";
import type { MoveJournal, TopicJournal } from "./journal";
import { layoutOf } from "./layout";
import { isAsWanted } from "./plan";
import type { TopicRequests } from "./requests";
import { UnfinishedTopicError } from "./unfinished";

/** A topic that is there now. */
interface Created {
  outputs: TopicOutputs;
  /** It existed before, and was someone else's. */
  takenOver: boolean;
}

/**
 * Creates a topic, and waits until every live broker knows it. A topic that exists already is taken over when `adopt` says so;
 * when the answer to our own creation was lost, in this run or in an earlier one, or the brokers sent it twice by themselves, what then
 * exists just as it was asked for is ours.
 * @param journal where the creation is marked as begun; who tells the engine what became of it takes the mark away
 * @param asked what an earlier run asked for, where it never learned what became of the creation
 * @returns the topic, and whether it existed before and was taken over
 * @throws UserError with the broker's own text, or when the topic exists already; UnfinishedTopicError when the topic may be there
 */
export async function createTopic(
  requests: TopicRequests,
  journal: TopicJournal,
  inputs: TopicInputs,
  asked?: TopicInputs,
): Promise<Created> {
  const { name } = inputs;
  const { partitions = 1 } = layoutOf(inputs);
  const begun = journal.begin(inputs) ? inputs : asked;
  const created = await send(requests, journal, inputs, begun);
  try {
    await requests.ready.add({ name, partitions });
  } catch (error) {
    throw created.takenOver ? error : new UnfinishedTopicError(inputs, error);
  }
  // The brokers place new replicas wherever they like; those of a placement are where they belong.
  if (created.takenOver || inputs.reassignment?.brokers === undefined) return created;
  return { outputs: await applyChanges(requests, journal, [], inputs), takenOver: false };
}

function newTopic(inputs: TopicInputs): NewTopic {
  const { name, config } = inputs;
  const { partitions = -1, replicationFactor = -1, placement } = layoutOf(inputs);
  return placement === undefined
    ? { name, partitions, replicationFactor, config }
    : { name, partitions: -1, replicationFactor: -1, config, placement };
}

async function send(
  requests: TopicRequests,
  journal: MoveJournal,
  inputs: TopicInputs,
  begun: TopicInputs | undefined,
): Promise<Created> {
  const { name } = inputs;
  const deadline = new Deadline(requests.limits.settle);
  const refusal = (result: TopicResult) => topicError(name, attempts.create, result, requests.user);
  let asked = begun;
  try {
    for (;;) {
      const result = await requests.create.add(newTopic(inputs));
      if (result.lost) asked ??= inputs;
      if (result.errorCode === errorCode.requestTimedOut) {
        throw new UnfinishedTopicError(inputs, refusal(result));
      }
      if (result.errorCode !== errorCode.topicAlreadyExists) {
        throwIfRefused(name, attempts.create, result, requests.user);
        return { outputs: inputs, takenOver: false };
      }
      if ((await requests.describe.add(name)) !== undefined) return await takeOver(requests, journal, inputs, asked);
      // It is on its way out, which takes a controller in ZooKeeper mode a while, or the broker that was asked hasn't heard of it yet.
      if (deadline.passed) throw refusal(result);
      await deadline.pause(200);
    }
  } catch (error) {
    throw error instanceof LostAnswerError ? new UnfinishedTopicError(inputs, error) : error;
  }
}

async function takeOver(
  requests: TopicRequests,
  journal: MoveJournal,
  inputs: TopicInputs,
  asked: TopicInputs | undefined,
): Promise<Created> {
  const { name } = inputs;
  // One broker knows the topic; others, which are asked next, may not have heard of it yet.
  if (asked !== undefined || inputs.adopt) await requests.ready.add({ name, partitions: 1 });
  if (asked !== undefined) {
    const state = await requests.describe.add(name);
    if (state !== undefined && isAsWanted(inputs, state)) return { outputs: inputs, takenOver: false };
    if (state !== undefined && isAsWanted(asked, state)) {
      return { outputs: await applyChanges(requests, journal, Object.keys(asked.config), inputs), takenOver: false };
    }
  }
  if (!inputs.adopt) {
    throw new UserError(
      `topic "${name}" exists already and isn't this resource's. Set adopt: true to take it over, also where it moves here from another resource of this program, or choose another name`,
    );
  }
  return { outputs: await applyChanges(requests, journal, [], inputs), takenOver: true };
}
