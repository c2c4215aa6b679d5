import type { Deadline } from "../deadline";
import { apiVersionsRequest } from "../protocol/api-versions";
import { describeQuorumRequest } from "../protocol/describe-quorum";
import { errorCode } from "../protocol/errors";
import { perSession } from "./per-session";
import type { Session } from "./session";

/** Milliseconds before the quorum is asked again while it elects a leader. */
const pause = 200;

/** Whether the brokers have a quorum; what they have doesn't change while a run goes on. */
const quorums = perSession((): { known?: Promise<boolean> } => ({}));

function hasQuorum(session: Session, deadline: Deadline): Promise<boolean> {
  const state = quorums(session);
  state.known ??= session.cluster.send("any", apiVersionsRequest(), { deadline }).then(
    ({ apis }) => apis.some(({ apiKey }) => apiKey === describeQuorumRequest().apiKey),
    (error: unknown) => {
      delete state.known;
      throw error;
    },
  );
  return state.known;
}

/**
 * The number of the active controller's reign in KRaft mode: each election raises it, so that two equal numbers mean that no other
 * controller was active between. While the quorum elects, the election is waited for.
 * @returns undefined where nobody tells: in ZooKeeper mode, to a user without the right to describe the cluster, and past the deadline
 * @throws UserError when no broker can be reached
 */
export async function controllerEpoch(session: Session, deadline: Deadline): Promise<number | undefined> {
  if (!(await hasQuorum(session, deadline))) return undefined;
  for (;;) {
    const quorum = await session.cluster.send("any", describeQuorumRequest(), { deadline });
    if (quorum.errorCode === errorCode.none && quorum.leader >= 0) return quorum.epoch;
    if (quorum.errorCode === errorCode.clusterAuthorizationFailed || deadline.passed) return undefined;
    await deadline.pause(pause);
  }
}
