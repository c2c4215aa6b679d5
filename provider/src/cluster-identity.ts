import type { Connection } from "./connection";

/** One text for each way to a cluster, whatever the order of its brokers. */
export function clusterIdentity({ kubernetes, brokers }: Connection): string {
  return JSON.stringify([kubernetes?.context, kubernetes?.namespace, [...brokers].sort()]);
}

/** Whether two connections lead to the same cluster: brokers come and go, but never all of them in one run. */
export function sameCluster(one: Connection, other: Connection): boolean {
  return (
    one.kubernetes?.context === other.kubernetes?.context &&
    one.kubernetes?.namespace === other.kubernetes?.namespace &&
    one.brokers.some((broker) => other.brokers.includes(broker))
  );
}
