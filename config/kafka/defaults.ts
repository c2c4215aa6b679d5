/** What the defaults depend on: the shape of the cluster, and what the stack file says itself, already in Kafka's plain numbers. */
export interface DefaultsInput {
  /** Number of brokers. */
  brokers: number;
  /** The stack's own broker settings: a default never contradicts one of them. */
  explicit: Readonly<Record<string, string>>;
}

/** Factor of replicated data where there are brokers enough (the guide). */
const REPLICATION_FACTOR = 3;
/** Largest message, 10 MiB (the guide). */
const MESSAGE_MAX_BYTES = "10485760";
/** Socket buffers, 1 MiB (the guide). */
const SOCKET_BUFFER_BYTES = "1048576";

/** Settings that say the same thing in another unit: the first that is set wins in Kafka. */
export const SYNONYMS: readonly (readonly string[])[] = [
  ["log.retention.ms", "log.retention.minutes", "log.retention.hours"],
  ["log.roll.ms", "log.roll.hours"],
  ["log.roll.jitter.ms", "log.roll.jitter.hours"],
];

/**
 * The broker settings that every stack gets unless its stack file says otherwise: the deployment guide's values, and what
 * must go with them.
 */
export function defaultBrokerSettings({ brokers, explicit }: DefaultsInput): Record<string, string> {
  const factor = String(Math.min(REPLICATION_FACTOR, brokers));
  const messageBytes = explicit["message.max.bytes"] ?? MESSAGE_MAX_BYTES;
  const guide: Record<string, string> = {
    "num.partitions": "8",
    "default.replication.factor": factor,
    "min.insync.replicas": minInsyncFor(explicit["default.replication.factor"] ?? factor),
    "log.retention.hours": "168",
    "log.segment.bytes": "1073741824",
    "auto.create.topics.enable": "false",
    "delete.topic.enable": "true",
    "unclean.leader.election.enable": "false",
    "num.network.threads": "8",
    "num.io.threads": "16",
    "socket.send.buffer.bytes": SOCKET_BUFFER_BYTES,
    "socket.receive.buffer.bytes": SOCKET_BUFFER_BYTES,
    "message.max.bytes": messageBytes,
    "replica.fetch.max.bytes": messageBytes,
    "replica.fetch.response.max.bytes": larger(messageBytes, MESSAGE_MAX_BYTES),
    // The bounds of what a consumer may ask for as session.timeout.ms: long enough for slow handlers, Kafka 3.6's own values.
    "group.min.session.timeout.ms": "6000",
    "group.max.session.timeout.ms": "1800000",
    // With a factor above the number of brokers no consumer group ever forms and no transaction ever starts.
    "offsets.topic.replication.factor": factor,
    "transaction.state.log.replication.factor": factor,
    "transaction.state.log.min.isr": minInsyncFor(explicit["transaction.state.log.replication.factor"] ?? factor),
  };
  const overruled = new Set(SYNONYMS.filter((group) => group.some((key) => key in explicit)).flat());
  return Object.fromEntries(Object.entries(guide).filter(([key]) => !overruled.has(key)));
}

/** The guide's 2 for a factor of 3. One replica fewer than the factor, so that a broker may restart while acks=all goes on. */
function minInsyncFor(factor: string): string {
  return String(Math.max(1, Math.min(2, Number(factor) - 1)));
}

function larger(a: string, b: string): string {
  return BigInt(a) > BigInt(b) ? a : b;
}
