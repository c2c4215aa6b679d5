import { unknownValue } from "../../unknown";
import type { TopicOutputs } from "../inputs";
import type { Removal } from "../remove";
import type { TopicSetInputs, TopicSetOutputs } from "./inputs";
import { expand } from "./inputs";
import { describeChanges } from "./wording";

/**
 * What a run changes in a group, topic by topic.
 * @param removal what becomes of a topic that the group lets go of
 * @param known a topic of the state with what is known of it beside
 */
export function diffTopicSet(
  olds: TopicSetOutputs,
  news: TopicSetInputs,
  removal: (topic: TopicOutputs) => Removal,
  known: (topic: TopicOutputs) => TopicOutputs = (topic) => topic,
): { changes: boolean; lines: string[] } {
  if ((news.topics as unknown) === unknownValue) return { changes: true, lines: [] };
  const before = new Map([...expand(olds)].map(([name, topic]) => [name, known(topic)]));
  const lines = describeChanges(before, expand(news), removal);
  return { changes: lines.length > 0, lines };
}
