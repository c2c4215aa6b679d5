import { ConfigChange, configSource, DescribedResource } from "../protocol/configs";
import { errorCode, errorName } from "../protocol/errors";
import type { TopicMetadata } from "../protocol/metadata";
import type { BrokerAnswer } from "../session/each-broker";
import { sameValue } from "./plan";

/** A topic that is waited for. */
export interface Expected {
  name: string;
  partitions: number;
}

/** Config changes that brokers are to hear of. */
export interface ExpectedConfig {
  name: string;
  changes: readonly ConfigChange[];
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

/** Why a topic's config changes aren't known to every live broker; undefined when they are. */
export function whyConfigNotKnown(
  expected: ExpectedConfig,
  answers: readonly BrokerAnswer<readonly DescribedResource[]>[],
): string | undefined {
  if (answers.length === 0) return "no broker is alive";
  for (const { nodeId, answer } of answers) {
    if (answer === undefined) return `broker ${nodeId} doesn't answer`;
    const resource = answer.find(({ name }) => name === expected.name);
    if (resource === undefined || resource.errorCode !== errorCode.none) {
      return `broker ${nodeId} answers ${errorName(resource?.errorCode ?? errorCode.unknownTopicOrPartition)}`;
    }
    const configs = new Map(resource.configs.map((config) => [config.key, config]));
    const missing = expected.changes.find(({ key, value }) => {
      const found = configs.get(key);
      const set = found?.source === configSource.topic;
      // A sensitive value can't be compared.
      return value === null ? set : !set || !(found.sensitive || sameValue(found.valueType, value, found.value));
    });
    if (missing !== undefined) return `broker ${nodeId} still has the old ${missing.key}`;
  }
  return undefined;
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
