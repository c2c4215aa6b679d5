import { errorCode } from "../protocol/errors";
import { throwIfRefused } from "./failure";
import { isMarked } from "./reassign/mark";
import type { TopicRequests } from "./requests";

/** Deletes a topic with its messages, and waits until no live broker knows it. One that is gone already is no error. */
export async function deleteTopic(requests: TopicRequests, name: string): Promise<void> {
  const state = await requests.describe.add(name);
  if (state !== undefined && isMarked(state)) await requests.abandon.add(name);
  const result = await requests.remove.add(name);
  if (result.errorCode !== errorCode.unknownTopicOrPartition) throwIfRefused(name, "can't be deleted", result);
  await requests.gone.add(name);
}
