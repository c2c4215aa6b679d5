import { Encoder, KafkaRequest, readArray, writeArray } from "./codec";
import type { TopicPartitions } from "./topic-partitions";

/** What became of one partition's election. */
export interface PartitionElection {
  topic: string;
  partition: number;
  /** 0, or 84 ELECTION_NOT_NEEDED where the preferred leader leads already. */
  errorCode: number;
  errorMessage: string | null;
}

/** Answer of ElectLeaders. */
export interface ElectLeadersAnswer {
  errorCode: number;
  partitions: PartitionElection[];
}

const preferred = 0;

/**
 * ElectLeaders (API 43, version 1; KIP-460): the preferred leader, the first replica, takes over every partition where it is in
 * sync. For the controller.
 * @param timeoutMs time that the controller may take, in milliseconds
 * @param topics partitions to elect leaders for; `null` for all
 */
export function electPreferredLeadersRequest(
  timeoutMs: number,
  topics: readonly TopicPartitions[] | null = null,
): KafkaRequest<ElectLeadersAnswer> {
  return {
    apiKey: 43,
    apiVersion: 1,
    apiName: "ElectLeaders",
    encode: () => {
      const encoder = new Encoder().writeInt8(preferred);
      writeArray(encoder, topics, ({ name, partitions }) => {
        encoder.writeString(name);
        writeArray(encoder, partitions, (partition) => encoder.writeInt32(partition));
      });
      return encoder.writeInt32(timeoutMs);
    },
    decode: (decoder) => {
      decoder.readInt32();
      const errorCode = decoder.readInt16();
      const topics = readArray(decoder, () => {
        const topic = decoder.readString() ?? "";
        return readArray(decoder, () => ({
          topic,
          partition: decoder.readInt32(),
          errorCode: decoder.readInt16(),
          errorMessage: decoder.readString(),
        }));
      });
      return { errorCode, partitions: topics.flat() };
    },
  };
}
