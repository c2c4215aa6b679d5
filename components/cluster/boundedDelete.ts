import type * as pulumi from "@pulumi/pulumi";

/**
 * How long the Kubernetes plugin waits to see an object go. It watches for that after it asked; an object that is gone by then is waited for
 * in vain, and only the end of the time limit, ten minutes by default, makes it look (seen with plugin 4.18.1: a ConfigMap held a destroy
 * up for ten minutes). What this is for goes within seconds.
 */
const LIMIT = "2m";

/** StatefulSets and namespaces go as slowly as what they hold, so they keep the plugin's own limit. */
const SLOW = ["kubernetes:apps/v1:StatefulSet", "kubernetes:core/v1:Namespace"];

/** The options with a time limit for a Kubernetes object's deletion; those of other resources as they are. */
export function boundedDelete<Options extends Pick<pulumi.CustomResourceOptions, "customTimeouts">>(
  type: string,
  options: Options,
): Options {
  if (!type.startsWith("kubernetes:") || SLOW.includes(type)) return options;
  const { customTimeouts } = options;
  // A transform is given empty texts for what nobody set.
  return { ...options, customTimeouts: { ...customTimeouts, delete: customTimeouts?.delete || LIMIT } };
}
