import {
  type Decoder,
  Encoder,
  type KafkaRequest,
  readCompactArray,
  skipTags,
  writeCompactArray,
  writeNoTags,
} from "./codec";
import { groupByTopic, type TopicPartitions } from "./topic-partitions";

/** Where the replicas of one partition are to be; `null` cancels the reassignment that is under way. */
export interface PartitionTarget {
  topic: string;
  partition: number;
  /** Node ids, the preferred leader first. */
  replicas: readonly number[] | null;
}

/** What became of the request about one partition. */
export interface ReassignmentResult {
  topic: string;
  partition: number;
  errorCode: number;
  errorMessage: string | null;
}

/** A reassignment that is under way. */
export interface OngoingReassignment {
  topic: string;
  partition: number;
  /** All replicas at this moment, those that come and those that go included. */
  replicas: number[];
  adding: number[];
  removing: number[];
}

/** Answer of ListPartitionReassignments. */
export interface OngoingReassignments {
  errorCode: number;
  errorMessage: string | null;
  reassignments: OngoingReassignment[];
}

/**
 * AlterPartitionReassignments (API 45, version 0; KIP-455), for the controller. It replaces a reassignment of the same partition that is
 * under way, whoever started it. An error of the whole request is read as that of each of its partitions.
 * @param timeoutMs time that the controller may take to accept it, in milliseconds
 */
export function alterPartitionReassignmentsRequest(
  targets: readonly PartitionTarget[],
  timeoutMs: number,
): KafkaRequest<ReassignmentResult[]> {
  return {
    apiKey: 45,
    apiVersion: 0,
    apiName: "AlterPartitionReassignments",
    encode: () => {
      const encoder = new Encoder();
      writeNoTags(encoder); // the end of the request's header
      encoder.writeInt32(timeoutMs);
      writeCompactArray(encoder, groupByTopic(targets), ([topic, partitions]) => {
        encoder.writeUVarIntString(topic);
        writeCompactArray(encoder, partitions, ({ partition, replicas }) => {
          encoder.writeInt32(partition);
          writeCompactArray(encoder, replicas, (id) => encoder.writeInt32(id));
          writeNoTags(encoder);
        });
        writeNoTags(encoder);
      });
      writeNoTags(encoder);
      return encoder;
    },
    decode: (decoder) => {
      skipTags(decoder); // the end of the answer's header
      decoder.readInt32();
      const errorCode = decoder.readInt16();
      const errorMessage = decoder.readUVarIntString();
      const results = readTopics(decoder, (topic) => ({
        topic,
        partition: decoder.readInt32(),
        errorCode: decoder.readInt16(),
        errorMessage: decoder.readUVarIntString(),
      }));
      if (errorCode === 0) return results;
      return targets.map(({ topic, partition }) => ({ topic, partition, errorCode, errorMessage }));
    },
  };
}

/**
 * ListPartitionReassignments (API 46, version 0; KIP-455): what is being moved, whoever started it. For the controller.
 * @param topics partitions to ask about; `null` for all that are moving
 */
export function listPartitionReassignmentsRequest(
  topics: readonly TopicPartitions[] | null,
  timeoutMs: number,
): KafkaRequest<OngoingReassignments> {
  return {
    apiKey: 46,
    apiVersion: 0,
    apiName: "ListPartitionReassignments",
    encode: () => {
      const encoder = new Encoder();
      writeNoTags(encoder);
      encoder.writeInt32(timeoutMs);
      writeCompactArray(encoder, topics, ({ name, partitions }) => {
        encoder.writeUVarIntString(name);
        writeCompactArray(encoder, partitions, (partition) => encoder.writeInt32(partition));
        writeNoTags(encoder);
      });
      writeNoTags(encoder);
      return encoder;
    },
    decode: (decoder) => {
      skipTags(decoder);
      decoder.readInt32();
      const errorCode = decoder.readInt16();
      const errorMessage = decoder.readUVarIntString();
      const ids = () => readCompactArray(decoder, () => decoder.readInt32());
      const reassignments = readTopics(decoder, (topic) => {
        const partition = decoder.readInt32();
        return { topic, partition, replicas: ids(), adding: ids(), removing: ids() };
      });
      return { errorCode, errorMessage, reassignments };
    },
  };
}

/** Reads topics with their partitions, each with its tags. */
function readTopics<T>(decoder: Decoder, readPartition: (topic: string) => T): T[] {
  return readCompactArray(decoder, () => {
    const topic = decoder.readUVarIntString() ?? "";
    const partitions = readCompactArray(decoder, () => {
      const partition = readPartition(topic);
      skipTags(decoder);
      return partition;
    });
    skipTags(decoder);
    return partitions;
  }).flat();
}
