import type { PartitionView } from "./observation";

/** Partitions without a leader, or with a replica that isn't in sync. */
export function catchingUp(partitions: readonly PartitionView[]): PartitionView[] {
  return partitions.filter(({ leader, replicas, isr }) => leader < 0 || replicas.some((id) => !isr.includes(id)));
}

/** What clients will notice while a broker is away. */
export interface Impact {
  /** Partitions that have no other in-sync replica: nobody can read or write them. */
  unavailable: number;
  /** Partitions that fall under their min.insync.replicas although nothing is wrong: writes with acks=all wait. */
  notWritable: number;
}

/** Nothing that a client would notice. */
export const noImpact: Impact = { unavailable: 0, notWritable: 0 };

/** What the restart of a healthy broker costs. Topics whose factor leaves no room can't be spared it. */
export function impactOf(broker: number, partitions: readonly PartitionView[]): Impact {
  const impact: Impact = { unavailable: 0, notWritable: 0 };
  for (const { isr, minIsr } of partitions) {
    if (!isr.includes(broker)) continue;
    if (isr.length === 1) impact.unavailable++;
    else if (isr.length - 1 < minIsr) impact.notWritable++;
  }
  return impact;
}

/** Partitions that are led by another broker than their preferred one, the first replica. */
export function awayFromPreferred(partitions: readonly PartitionView[]): PartitionView[] {
  return partitions.filter(({ leader, replicas }) => replicas[0] !== undefined && leader !== replicas[0]);
}

/** Replicas on brokers that the cluster doesn't have, so that waiting doesn't help. */
export function replicasOnStrangers(partitions: readonly PartitionView[], brokers: readonly number[]): number[] {
  const strangers = new Set<number>();
  for (const { replicas } of partitions) for (const id of replicas) if (!brokers.includes(id)) strangers.add(id);
  return [...strangers].sort((a, b) => a - b);
}
