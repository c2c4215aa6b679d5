import { applyChanges } from "./apply";
import type { TopicInputs, TopicOutputs } from "./inputs";
import type { TopicRequests } from "./requests";

/** Brings a topic of this program to its new inputs; see applyChanges. */
export async function updateTopic(
  requests: TopicRequests,
  olds: TopicOutputs,
  news: TopicInputs,
): Promise<TopicOutputs> {
  return applyChanges(requests, Object.keys(olds.config), news);
}
