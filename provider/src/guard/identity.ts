/** What a cluster is from its first `up` to its last. */
export interface ClusterIdentity {
  /** Name of the cluster, with which all its objects begin. */
  name: string;
  /** Its namespace. */
  namespace: string;
  mode: "kraft" | "zookeeper";
  /** SCRAM mechanism of its listeners. */
  mechanism: string;
  /** Number of brokers; in KRaft mode each is a voter of the quorum. */
  brokers: number;
  /** Brokers beside the voters, in KRaft mode. @default 0 */
  additionalBrokers?: number;
}

interface Rule {
  keyPath: string;
  refused: (before: ClusterIdentity, now: ClusterIdentity) => boolean;
  value: (cluster: ClusterIdentity) => string | number;
  why: string;
}

const ANEW = "set it back; for another cluster use another stack, and move the topics there";

const RULES: readonly Rule[] = [
  {
    keyPath: "kafka:cluster.name",
    refused: (before, now) => before.name !== now.name,
    value: ({ name }) => name,
    why: `this would remove every broker and start new, empty ones: ${ANEW}`,
  },
  {
    keyPath: "kafka:kubernetes.namespace",
    refused: (before, now) => before.namespace !== now.namespace,
    value: ({ namespace }) => namespace,
    why: `this would remove every broker and start new, empty ones: ${ANEW}`,
  },
  {
    keyPath: "kafka:cluster.mode",
    refused: (before, now) => before.mode !== now.mode,
    value: ({ mode }) => mode,
    why: `this would remove every broker and start new, empty ones: ${ANEW}`,
  },
  {
    keyPath: "kafka:security.mechanism",
    refused: (before, now) => before.mechanism !== now.mechanism,
    value: ({ mechanism }) => mechanism,
    why: `brokers of the two can't log in to each other while they restart one by one: ${ANEW}`,
  },
  {
    keyPath: "kafka:cluster.brokers",
    refused: (before, now) => now.mode === "kraft" && before.brokers !== now.brokers,
    value: ({ brokers }) => brokers,
    why: `each is a voter, and the voters of a KRaft quorum are fixed in Kafka 3.6 (KIP-853 came later): set it back; a cluster grows by kafka:cluster.additionalBrokers (docs/operations/brokers.md)`,
  },
];

/** Why a cluster can't become another one, one line a reason; none when nothing of what it is changes. */
export function identityRefusals(before: ClusterIdentity | undefined, now: ClusterIdentity): string[] {
  if (before === undefined) return [];
  return RULES.filter(({ refused }) => refused(before, now)).map(
    ({ keyPath, value, why }) => `${keyPath}: found ${value(now)}, the cluster has ${value(before)}, and ${why}`,
  );
}
