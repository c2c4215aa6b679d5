import type { Settings } from "../../../config/schema";
import { brokerSets } from "../names";
import { allBrokersLabels } from "./labels";
import type { Values } from "./merge";

/**
 * One PodDisruptionBudget for the brokers of both StatefulSets, where there are two: the chart's would let one broker of each be evicted at
 * the same time, and with them two replicas of a partition.
 */
export function sharedBudget(settings: Settings): Values[] {
  const { cluster, kubernetes } = settings;
  if (brokerSets(settings).length === 1 || !cluster.podDisruptionBudget) return [];
  return [
    {
      apiVersion: "policy/v1",
      kind: "PodDisruptionBudget",
      metadata: { name: `${cluster.name}-brokers`, namespace: kubernetes.namespace, labels: allBrokersLabels },
      spec: { maxUnavailable: 1, selector: { matchLabels: allBrokersLabels } },
    },
  ];
}
