/** Partitions of one topic. */
export interface TopicPartitions {
  name: string;
  partitions: number[];
}

/** Things about partitions by their topic, as requests write them, in the order in which they come. */
export function groupByTopic<T extends { topic: string }>(items: readonly T[]): [string, T[]][] {
  const topics = new Map<string, T[]>();
  for (const item of items) {
    const known = topics.get(item.topic);
    if (known === undefined) topics.set(item.topic, [item]);
    else known.push(item);
  }
  return [...topics];
}

/** Partitions by their topic. */
export function topicPartitions(items: readonly { topic: string; partition: number }[]): TopicPartitions[] {
  return groupByTopic(items).map(([name, each]) => ({ name, partitions: each.map(({ partition }) => partition) }));
}
