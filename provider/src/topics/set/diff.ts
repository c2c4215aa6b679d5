import { unknownValue } from "../../unknown";
import type { TopicOutputs } from "../inputs";
import type { Removal } from "../remove";
import type { TopicSetInputs, TopicSetOutputs } from "./inputs";
import { expand } from "./inputs";
import { describeChanges } from "./wording";

/** What a run changes in a group, topic by topic. */
export function diffTopicSet(
  olds: TopicSetOutputs,
  news: TopicSetInputs,
  removal: (topic: TopicOutputs) => Removal,
): { changes: boolean; lines: string[] } {
  if ((news.topics as unknown) === unknownValue) return { changes: true, lines: [] };
  const lines = describeChanges(expand(olds), expand(news), removal);
  return { changes: lines.length > 0, lines };
}
