import { UserError } from "../errors";
import { errorCode } from "../protocol/errors";
import type { NewTopic } from "../protocol/topics";
import { applyChanges } from "./apply";
import { throwIfRefused } from "./failure";
import type { TopicInputs, TopicOutputs } from "./inputs";
import type { CreationJournal } from "./journal";
import { layoutOf } from "./layout";
import { isAsWanted } from "./plan";
import type { TopicRequests } from "./requests";

/**
 * Creates a topic, and waits until every live broker knows it. A topic that exists already is taken over when `adopt` says so;
 * when the answer to our own creation was lost, in this run or in one that was killed, what then exists just as it was asked for
 * is ours.
 * @throws UserError with the broker's own text, or when the topic exists already
 */
export async function createTopic(
  requests: TopicRequests,
  journal: CreationJournal,
  inputs: TopicInputs,
): Promise<TopicOutputs> {
  const { name } = inputs;
  const { partitions = 1 } = layoutOf(inputs);
  const unfinished = journal.begin(inputs);
  try {
    const result = await requests.create.add(newTopic(inputs));
    if (result.errorCode === errorCode.topicAlreadyExists) await takeOver(requests, inputs, result.lost || unfinished);
    else throwIfRefused(name, "can't be created", result);
    await requests.ready.add({ name, partitions });
    return inputs;
  } finally {
    journal.finish(inputs);
  }
}

function newTopic(inputs: TopicInputs): NewTopic {
  const { name, config } = inputs;
  const { partitions = -1, replicationFactor = -1, placement } = layoutOf(inputs);
  return placement === undefined
    ? { name, partitions, replicationFactor, config }
    : { name, partitions: -1, replicationFactor: -1, config, placement };
}

async function takeOver(requests: TopicRequests, inputs: TopicInputs, lost: boolean): Promise<void> {
  const { name } = inputs;
  if (lost || inputs.adopt) {
    // The controller knows the topic; the broker that describes it may not have heard of it yet.
    await requests.ready.add({ name, partitions: 1 });
    const state = await requests.describe.add(name);
    if (lost && state !== undefined && isAsWanted(inputs, state)) return;
  }
  if (!inputs.adopt) {
    throw new UserError(
      `topic "${name}" exists already and isn't this program's. Set adopt: true to take it over, or choose another name`,
    );
  }
  await applyChanges(requests, [], inputs);
}
