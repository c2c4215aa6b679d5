import type { Problem } from "../problem";
import type { Check } from "./check";

/** Kafka's own topics. */
const RESERVED = new Set(["__consumer_offsets", "__transaction_state", "__cluster_metadata", "__remote_log_metadata"]);
/** Longest name: the directory `<name>-<partition>` must fit a file system's 255 bytes (Kafka's Topic.MAX_NAME_LENGTH). */
const LONGEST = 249;

/** Names that Kafka refuses, or that it can't tell apart in its metrics. */
export const topicNames: Check = ({ topics }) => {
  const names = Object.keys(topics);
  return [...names.flatMap(badName), ...collisions(names)];
};

function badName(name: string): Problem[] {
  const reasons: readonly (readonly [boolean, string])[] = [
    [!/^[a-zA-Z0-9._-]+$/.test(name), "the name has other characters than letters, digits, ., _ and -"],
    [name.length > LONGEST, `the name has ${name.length} characters; allowed: at most ${LONGEST}`],
    [name === "." || name === "..", "the names . and .. mean folders"],
    [RESERVED.has(name), "the name is kept for a topic of Kafka itself"],
  ];
  const text = reasons.find(([applies]) => applies)?.[1];
  return text === undefined ? [] : [{ path: ["topics", name], text: `${text}; choose another` }];
}

/** Kafka refuses the second of two names that differ in `.` and `_` only: its metrics write both as `_`. */
function collisions(names: readonly string[]): Problem[] {
  const first = new Map<string, string>();
  return names.flatMap((name) => {
    const folded = name.replaceAll(".", "_");
    const earlier = first.get(folded);
    if (earlier === undefined) first.set(folded, name);
    return earlier === undefined
      ? []
      : [
          {
            path: ["topics", name],
            text: `collides with the topic ${earlier}: Kafka takes . and _ for the same; rename one`,
            restsOn: [["topics", earlier]],
          },
        ];
  });
}
