import type { KubernetesConnection } from "../connection";
import { Deadline } from "../deadline";
import { messageOf } from "../errors";
import type { Sessions } from "../session/sessions";
import type { ClusterIdentity } from "./identity";

/** Node ids of the chart's broker-only pods start here (`broker.minId`, chart 26.11.4). */
const FIRST_BROKER_ID = 100;

/** How long the brokers may take to say what they hold, in milliseconds. */
const PATIENCE = 30_000;

/** Brokers that a change takes away: the StatefulSet gives up its last pods first. */
export interface Removed {
  keyPath: string;
  before: number;
  now: number;
  nodeIds: number[];
}

/** Which brokers a change takes away; undefined when none goes. */
export function removedBrokers(before: ClusterIdentity | undefined, now: ClusterIdentity): Removed | undefined {
  if (before === undefined || before.mode !== now.mode) return undefined;
  const [keyPath, count] =
    now.mode === "zookeeper"
      ? ["kafka:cluster.brokers", ({ brokers }: ClusterIdentity) => brokers]
      : ([
          "kafka:cluster.additionalBrokers",
          ({ additionalBrokers = 0 }: ClusterIdentity) => additionalBrokers,
        ] as const);
  const [had, has] = [count(before), count(now)];
  if (has >= had) return undefined;
  const nodeIds = Array.from({ length: had - has }, (_, n) => FIRST_BROKER_ID + has + n);
  return { keyPath, before: had, now: has, nodeIds };
}

/** A partition and the brokers that hold it. */
export interface Held {
  topic: string;
  partition: number;
  replicas: number[];
}

/** Why brokers can't be taken away yet, one line a broker; none when they hold nothing. */
export function removalRefusals({ keyPath, before, now, nodeIds }: Removed, partitions: readonly Held[]): string[] {
  return nodeIds.flatMap((id) => {
    const held = partitions.filter(({ replicas }) => replicas.includes(id));
    if (held.length === 0) return [];
    const some = held.slice(0, 3).map(({ topic, partition }) => `${topic}-${partition}`);
    const more = held.length > some.length ? ` and ${held.length - some.length} more` : "";
    return [
      `${keyPath}: found ${now}, the cluster has ${before}, and broker ${id} still holds ${held.length} replicas (${some.join(", ")}${more}), which would be lost: set it back and move them to other brokers first (docs/operations/brokers.md)`,
    ];
  });
}

/** Asks the brokers what those that are to go hold. Where they can't be asked, nothing may go. */
export async function removedHolding(
  sessions: Sessions,
  connection: KubernetesConnection,
  removed: Removed,
): Promise<string[]> {
  try {
    const { topics } = await sessions.with(connection, (session) =>
      session.clusterMetadata(null, { deadline: new Deadline(PATIENCE) }),
    );
    return removalRefusals(
      removed,
      topics.flatMap(({ name, partitions }) => partitions.map((each) => ({ topic: name, ...each }))),
    );
  } catch (error) {
    return [
      `${removed.keyPath}: found ${removed.now}, the cluster has ${removed.before}, and what the brokers that go hold can't be asked (${messageOf(error).split("\n", 1)[0]}): set it back until they answer`,
    ];
  }
}
