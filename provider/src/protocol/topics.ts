import {
  type Decoder,
  Encoder,
  KafkaRequest,
  readCompactArray,
  skipTags,
  writeCompactArray,
  writeNoTags,
} from "./codec";
import { errorCode } from "./errors";

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
  /** The broker's own text. */
  errorMessage: string | null;
  /** With THROTTLING_QUOTA_EXCEEDED (KIP-599): how long to wait before the topic is tried again, in milliseconds. */
  throttleTimeMs?: number;
}

/** What goes with every request that changes topics. */
export interface ChangeOptions {
  /** How long the broker may take, in milliseconds. @default 25000, below the 30 s after which the session gives an answer up */
  timeout?: number;
  /** Check only, change nothing. @default false */
  validateOnly?: boolean;
}

const defaultTimeout = 25_000;

/** CreateTopics (API 19, version 6: the first that tells of quotas). */
export function createTopicsRequest(
  topics: readonly NewTopic[],
  options: ChangeOptions = {},
): KafkaRequest<TopicResult[]> {
  return {
    apiKey: 19,
    apiVersion: 6,
    apiName: "CreateTopics",
    encode: () => {
      const encoder = new Encoder();
      writeNoTags(encoder);
      writeCompactArray(encoder, topics, (topic) => {
        encoder.writeUVarIntString(topic.name).writeInt32(topic.partitions).writeInt16(topic.replicationFactor);
        writeCompactArray(encoder, [...(topic.placement ?? []).entries()], ([partition, replicas]) => {
          encoder.writeInt32(partition);
          writeIds(encoder, replicas);
          writeNoTags(encoder);
        });
        writeCompactArray(encoder, Object.entries(topic.config), ([key, value]) => {
          encoder.writeUVarIntString(key).writeUVarIntString(value);
          writeNoTags(encoder);
        });
        writeNoTags(encoder);
      });
      return writeOptions(encoder, options);
    },
    decode: (decoder) =>
      readResults(decoder, () => {
        // The topic as it was made: its numbers and its configs are read where they are needed, from a description.
        decoder.readInt32();
        decoder.readInt16();
        readCompactArray(decoder, () => {
          decoder.readUVarIntString();
          decoder.readUVarIntString();
          decoder.readBoolean();
          decoder.readInt8();
          decoder.readBoolean();
          skipTags(decoder);
        });
      }),
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

/** CreatePartitions (API 37, version 3: the first that tells of quotas). */
export function createPartitionsRequest(
  topics: readonly MorePartitions[],
  options: ChangeOptions = {},
): KafkaRequest<TopicResult[]> {
  return {
    apiKey: 37,
    apiVersion: 3,
    apiName: "CreatePartitions",
    encode: () => {
      const encoder = new Encoder();
      writeNoTags(encoder);
      writeCompactArray(encoder, topics, (topic) => {
        encoder.writeUVarIntString(topic.name).writeInt32(topic.partitions);
        writeCompactArray(encoder, topic.placement ?? null, (replicas) => {
          writeIds(encoder, replicas);
          writeNoTags(encoder);
        });
        writeNoTags(encoder);
      });
      return writeOptions(encoder, options);
    },
    decode: (decoder) => readResults(decoder),
  };
}

/** DeleteTopics (API 20, version 5: the first that tells of quotas, and why a topic can't go). */
export function deleteTopicsRequest(
  names: readonly string[],
  options: Pick<ChangeOptions, "timeout"> = {},
): KafkaRequest<TopicResult[]> {
  return {
    apiKey: 20,
    apiVersion: 5,
    apiName: "DeleteTopics",
    encode: () => {
      const encoder = new Encoder();
      writeNoTags(encoder);
      writeCompactArray(encoder, names, (name) => encoder.writeUVarIntString(name));
      encoder.writeInt32(options.timeout ?? defaultTimeout);
      writeNoTags(encoder);
      return encoder;
    },
    decode: (decoder) => readResults(decoder),
  };
}

function writeIds(encoder: Encoder, ids: readonly number[]): void {
  writeCompactArray(encoder, ids, (id) => encoder.writeInt32(id));
}

function writeOptions(encoder: Encoder, { timeout = defaultTimeout, validateOnly = false }: ChangeOptions): Encoder {
  encoder.writeInt32(timeout).writeBoolean(validateOnly);
  writeNoTags(encoder);
  return encoder;
}

/**
 * The answer that the three requests share: the throttle time, then a result a topic.
 * @param skipMore passes over what a result has behind the broker's text
 */
function readResults(decoder: Decoder, skipMore: () => void = () => undefined): TopicResult[] {
  skipTags(decoder);
  const throttleTimeMs = decoder.readInt32();
  return readCompactArray(decoder, () => {
    const name = decoder.readUVarIntString() ?? "";
    const result = { name, errorCode: decoder.readInt16(), errorMessage: decoder.readUVarIntString() };
    skipMore();
    skipTags(decoder);
    return result.errorCode === errorCode.throttlingQuotaExceeded ? { ...result, throttleTimeMs } : result;
  });
}
