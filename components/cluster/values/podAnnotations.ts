import type { Settings } from "../../../config/schema";
import type { Values } from "./merge";

/** Prefix of the annotations that this program puts on pods. */
const PREFIX = "kafka-on-kubernetes";

/**
 * What a broker reads at its start but Kubernetes sees no change of: the contents of a Secret, and the init container's
 * script. As annotations they change the pod template, so that the ordered restart takes place.
 */
export function podAnnotations({ security, cluster }: Settings): Values {
  const hosts = cluster.external?.hosts;
  return {
    [`${PREFIX}/internal-rotation`]: String(security.internalRotation),
    ...(hosts === undefined ? {} : { [`${PREFIX}/external-hosts`]: hosts.join(",") }),
  };
}
