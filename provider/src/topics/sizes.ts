import { Deadline } from "../deadline";
import { describeLogDirsRequest } from "../protocol/describe-log-dirs";
import type { Session } from "../session/session";

/** How long all brokers together may take to answer, in milliseconds: the sizes are only for people to read. */
const PATIENCE = 20_000;

/**
 * What one copy of each topic takes, in bytes: of every partition the largest replica. A topic that does not exist is left out.
 *
 * @throws UserError when the brokers can't be reached, or don't let the user look
 */
export async function topicSizes(session: Session, names: readonly string[]): Promise<Map<string, number>> {
  const deadline = new Deadline(PATIENCE);
  const { brokers, topics } = await session.clusterMetadata(names, { deadline });
  const asked = topics.map(({ name, partitions }) => ({
    name,
    partitions: partitions.map(({ partition }) => partition),
  }));
  const answers = await Promise.all(
    brokers.map(({ nodeId }) => session.cluster.send(nodeId, describeLogDirsRequest(asked), { deadline })),
  );
  const largest = new Map<string, Map<number, number>>();
  for (const { topic, partition, size } of answers.flatMap(({ replicas }) => replicas)) {
    const sizes = largest.get(topic) ?? new Map<number, number>();
    largest.set(topic, sizes.set(partition, Math.max(size, sizes.get(partition) ?? 0)));
  }
  return new Map(
    [...largest].map(([topic, sizes]) => [topic, [...sizes.values()].reduce((sum, size) => sum + size, 0)]),
  );
}
