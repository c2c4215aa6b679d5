import type { Settings } from "../../../config/schema";
import type { Values } from "./merge";

/** The chart's words for how strictly two pods stay off one node. */
const ANTI_AFFINITY = { required: "hard", preferred: "soft", none: "" } as const;

/** What the scheduler does when a zone is too full. */
const ZONE_SPREAD = { required: "DoNotSchedule", preferred: "ScheduleAnyway" } as const;

/** Where the pods with these labels may run: apart from each other, by node and by zone. */
export function scheduling({ cluster }: Settings, labels: Values): Values {
  const { antiAffinity, zoneSpread } = cluster;
  return {
    podAntiAffinityPreset: ANTI_AFFINITY[antiAffinity],
    topologySpreadConstraints:
      zoneSpread === "none"
        ? []
        : [
            {
              maxSkew: 1,
              topologyKey: "topology.kubernetes.io/zone",
              whenUnsatisfiable: ZONE_SPREAD[zoneSpread],
              labelSelector: { matchLabels: labels },
            },
          ],
  };
}

/**
 * At most one pod may be evicted at a time. `minAvailable` is emptied beside it: the chart would render both, an object that
 * Kubernetes refuses. A single pod gets none: a budget there only blocks the draining of its node.
 */
export function disruptionBudget({ cluster }: Settings, replicas: number): Values {
  return { create: cluster.podDisruptionBudget && replicas > 1, minAvailable: "", maxUnavailable: 1 };
}
