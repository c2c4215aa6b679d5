/** Number of brokers of a cluster: the voters of a KRaft quorum and those beside them, or all of one that has no such difference. */
export function brokerCount(cluster: { brokers: number; additionalBrokers?: number }): number {
  return cluster.brokers + (cluster.additionalBrokers ?? 0);
}
