import type { Path } from "./problem";
import type { StackSettings } from "./schema";

/** A topic as the stack file declares it, in whichever place. */
export interface DeclaredTopic {
  name: string;
  topic: Omit<StackSettings["topics"][string], "adopt">;
  /** Where it stands in the stack file. */
  place: Path;
}

/** Every topic of the stack, single ones and those of groups. */
export function declaredTopics({
  topics,
  topicGroups,
}: Pick<StackSettings, "topics" | "topicGroups">): DeclaredTopic[] {
  const singles = Object.entries(topics).map(([name, topic]) => ({ name, topic, place: ["topics", name] }));
  const grouped = Object.entries(topicGroups).flatMap(([group, { topics: members }]) =>
    Object.entries(members).map(([name, topic]) => ({ name, topic, place: ["topicGroups", group, "topics", name] })),
  );
  return [...singles, ...grouped];
}
