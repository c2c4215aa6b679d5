import { containers, workloads } from "../kubernetes";
import { rule } from "../rule";

/** Parts of a container's resources that must be there. */
const PARTS = ["requests", "limits"] as const;

/** Without requests a broker shares a full node, without limits it takes one. */
export const resourcesSet = rule({
  name: "resources-set",
  description: "Every container of the StatefulSets has requests and limits of CPU and memory.",
  limits: {},
  check: (resources) =>
    workloads(resources, "StatefulSet").flatMap((workload) =>
      containers(workload).flatMap(({ name, resources: own }) => {
        const missing = PARTS.flatMap((part) =>
          ["cpu", "memory"].filter((kind) => own?.[part]?.[kind] === undefined).map((kind) => `${part}.${kind}`),
        );
        return missing.length === 0
          ? []
          : [
              {
                resource: workload.resource,
                message: `container ${name} has no ${missing.join(", ")}. Set them in kafka:cluster.resources, or in kafka:cluster.values for a sidecar`,
              },
            ];
      }),
    ),
});
