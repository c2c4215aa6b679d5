import type { TopicOutputs } from "./inputs";
import type { MoveJournal } from "./journal";
import { isAsWanted, observed } from "./plan";
import { isMisplaced } from "./reassign/brokers";
import { isMarked, throttledReplicas } from "./reassign/mark";
import type { TopicRequests } from "./requests";

/**
 * Looks at a topic again. Every difference in what the program manages appears in what is found, so that the next preview shows it.
 * What a run of ours that was cut off left of its throttle is taken off.
 * @returns undefined when the topic is gone
 */
export async function readTopic(
  requests: TopicRequests,
  journal: MoveJournal,
  topic: TopicOutputs,
): Promise<TopicOutputs | undefined> {
  const keys = [...Object.keys(topic.config), ...Object.values(throttledReplicas)];
  const state = await requests.look.add({ name: topic.name, keys });
  if (state === undefined) return undefined;
  const { unconfirmed, ...rest } = topic;
  delete rest.moving;
  delete rest.misplaced;
  // One of another shape may be someone else's: that is for the next creation to judge.
  if (unconfirmed === true && !isAsWanted(topic, state)) return topic;
  const throttle = isMarked(state) ? await requests.release.add(topic.name) : "off";
  // Where something is left, the mark stays: not every look at a topic is written down, such as that of a preview.
  if (throttle === "off") journal.finishMove(topic);
  const found = observed(rest, state);
  return {
    ...found,
    ...(throttle === "on" ? { moving: true } : {}),
    ...(isMisplaced(topic, state) ? { misplaced: true } : {}),
  };
}
