import type { Outcome, Report } from "../batch/batcher";
import { describeConfigsRequest, resourceType } from "../protocol/configs";
import type { DescribedResource } from "../protocol/configs";
import { errorCode } from "../protocol/errors";
import type { TopicMetadata } from "../protocol/metadata";
import type { SendOptions, Session } from "../session/session";
import { attempts, topicError } from "./failure";
import type { TopicState } from "./plan";

/** What is asked of the brokers, and how long. */
export interface DescribeOptions extends SendOptions {
  /** The configs to tell. @default all */
  keys?: readonly string[];
}

/** Reads topics from the brokers: partitions, replicas and configs of all of them in two requests. Undefined: no such topic. */
export async function describeTopics(
  session: Session,
  names: readonly string[],
  report: Report<TopicState | undefined>,
  { keys, ...options }: DescribeOptions = {},
): Promise<void> {
  const resources = names.map((name) => ({ type: resourceType.topic, name }));
  const [metadata, configs] = await Promise.all([
    session.metadata(names, options),
    session.cluster.send("any", describeConfigsRequest(resources, keys), options),
  ]);
  const topics = new Map(metadata.map((topic) => [topic.name, topic]));
  const described = new Map(configs.map((resource) => [resource.name, resource]));
  names.forEach((name, index) => report(index, stateOf(name, topics.get(name), described.get(name), session.user)));
}

const absent = new Set<number>([errorCode.unknownTopicOrPartition]);

function stateOf(
  name: string,
  topic: TopicMetadata | undefined,
  resource: DescribedResource | undefined,
  user: string | undefined,
): Outcome<TopicState | undefined> {
  if (topic === undefined || resource === undefined) return { error: new Error(`the answer has no topic ${name}`) };
  if (absent.has(topic.errorCode)) return { value: undefined };
  // A topic whose leaders are being elected exists all the same.
  if (topic.errorCode !== errorCode.none && topic.errorCode !== errorCode.leaderNotAvailable) {
    return { error: topicError(name, attempts.describe, { ...topic, errorMessage: null }, user) };
  }
  if (absent.has(resource.errorCode)) return { value: undefined };
  if (resource.errorCode !== errorCode.none) {
    return { error: topicError(name, attempts.describeConfigs, resource, user) };
  }
  return {
    value: {
      name,
      replicas: [...topic.partitions]
        .sort((left, right) => left.partition - right.partition)
        .map(({ replicas }) => replicas),
      config: new Map(resource.configs.map((config) => [config.key, config])),
    },
  };
}
