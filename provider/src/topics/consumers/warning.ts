import { count } from "../../rollout/wording";
import type { TopicConsumer, TopicConsumers } from "./find";

/** What a user reads before a topic is deleted; undefined when nobody has consumed it within the last hour. */
export function consumersWarning(name: string, found: TopicConsumers): string | undefined {
  if ("unknown" in found) {
    return `warning: topic "${name}" is deleted, and who consumes it can't be told: ${found.unknown}`;
  }
  const parts = found.consumers
    .filter(({ members, recent }) => members > 0 || recent !== false)
    .sort((left, right) => right.members - left.members || (left.group < right.group ? -1 : 1))
    .map((consumer) => `${consumer.group} (${inWords(consumer)})`);
  return parts.length === 0
    ? undefined
    : `warning: topic "${name}" is deleted, and consumer groups still use it: ${parts.join(", ")}`;
}

function inWords({ members, recent }: TopicConsumer): string {
  const now = members === 0 ? "no members now" : `${count(members, "member")} now`;
  if (typeof recent === "object") return `${now}; when it committed last can't be told: ${recent.unknown}`;
  return recent ? `${now}, committed within the last hour` : `${now}, no commit within the last hour`;
}
