import { Deadline } from "../../deadline";
import type { AclOperation } from "../../protocol/acls";
import { clusterRightsRequest } from "../../protocol/describe-cluster";
import { errorCode } from "../../protocol/errors";
import type { Session } from "../../session/session";
import { supports } from "../../session/supports";

/** How long brokers may take to tell, in milliseconds. */
const patience = 30_000;

/** What moves take of the cluster; Kafka takes Alter for Describe too. */
const always: readonly AclOperation[] = ["Alter"];
/** What a throttle takes beside; Kafka takes AlterConfigs for DescribeConfigs too. */
const throttled: readonly AclOperation[] = ["AlterConfigs"];

/** What our user may do with the cluster; undefined where nobody tells, as brokers before 2.8. They refuse later. */
export async function clusterRights(session: Session): Promise<AclOperation[] | undefined> {
  const deadline = new Deadline(patience);
  const request = clusterRightsRequest();
  if (!(await supports(session, request, deadline))) return undefined;
  const { errorCode: code, operations } = await session.cluster.send("any", request, { deadline });
  return code === errorCode.none ? operations : undefined;
}

/** The rights that are missing to move replicas; none where nobody tells. */
export function lackingRights(rights: readonly AclOperation[] | undefined, throttle: boolean): AclOperation[] {
  const needed = throttle ? [...always, ...throttled] : always;
  return rights === undefined ? [] : needed.filter((operation) => !rights.includes(operation));
}
