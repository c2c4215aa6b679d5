import { Encoder, KafkaRequest, readArray } from "./codec";

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
 */
export function electPreferredLeadersRequest(timeoutMs: number): KafkaRequest<ElectLeadersAnswer> {
  return {
    apiKey: 43,
    apiVersion: 1,
    apiName: "ElectLeaders",
    // A null list of partitions stands for all of them.
    encode: () => new Encoder().writeInt8(preferred).writeInt32(-1).writeInt32(timeoutMs),
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
