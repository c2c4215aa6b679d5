import { createTopic } from "./create";
import { topicDiffers } from "./diff";
import type { TopicInputs, TopicOutputs } from "./inputs";
import { type TopicJournal, withJournal } from "./journal";
import type { Owner, Owners } from "../owners";
import { removeTopic } from "./remove";
import type { TopicRequests } from "./requests";
import { UnfinishedTopicError } from "./unfinished";
import { updateTopic } from "./update";

/** Topics by name. */
export type Topics<T> = ReadonlyMap<string, T>;

/** What changes of topics work with. */
export interface TopicTools {
  requests: TopicRequests;
  journal: TopicJournal;
  owners: Owners;
}

/** What became of the topics of a resource. */
export interface ChangedTopics {
  /** The resource's topics as they are now: those that failed as they were, without those that could not be made. */
  topics: Map<string, TopicOutputs>;
  /** Errors by topic. */
  failures: Map<string, unknown>;
}

/**
 * Brings the topics of one resource from what they were to what is wanted; a single topic is a set of one. They all go at once, so
 * that the batches are as large as can be, and each has its own result: one that fails keeps none of the others from being done.
 */
export async function changeTopics(
  tools: TopicTools,
  owner: Owner,
  olds: Topics<TopicOutputs>,
  news: Topics<TopicInputs>,
): Promise<ChangedTopics> {
  const topics = new Map<string, TopicOutputs>();
  const failures = new Map<string, unknown>();
  const names = new Set([...news.keys(), ...olds.keys()]);
  await Promise.all(
    [...names].map(async (name) => {
      const old = olds.get(name);
      try {
        const now = await changeTopic(tools, owner, old, news.get(name));
        if (now !== undefined) topics.set(name, now);
      } catch (error) {
        failures.set(name, error);
        const left = error instanceof UnfinishedTopicError ? error.outputs : old;
        if (left !== undefined) topics.set(name, left);
      }
    }),
  );
  // Not before all are done: the engine hears of none of them until then, and a run that is killed meanwhile leaves them without a state.
  for (const wanted of news.values()) if (isNew(olds.get(wanted.name))) tools.journal.finish(wanted);
  return { topics, failures };
}

async function changeTopic(
  { requests, journal, owners }: TopicTools,
  owner: Owner,
  old: TopicOutputs | undefined,
  wanted: TopicInputs | undefined,
): Promise<TopicOutputs | undefined> {
  if (wanted === undefined) {
    if (old === undefined) return undefined;
    await removeTopic(requests, owners, owner, old);
    journal.finishMove(old);
    return undefined;
  }
  if (isNew(old)) {
    const { outputs, takenOver } = await createTopic(requests, journal, wanted, old);
    if (takenOver) owners.take(wanted.connection, wanted.name);
    return outputs;
  }
  return topicDiffers(withJournal(journal, old), wanted) ? updateTopic(requests, journal, old, wanted) : wanted;
}

/** Whether a topic is still to be created, as far as the state knows. */
function isNew(old: TopicOutputs | undefined): old is undefined | (TopicOutputs & { unconfirmed: true }) {
  return old === undefined || old.unconfirmed === true;
}
