import { errorCode, errorName } from "../protocol/errors";
import type { TopicMetadata } from "../protocol/metadata";

/** A topic that is waited for. */
export interface Expected {
  name: string;
  partitions: number;
}

/** What one broker says about the topics; undefined when it didn't answer. */
export interface BrokerView {
  nodeId: number;
  topics: ReadonlyMap<string, TopicMetadata> | undefined;
}

/** Why a topic isn't ready according to the live brokers; undefined when each of them knows each partition with a leader. */
export function whyNotKnown(expected: Expected, views: readonly BrokerView[]): string | undefined {
  if (views.length === 0) return "no broker is alive";
  for (const { nodeId, topics } of views) {
    if (topics === undefined) return `broker ${nodeId} doesn't answer`;
    const reason = whyNotKnownBy(expected, topics.get(expected.name));
    if (reason !== undefined) return `broker ${nodeId} ${reason}`;
  }
  return undefined;
}

function whyNotKnownBy(expected: Expected, topic: TopicMetadata | undefined): string | undefined {
  if (topic === undefined || topic.errorCode === errorCode.unknownTopicOrPartition) return "doesn't know the topic";
  if (topic.errorCode !== errorCode.none) return `answers ${errorName(topic.errorCode)}`;
  if (topic.partitions.length < expected.partitions) {
    return `knows ${topic.partitions.length} of ${expected.partitions} partitions`;
  }
  const leaderless = topic.partitions.find((partition) => partition.leader < 0);
  return leaderless && `knows no leader of partition ${leaderless.partition}`;
}

/** Whether every live broker has forgotten the topic, or why not. */
export function whyNotGone(name: string, views: readonly BrokerView[]): string | undefined {
  const holder = views.find(({ topics }) => topics?.get(name)?.errorCode !== errorCode.unknownTopicOrPartition);
  if (holder === undefined) return views.length === 0 ? "no broker is alive" : undefined;
  return `broker ${holder.nodeId} ${holder.topics === undefined ? "doesn't answer" : "still knows it"}`;
}

/** The partitions of ready topics by their leaders, as one broker sees them. */
export function byLeader(topics: readonly TopicMetadata[]): Map<number, { name: string; partitions: number[] }[]> {
  const leaders = new Map<number, Map<string, number[]>>();
  for (const { name, partitions } of topics) {
    for (const { leader, partition } of partitions) {
      const ofLeader = leaders.get(leader) ?? new Map<string, number[]>();
      leaders.set(leader, ofLeader);
      ofLeader.set(name, [...(ofLeader.get(name) ?? []), partition]);
    }
  }
  const lists = [...leaders].map(([leader, byName]): [number, { name: string; partitions: number[] }[]] => [
    leader,
    [...byName].map(([name, partitions]) => ({ name, partitions })),
  ]);
  return new Map(lists);
}
