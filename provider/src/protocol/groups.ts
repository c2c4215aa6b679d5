import { Encoder, type KafkaRequest, readArray, writeArray } from "./codec";

/** Answer of ListGroups. */
export interface ListedGroups {
  errorCode: number;
  groups: string[];
}

/** ListGroups (API 16, version 2): the groups that the broker which is asked coordinates. */
export function listGroupsRequest(): KafkaRequest<ListedGroups> {
  return {
    apiKey: 16,
    apiVersion: 2,
    apiName: "ListGroups",
    encode: () => new Encoder(),
    decode: (decoder) => {
      decoder.readInt32();
      const errorCode = decoder.readInt16();
      const groups = readArray(decoder, () => {
        const group = decoder.readString() ?? "";
        decoder.readString(); // type of the protocol
        return group;
      });
      return { errorCode, groups };
    },
  };
}

/** One group as its coordinator describes it. */
export interface DescribedGroup {
  group: string;
  errorCode: number;
  /** `Stable`, `Empty`, `Dead` … */
  state: string;
  /** Members at this moment. */
  members: number;
}

/** DescribeGroups (API 15, version 1), for the coordinator of the groups. */
export function describeGroupsRequest(groups: readonly string[]): KafkaRequest<DescribedGroup[]> {
  return {
    apiKey: 15,
    apiVersion: 1,
    apiName: "DescribeGroups",
    encode: () => {
      const encoder = new Encoder();
      writeArray(encoder, groups, (group) => encoder.writeString(group));
      return encoder;
    },
    decode: (decoder) => {
      decoder.readInt32();
      const skipBytes = () => decoder.forward(Math.max(0, decoder.readInt32()));
      return readArray(decoder, () => {
        const errorCode = decoder.readInt16();
        const group = decoder.readString() ?? "";
        const state = decoder.readString() ?? "";
        decoder.readString(); // type of the protocol
        decoder.readString(); // protocol
        const members = readArray(decoder, () => {
          decoder.readString(); // member
          decoder.readString(); // client
          decoder.readString(); // host
          skipBytes(); // metadata
          skipBytes(); // assignment
        });
        return { group, errorCode, state, members: members.length };
      });
    },
  };
}

/** Answer of OffsetFetch. */
export interface CommittedOffsets {
  errorCode: number;
  /** Topics for which the group has committed offsets. */
  topics: string[];
}

/** OffsetFetch (API 9, version 3) of everything that one group has committed, for the group's coordinator. It tells no time. */
export function offsetFetchRequest(group: string): KafkaRequest<CommittedOffsets> {
  return {
    apiKey: 9,
    apiVersion: 3,
    apiName: "OffsetFetch",
    encode: () => {
      const encoder = new Encoder().writeString(group);
      writeArray(encoder, null, () => undefined);
      return encoder;
    },
    decode: (decoder) => {
      decoder.readInt32();
      const topics = readArray(decoder, () => {
        const topic = decoder.readString() ?? "";
        const offsets = readArray(decoder, () => {
          decoder.readInt32(); // partition
          const offset = decoder.readInt64();
          decoder.readString(); // metadata
          decoder.readInt16();
          return offset;
        });
        return { topic, committed: offsets.some((offset) => offset >= 0n) };
      });
      const errorCode = decoder.readInt16();
      return { errorCode, topics: topics.filter(({ committed }) => committed).map(({ topic }) => topic) };
    },
  };
}
