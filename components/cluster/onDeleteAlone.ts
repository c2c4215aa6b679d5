import type * as pulumi from "@pulumi/pulumi";

/**
 * Takes the parameters of a rolling update from a StatefulSet whose pods the program restarts itself: the ZooKeeper subchart has them as a
 * default (12.10.1, `updateStrategy.rollingUpdate: {}`), and Kubernetes refuses them beside OnDelete.
 */
export const onDeleteAlone: pulumi.ResourceTransform = ({ type, props, opts }) => {
  if (type !== "kubernetes:apps/v1:StatefulSet") return undefined;
  const spec = props["spec"] as { updateStrategy?: { type?: string } };
  if (spec.updateStrategy?.type !== "OnDelete") return undefined;
  return { props: { ...props, spec: { ...spec, updateStrategy: { type: "OnDelete" } } }, opts };
};
