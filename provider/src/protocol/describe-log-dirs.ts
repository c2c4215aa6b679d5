import { Encoder, type KafkaRequest, readArray, writeArray } from "./codec";
import type { TopicPartitions } from "./topic-partitions";

/** One replica on the disk of the broker that was asked. */
export interface ReplicaSize {
  topic: string;
  partition: number;
  /** Bytes. */
  size: number;
}

/** Answer of DescribeLogDirs, of all log directories together. */
export interface LogDirs {
  /** Of the directory that couldn't be read, or of the whole request, which then names no directory; 0 without one. */
  errorCode: number;
  replicas: ReplicaSize[];
}

/**
 * DescribeLogDirs (API 35, version 1, the last that isn't flexible; KIP-113): what the replicas on one broker take on its disks. For
 * that broker. Brokers answer a user who isn't allowed to ask with no directory at all.
 * @param topics partitions to ask about; `null` for all on the broker
 */
export function describeLogDirsRequest(topics: readonly TopicPartitions[] | null): KafkaRequest<LogDirs> {
  return {
    apiKey: 35,
    apiVersion: 1,
    apiName: "DescribeLogDirs",
    encode: () => {
      const encoder = new Encoder();
      writeArray(encoder, topics, ({ name, partitions }) => {
        encoder.writeString(name);
        writeArray(encoder, partitions, (partition) => encoder.writeInt32(partition));
      });
      return encoder;
    },
    decode: (decoder) => {
      decoder.readInt32();
      const folders = readArray(decoder, () => {
        const errorCode = decoder.readInt16();
        decoder.readString();
        const topics = readArray(decoder, () => {
          const topic = decoder.readString() ?? "";
          return readArray(decoder, () => {
            const partition = decoder.readInt32();
            const size = Number(decoder.readInt64());
            decoder.readInt64(); // lag
            return { topic, partition, size, future: decoder.readBoolean() };
          });
        });
        return { errorCode, replicas: topics.flat() };
      });
      // A replica on its way to another directory of the same broker would count twice.
      const replicas = folders.flatMap((folder) => folder.replicas).filter(({ future }) => !future);
      return {
        errorCode: folders.find(({ errorCode }) => errorCode !== 0)?.errorCode ?? 0,
        replicas: replicas.map(({ topic, partition, size }) => ({ topic, partition, size })),
      };
    },
  };
}
