import type * as pulumi from "@pulumi/pulumi";

/**
 * How long the Kubernetes plugin waits to see an object go. It watches for that after it asked; an object that is gone by then is waited for
 * in vain, and only the end of the time limit, ten minutes by default, makes it look (seen with plugin 4.18.1: a ConfigMap held a destroy
 * up for ten minutes). What this is for goes within seconds.
 */
const LIMIT = "2m";

/** Objects with nothing behind them are gone at once. */
const PLAIN = "30s";

/** Limits by type; without one, StatefulSets and namespaces go as slowly as what they hold and keep the plugin's own. */
const LIMITS: ReadonlyMap<string, string | undefined> = new Map([
  ["kubernetes:core/v1:ConfigMap", PLAIN],
  ["kubernetes:core/v1:Secret", PLAIN],
  ["kubernetes:apps/v1:StatefulSet", undefined],
  ["kubernetes:core/v1:Namespace", undefined],
]);

/** The options with a time limit for a Kubernetes object's deletion; those of other resources as they are. */
export function boundedDelete<Options extends Pick<pulumi.CustomResourceOptions, "customTimeouts">>(
  type: string,
  options: Options,
): Options {
  const limit = LIMITS.has(type) ? LIMITS.get(type) : LIMIT;
  if (!type.startsWith("kubernetes:") || limit === undefined) return options;
  const { customTimeouts } = options;
  // A transform is given empty texts for what nobody set.
  return { ...options, customTimeouts: { ...customTimeouts, delete: customTimeouts?.delete || limit } };
}
