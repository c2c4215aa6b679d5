import type { Settings } from "../../config/schema";
import type { KafkaUserArgs } from "./KafkaUser";

type User = Omit<Settings["userGroups"][string]["users"][string], "rotation" | "previous" | "passwordMaxAge">;

/** What a user of the stack file may do, as the resource takes it: nothing that is left out stands there. */
export function userAccess({
  exclusive,
  quotas,
  consume,
  ...words
}: User): Pick<KafkaUserArgs, "rules" | "exclusive" | "quotas"> {
  const groups = consume && { consume: { topics: consume.topics, groups: consume.group } };
  return { rules: { ...words, ...groups }, exclusive, quotas };
}
