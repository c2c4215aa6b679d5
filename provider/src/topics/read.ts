import type { TopicOutputs } from "./inputs";
import { isAsWanted, observed } from "./plan";
import type { TopicRequests } from "./requests";

/**
 * Looks at a topic again. Every difference in what the program manages appears in what is found, so that the next preview shows it.
 * @returns undefined when the topic is gone
 */
export async function readTopic(requests: TopicRequests, topic: TopicOutputs): Promise<TopicOutputs | undefined> {
  const state = await requests.describe.add(topic.name);
  if (state === undefined) return undefined;
  const { unconfirmed, ...rest } = topic;
  // One of another shape may be someone else's: that is for the next creation to judge.
  return unconfirmed === true && !isAsWanted(topic, state) ? topic : observed(rest, state);
}
