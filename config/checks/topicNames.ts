import { declaredTopics, type DeclaredTopic } from "../declaredTopics";
import type { Problem } from "../problem";
import { keyPath } from "../problem";
import type { Check } from "./check";

/** Kafka's own topics. */
const RESERVED = new Set(["__consumer_offsets", "__transaction_state", "__cluster_metadata", "__remote_log_metadata"]);
/** Longest name: the directory `<name>-<partition>` must fit a file system's 255 bytes (Kafka's Topic.MAX_NAME_LENGTH). */
const LONGEST = 249;

/** Names that Kafka refuses, that it can't tell apart in its metrics, or that two places of the stack file have. */
export const topicNames: Check = (settings) => {
  const topics = declaredTopics(settings);
  return [...topics.flatMap(badName), ...collisions(topics)];
};

function badName({ name, place }: DeclaredTopic): Problem[] {
  const reasons: readonly (readonly [boolean, string])[] = [
    [!/^[a-zA-Z0-9._-]+$/.test(name), "the name has other characters than letters, digits, ., _ and -"],
    [name.length > LONGEST, `the name has ${name.length} characters; allowed: at most ${LONGEST}`],
    [name === "." || name === "..", "the names . and .. mean folders"],
    [RESERVED.has(name), "the name is kept for a topic of Kafka itself"],
  ];
  const text = reasons.find(([applies]) => applies)?.[1];
  return text === undefined ? [] : [{ path: place, text: `${text}; choose another` }];
}

/** Kafka refuses the second of two names that differ in `.` and `_` only: its metrics write both as `_`. */
function collisions(topics: readonly DeclaredTopic[]): Problem[] {
  const first = new Map<string, DeclaredTopic>();
  return topics.flatMap(({ name, topic, place }) => {
    const folded = name.replaceAll(".", "_");
    const earlier = first.get(folded);
    if (earlier === undefined) first.set(folded, { name, topic, place });
    if (earlier === undefined) return [];
    const text =
      earlier.name === name
        ? `the same topic stands at ${keyPath(earlier.place)}; take one of the two out`
        : `collides with the topic ${earlier.name}: Kafka takes . and _ for the same; rename one`;
    return [{ path: place, text, restsOn: [earlier.place] }];
  });
}
