import { workloads } from "../kubernetes";
import { rule } from "../rule";

/** Data outlives the StatefulSet that wrote it. */
export const claimsRetained = rule({
  name: "claims-retained",
  description: "Claims are retained when their StatefulSet is deleted or made smaller.",
  limits: {},
  check: (resources) =>
    workloads(resources, "StatefulSet").flatMap(({ resource }) => {
      const spec = (resource.props["spec"] ?? {}) as { persistentVolumeClaimRetentionPolicy?: Record<string, string> };
      const deleting = Object.entries(spec.persistentVolumeClaimRetentionPolicy ?? {}).filter(
        ([, policy]) => policy === "Delete",
      );
      return deleting.map(([when]) => ({
        resource,
        message: `its claims are deleted ${when === "whenDeleted" ? "with it" : "when it is made smaller"}. Set kafka:deletion to retain`,
      }));
    }),
});
