import type { Connection } from "./connection";

/** One text for each cluster, whatever way leads to it. */
export function clusterIdentity({ kubernetes, brokers }: Connection): string {
  return JSON.stringify([kubernetes?.context, kubernetes?.namespace, [...brokers].sort()]);
}
