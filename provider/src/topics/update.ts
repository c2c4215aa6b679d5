import { applyChanges } from "./apply";
import type { TopicInputs, TopicOutputs } from "./inputs";
import type { MoveJournal } from "./journal";
import type { TopicRequests } from "./requests";

/** Brings a topic of this program to its new inputs; see applyChanges. */
export async function updateTopic(
  requests: TopicRequests,
  journal: MoveJournal,
  olds: TopicOutputs,
  news: TopicInputs,
): Promise<TopicOutputs> {
  return applyChanges(requests, journal, Object.keys(olds.config), news);
}
