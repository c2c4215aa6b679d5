import type { ClusterIdentity } from "@kafka-on-kubernetes/provider";
import type { Settings } from "../../config/schema";

/** What the stack's cluster is from its first `up` to its last. */
export function clusterIdentity({ cluster, kubernetes, security }: Settings): ClusterIdentity {
  return {
    name: cluster.name,
    namespace: kubernetes.namespace,
    mode: cluster.mode,
    mechanism: security.mechanism,
    brokers: cluster.brokers,
    // Left out, so that states of earlier versions differ in nothing.
    ...(cluster.additionalBrokers === 0 ? {} : { additionalBrokers: cluster.additionalBrokers }),
  };
}
