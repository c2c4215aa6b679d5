import type { ClusterMetadata } from "../protocol/metadata";
import type { Quorum } from "../protocol/describe-quorum";
import type { BrokerView, PartitionView, VoterView } from "./observation";

/** `controller.quorum.fetch.timeout.ms` is 2 s (Kafka 3.6): a voter that is further behind counts as lost to its leader too. */
const voterLagMs = 3_000;

/** Node ids that the chart gives to the first pod of a StatefulSet (`controller.minId`, `broker.minId` of chart 26.11.4). */
const firstIds: readonly [suffix: string, id: number][] = [
  ["-controller", 0],
  ["-broker", 100],
];

/**
 * The pod of a broker: the first label of its advertised host, and where that is no pod (the brokers were reached from outside
 * Kubernetes), the one whose number the node id gives under the chart's numbering.
 */
export function podOfBroker(id: number, host: string, pods: readonly string[]): string {
  const label = host.split(".", 1)[0] ?? host;
  if (pods.includes(label)) return label;
  const numbered = firstIds.map(([suffix, first]) => `${suffix}-${id - first}`);
  return pods.find((pod) => numbered.some((ending) => pod.endsWith(ending))) ?? label;
}

/**
 * The cluster as several of its brokers see it: the worst of all views, since a broker may not have heard the latest. A broker
 * is alive when all say so, a replica in sync when all say so.
 * @param views one answer of Metadata per broker that was asked; those without topics count for the brokers only
 */
export function worstOf(views: readonly ClusterMetadata[]): {
  brokers: { id: number; host: string }[];
  partitions: Omit<PartitionView, "minIsr">[];
} {
  const [first, ...others] = views;
  const brokers = (first?.brokers ?? []).filter(({ nodeId }) =>
    others.every((view) => view.brokers.some((broker) => broker.nodeId === nodeId)),
  );
  const partitions = new Map<string, Omit<PartitionView, "minIsr">>();
  for (const { name: topic, partitions: seen } of views.flatMap((view) => view.topics)) {
    for (const { partition, leader, replicas, isr } of seen) {
      const name = `${topic}-${partition}`;
      const before = partitions.get(name);
      partitions.set(name, {
        topic,
        partition,
        leader: before !== undefined && before.leader < 0 ? before.leader : leader,
        replicas: before === undefined ? replicas : [...new Set([...before.replicas, ...replicas])],
        isr: before === undefined ? isr : before.isr.filter((id) => isr.includes(id)),
      });
    }
  }
  return { brokers: brokers.map(({ nodeId, host }) => ({ id: nodeId, host })), partitions: [...partitions.values()] };
}

/** Brokers with their pods and whether they answered. */
export function brokerViews(
  brokers: readonly { id: number; host: string }[],
  pods: readonly string[],
  answered: ReadonlySet<number>,
): BrokerView[] {
  return brokers.map(({ id, host }) => ({ id, pod: podOfBroker(id, host, pods), answers: answered.has(id) }));
}

/** The active controller and the voters; neither while the quorum has no leader. */
export function quorumView({ errorCode, leader, voters }: Quorum): { controller: number | null; voters: VoterView[] } {
  const now = voters.find(({ id }) => id === leader)?.lastCaughtUp;
  if (errorCode !== 0 || leader < 0 || now === undefined) return { controller: null, voters: [] };
  return {
    controller: leader,
    voters: voters.map(({ id, lastCaughtUp }) => ({ id, current: now - lastCaughtUp <= voterLagMs })),
  };
}
