import type { Settings } from "../../../config/schema";
import type { Values } from "./merge";

/** Prefix of the annotations that this program puts on pods. */
const PREFIX = "kafka-on-kubernetes";

/**
 * What a broker reads at its start but Kubernetes sees no change of: the init container's script with the external hosts. As
 * an annotation they change the pod template, so that the ordered restart takes place.
 */
export function podAnnotations({ cluster }: Settings): Values {
  const hosts = cluster.external?.hosts;
  return hosts === undefined ? {} : { [`${PREFIX}/external-hosts`]: hosts.join(",") };
}
