import { Encoder, KafkaRequest, readArray, writeArray } from "./codec";
import type { TopicPartitions } from "./topic-partitions";

/** The offsets of one partition, or why its leader doesn't answer. */
export interface PartitionOffset {
  name: string;
  partition: number;
  errorCode: number;
  offset: bigint;
}

/** Asks for the end of the log, or for its start. */
export const offsetOf = { end: -1, start: -2 } as const;

/** ListOffsets (API 2, version 1). Only a partition's leader answers it without an error. */
export function listOffsetsRequest(
  topics: readonly TopicPartitions[],
  timestamp: number = offsetOf.end,
): KafkaRequest<PartitionOffset[]> {
  return {
    apiKey: 2,
    apiVersion: 1,
    apiName: "ListOffsets",
    encode: () => {
      const encoder = new Encoder().writeInt32(-1);
      writeArray(encoder, topics, ({ name, partitions }) => {
        encoder.writeString(name);
        writeArray(encoder, partitions, (partition) => encoder.writeInt32(partition).writeInt64(timestamp));
      });
      return encoder;
    },
    decode: (decoder) =>
      readArray(decoder, () => {
        const name = decoder.readString() ?? "";
        return readArray(decoder, () => {
          const partition = decoder.readInt32();
          const errorCode = decoder.readInt16();
          decoder.readInt64();
          return { name, partition, errorCode, offset: decoder.readInt64() };
        });
      }).flat(),
  };
}
