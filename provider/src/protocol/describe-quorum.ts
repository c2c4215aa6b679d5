import { Decoder, Encoder, KafkaRequest, readCompactArray, skipTags, writeCompactArray, writeNoTags } from "./codec";

/** How far a voter of the KRaft quorum has got. */
export interface QuorumVoter {
  id: number;
  /** When it last had all that the leader had, in milliseconds of the leader's clock; −1 if never. */
  lastCaughtUp: number;
}

/** Answer of DescribeQuorum for the cluster's metadata. */
export interface Quorum {
  errorCode: number;
  /** Node id of the active controller, −1 without one. */
  leader: number;
  /** Number of the leader's reign, raised by each election; −1 without one. */
  epoch: number;
  voters: QuorumVoter[];
}

/**
 * DescribeQuorum (API 55, version 1; KIP-595, KIP-836): the active controller and the voters of a KRaft cluster. Metadata names
 * any live broker as its controller, so this is the one way to know. Brokers in ZooKeeper mode don't have it.
 */
export function describeQuorumRequest(): KafkaRequest<Quorum> {
  return {
    apiKey: 55,
    apiVersion: 1,
    apiName: "DescribeQuorum",
    encode: () => {
      const encoder = new Encoder();
      writeNoTags(encoder); // the end of the request's header
      writeCompactArray(encoder, ["__cluster_metadata"], (topic) => {
        encoder.writeUVarIntString(topic);
        writeCompactArray(encoder, [0], (partition) => {
          encoder.writeInt32(partition);
          writeNoTags(encoder);
        });
        writeNoTags(encoder);
      });
      writeNoTags(encoder);
      return encoder;
    },
    decode: (decoder) => {
      skipTags(decoder); // the end of the answer's header
      const errorCode = decoder.readInt16();
      const partitions = readCompactArray(decoder, () => readTopic(decoder)).flat();
      const metadata = partitions[0];
      if (errorCode !== 0 || metadata === undefined) return { errorCode, leader: -1, epoch: -1, voters: [] };
      return metadata;
    },
  };
}

function readTopic(decoder: Decoder): Quorum[] {
  decoder.readUVarIntString();
  const partitions = readCompactArray(decoder, () => readPartition(decoder));
  skipTags(decoder);
  return partitions;
}

function readPartition(decoder: Decoder): Quorum {
  decoder.readInt32();
  const errorCode = decoder.readInt16();
  const leader = decoder.readInt32();
  const epoch = decoder.readInt32();
  decoder.readInt64(); // high watermark
  const voters = readCompactArray(decoder, () => readReplica(decoder));
  readCompactArray(decoder, () => readReplica(decoder)); // observers
  skipTags(decoder);
  return { errorCode, leader, epoch, voters };
}

function readReplica(decoder: Decoder): QuorumVoter {
  const id = decoder.readInt32();
  decoder.readInt64(); // log end offset
  decoder.readInt64(); // last fetch
  const lastCaughtUp = Number(decoder.readInt64());
  skipTags(decoder);
  return { id, lastCaughtUp };
}
