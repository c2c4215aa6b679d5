import { workloads } from "../kubernetes";
import { rule } from "../rule";

/** One node's end is not two brokers' end. */
export const antiAffinity = rule({
  name: "anti-affinity",
  description: "The pods of every StatefulSet of several pods are kept apart.",
  limits: {},
  check: (resources) =>
    workloads(resources, "StatefulSet")
      .filter(({ replicas, template }) => replicas > 1 && template.spec?.affinity?.podAntiAffinity === undefined)
      .map(({ resource }) => ({
        resource,
        message: "its pods may share a node. Set kafka:cluster.antiAffinity to preferred or required",
      })),
});
