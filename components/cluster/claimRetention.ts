import type * as pulumi from "@pulumi/pulumi";

/**
 * Lets Kubernetes delete the claims together with their StatefulSet (`persistentVolumeClaimRetentionPolicy`, Kubernetes 1.27),
 * for stacks that delete by default. The chart has no value for it. Without it, `destroy` and a new `up` would meet claims
 * that are formatted with the passwords of the cluster before.
 */
export const deleteClaimsWithStatefulSet: pulumi.ResourceTransform = ({ type, props, opts }) =>
  type === "kubernetes:apps/v1:StatefulSet"
    ? {
        props: {
          ...props,
          spec: {
            ...props["spec"],
            persistentVolumeClaimRetentionPolicy: { whenDeleted: "Delete", whenScaled: "Retain" },
          },
        },
        opts,
      }
    : undefined;
