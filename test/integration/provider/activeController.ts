import { describeQuorumRequest } from "../../../provider/src/protocol/describe-quorum";
import { controllerEpoch } from "../../../provider/src/session/controller-epoch";
import { Deadline } from "../../../provider/src/deadline";
import type { Session } from "../../../provider/src/session/session";

/** Node id of the active controller: in KRaft mode the quorum's leader, since metadata names any live broker there. */
export async function activeController(session: Session): Promise<number> {
  const epoch = await controllerEpoch(session, new Deadline(30_000));
  if (epoch === undefined) return (await session.describeCluster()).controllerId;
  return (await session.cluster.send("any", describeQuorumRequest())).leader;
}
