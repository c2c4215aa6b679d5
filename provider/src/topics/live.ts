import type { Session } from "../session/session";
import { ongoing } from "./reassign/controller";
import { topicRequests } from "./requests";
import type { TopicState } from "./plan";

/** A topic as the brokers have it, with what is under way. */
export interface LiveTopic extends TopicState {
  /** Its replicas are being moved, so that those that come and those that go are among them. */
  moving: boolean;
}

/**
 * Every topic of a cluster by name, Kafka's own left out (`__consumer_offsets` and what else is internal or begins so).
 *
 * @throws UserError when the brokers can't be reached, or don't let the user look
 */
export async function liveTopics(session: Session): Promise<LiveTopic[]> {
  const [metadata, reassignments] = await Promise.all([session.metadata(), ongoing(session, null)]);
  const moving = new Set(reassignments.map(({ topic }) => topic));
  const names = metadata.filter(({ name, internal }) => !internal && !name.startsWith("__")).map(({ name }) => name);
  const { describe } = topicRequests(session);
  const states = await Promise.all(names.sort().map((name) => describe.add(name)));
  // One that was deleted meanwhile is no longer there to be told of.
  return states.flatMap((state) => (state === undefined ? [] : [{ ...state, moving: moving.has(state.name) }]));
}
