import { type Decoder, Encoder, KafkaRequest, readArray, writeArray } from "./codec";

/** One topic to create. */
export interface NewTopic {
  name: string;
  /** −1 takes the broker's default (KIP-464). */
  partitions: number;
  /** −1 takes the broker's default (KIP-464). */
  replicationFactor: number;
  config: Record<string, string>;
  /** The node ids of each partition's replicas, the preferred leader first. Partitions and factor are then −1. @default the brokers choose */
  placement?: readonly (readonly number[])[];
}

/** What became of one topic of a request. */
export interface TopicResult {
  name: string;
  errorCode: number;
  /** The broker's own text; DeleteTopics sends none in this version. */
  errorMessage: string | null;
}

/** What goes with every request that changes topics. */
export interface ChangeOptions {
  /** How long the broker may take, in milliseconds. @default 25000, below the 30 s after which the session gives an answer up */
  timeout?: number;
  /** Check only, change nothing. @default false */
  validateOnly?: boolean;
}

const defaultTimeout = 25_000;

/** CreateTopics (API 19, version 4: the first with the broker's defaults, the last that isn't flexible). */
export function createTopicsRequest(
  topics: readonly NewTopic[],
  options: ChangeOptions = {},
): KafkaRequest<TopicResult[]> {
  return {
    apiKey: 19,
    apiVersion: 4,
    apiName: "CreateTopics",
    encode: () => {
      const encoder = new Encoder();
      writeArray(encoder, topics, (topic) => {
        encoder.writeString(topic.name).writeInt32(topic.partitions).writeInt16(topic.replicationFactor);
        writeArray(encoder, [...(topic.placement ?? []).entries()], ([partition, replicas]) => {
          encoder.writeInt32(partition);
          writeIds(encoder, replicas);
        });
        writeArray(encoder, Object.entries(topic.config), ([key, value]) =>
          encoder.writeString(key).writeString(value),
        );
      });
      return encoder.writeInt32(options.timeout ?? defaultTimeout).writeBoolean(options.validateOnly ?? false);
    },
    decode: (decoder) => readResults(decoder, () => decoder.readString()),
  };
}

/** More partitions for one topic. */
export interface MorePartitions {
  name: string;
  /** The new total. */
  partitions: number;
  /** The replicas of those that are new, from the first new partition on. @default the brokers choose */
  placement?: readonly (readonly number[])[];
}

/** CreatePartitions (API 37, version 1). */
export function createPartitionsRequest(
  topics: readonly MorePartitions[],
  options: ChangeOptions = {},
): KafkaRequest<TopicResult[]> {
  return {
    apiKey: 37,
    apiVersion: 1,
    apiName: "CreatePartitions",
    encode: () => {
      const encoder = new Encoder();
      writeArray(encoder, topics, (topic) => {
        encoder.writeString(topic.name).writeInt32(topic.partitions);
        writeArray(encoder, topic.placement ?? null, (replicas) => writeIds(encoder, replicas));
      });
      return encoder.writeInt32(options.timeout ?? defaultTimeout).writeBoolean(options.validateOnly ?? false);
    },
    decode: (decoder) => readResults(decoder, () => decoder.readString()),
  };
}

/** DeleteTopics (API 20, version 3). */
export function deleteTopicsRequest(
  names: readonly string[],
  options: Pick<ChangeOptions, "timeout"> = {},
): KafkaRequest<TopicResult[]> {
  return {
    apiKey: 20,
    apiVersion: 3,
    apiName: "DeleteTopics",
    encode: () => {
      const encoder = new Encoder();
      writeArray(encoder, names, (name) => encoder.writeString(name));
      return encoder.writeInt32(options.timeout ?? defaultTimeout);
    },
    decode: (decoder) => readResults(decoder, () => null),
  };
}

function writeIds(encoder: Encoder, ids: readonly number[]): void {
  writeArray(encoder, ids, (id) => encoder.writeInt32(id));
}

/** The answer that the three requests share: the throttle time, then a result a topic, with the broker's text where the API has one. */
function readResults(decoder: Decoder, readMessage: () => string | null): TopicResult[] {
  decoder.readInt32();
  return readArray(decoder, () => ({
    name: decoder.readString() ?? "",
    errorCode: decoder.readInt16(),
    errorMessage: readMessage(),
  }));
}
