import { deleteTopic } from "./delete";
import type { TopicOutputs } from "./inputs";
import type { Owner, Owners } from "../owners";
import { isAsWanted } from "./plan";
import type { TopicRequests } from "./requests";

/** What becomes of a topic that a resource lets go of. */
export type Removal = "retained" | "moved" | "deleted";

/** What removal of a topic does, before anything is asked of a broker. */
export function removalOf(owners: Owners, owner: Owner, { connection, name, deletion }: TopicOutputs): Removal {
  if (owners.keeps(connection, name, owner)) return "moved";
  return deletion === "delete" ? "deleted" : "retained";
}

/** Lets go of a topic: deletes it where it says so and nobody else has it now. */
export async function removeTopic(
  requests: TopicRequests,
  owners: Owners,
  owner: Owner,
  topic: TopicOutputs,
): Promise<void> {
  if (removalOf(owners, owner, topic) !== "deleted") return;
  if (topic.unconfirmed === true) {
    // It may be another one of that name: only what looks just like the one that was asked for is deleted.
    const state = await requests.describe.add(topic.name);
    if (state === undefined || !isAsWanted(topic, state)) return;
  }
  await deleteTopic(requests, topic.name);
}
