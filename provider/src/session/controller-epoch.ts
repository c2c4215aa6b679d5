import type { Deadline } from "../deadline";
import { describeQuorumRequest } from "../protocol/describe-quorum";
import { errorCode } from "../protocol/errors";
import type { Session } from "./session";
import { supports } from "./supports";

/** Milliseconds before the quorum is asked again while it elects a leader. */
const pause = 200;

/**
 * The number of the active controller's reign in KRaft mode: each election raises it, so that two equal numbers mean that no other
 * controller was active between. While the quorum elects, the election is waited for.
 * @returns undefined where nobody tells: in ZooKeeper mode, to a user without the right to describe the cluster, and past the deadline
 * @throws UserError when no broker can be reached
 */
export async function controllerEpoch(session: Session, deadline: Deadline): Promise<number | undefined> {
  const request = describeQuorumRequest();
  if (!(await supports(session, request, deadline))) return undefined;
  for (;;) {
    const quorum = await session.cluster.send("any", request, { deadline });
    if (quorum.errorCode === errorCode.none && quorum.leader >= 0) return quorum.epoch;
    if (quorum.errorCode === errorCode.clusterAuthorizationFailed || deadline.passed) return undefined;
    await deadline.pause(pause);
  }
}
