import type { StackSettings } from "../../../config/schema";
import { INTERNAL_NAMES } from "./security";

/** Who has connected without a name of its own: the controllers to one another, on their PLAINTEXT listener. */
const ANONYMOUS = "ANONYMOUS";

/** The authorizer of each mode, by its class in Kafka 3.6 (KIP-801). */
const AUTHORIZERS: Record<StackSettings["cluster"]["mode"], string> = {
  kraft: "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
  zookeeper: "kafka.security.authorizer.AclAuthorizer",
};

/**
 * Access rules count in every stack, and what no rule allows is refused. Brokers and the administrator may do everything, under both the
 * names that a rotation of their passwords lets take turns: while it restarts the brokers, each must take both.
 *
 * In KRaft mode, in the chart, brokers and controllers reach the controllers over a PLAINTEXT listener (see `security`), where they have no name, and
 * a controller must let them in before it has read any rule: so ANONYMOUS must be a super user there. The client, inter-broker and
 * external listeners let nobody in without SCRAM, and the network policy lets nobody but brokers reach the controllers' port.
 *
 * @param quorum Whom the controllers' listener takes brokers and controllers for.
 */
export function authorizer({ cluster, security }: StackSettings, quorum = ANONYMOUS): Record<string, string> {
  const superUsers = [...INTERNAL_NAMES, ...(cluster.mode === "kraft" ? [quorum] : [])];
  return {
    "allow.everyone.if.no.acl.found": String(security.allowEveryoneIfNoAclFound),
    "authorizer.class.name": AUTHORIZERS[cluster.mode],
    "super.users": superUsers.map((user) => `User:${user}`).join(";"),
  };
}
