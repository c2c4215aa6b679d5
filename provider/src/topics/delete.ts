import { errorCode } from "../protocol/errors";
import { consumersWarning } from "./consumers/warning";
import { attempts, throwIfRefused } from "./failure";
import { isMarked } from "./reassign/mark";
import type { TopicRequests } from "./requests";

/**
 * Deletes a topic with its messages, and waits until no live broker knows it. One that is gone already is no error. Consumer groups that
 * still use it are named before.
 */
export async function deleteTopic(requests: TopicRequests, name: string): Promise<void> {
  const state = await requests.describe.add(name);
  if (state !== undefined && isMarked(state)) await requests.abandon.add(name);
  if (state !== undefined) {
    const warning = consumersWarning(name, await requests.consumers.add(name));
    if (warning !== undefined) requests.progress.line(warning);
  }
  const result = await requests.remove.add(name);
  if (result.errorCode !== errorCode.unknownTopicOrPartition) {
    throwIfRefused(name, attempts.remove, result, requests.user);
  }
  await requests.gone.add(name);
}
