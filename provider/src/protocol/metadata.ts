import { Decoder, Encoder, KafkaRequest, readArray, writeArray } from "./codec";

/** A broker as the cluster advertises it on the listener that was asked. */
export interface BrokerAddress {
  nodeId: number;
  host: string;
  port: number;
  rack: string | null;
}

/** One partition as one broker knows it. */
export interface PartitionMetadata {
  partition: number;
  errorCode: number;
  /** Node id of the leader, −1 without one. */
  leader: number;
  replicas: number[];
  /** In-sync replicas. */
  isr: number[];
  offlineReplicas: number[];
}

/** One topic as one broker knows it. */
export interface TopicMetadata {
  name: string;
  errorCode: number;
  /** Kafka's own topics, such as `__consumer_offsets`. */
  internal: boolean;
  partitions: PartitionMetadata[];
}

/** Answer of Metadata. */
export interface ClusterMetadata {
  clusterId: string | null;
  /** A broker that takes requests for the controller, −1 without one. In KRaft mode any live broker may be named. */
  controllerId: number;
  brokers: BrokerAddress[];
  topics: TopicMetadata[];
}

/**
 * Metadata (API 3, version 7): brokers, and the partitions of the named topics. Never creates a topic.
 * @param topics names; `null` for every topic
 */
export function metadataRequest(topics: readonly string[] | null): KafkaRequest<ClusterMetadata> {
  return {
    apiKey: 3,
    apiVersion: 7,
    apiName: "Metadata",
    encode: () => {
      const encoder = new Encoder();
      writeArray(encoder, topics, (name) => encoder.writeString(name));
      return encoder.writeBoolean(false);
    },
    decode: (decoder) => {
      decoder.readInt32();
      const brokers = readArray(decoder, () => ({
        nodeId: decoder.readInt32(),
        host: decoder.readString() ?? "",
        port: decoder.readInt32(),
        rack: decoder.readString(),
      }));
      const clusterId = decoder.readString();
      const controllerId = decoder.readInt32();
      return { clusterId, controllerId, brokers, topics: readArray(decoder, () => readTopic(decoder)) };
    },
  };
}

function readTopic(decoder: Decoder): TopicMetadata {
  return {
    errorCode: decoder.readInt16(),
    name: decoder.readString() ?? "",
    internal: decoder.readBoolean(),
    partitions: readArray(decoder, () => readPartition(decoder)),
  };
}

function readPartition(decoder: Decoder): PartitionMetadata {
  const errorCode = decoder.readInt16();
  const partition = decoder.readInt32();
  const leader = decoder.readInt32();
  decoder.readInt32();
  const ids = () => readArray(decoder, () => decoder.readInt32());
  return { partition, errorCode, leader, replicas: ids(), isr: ids(), offlineReplicas: ids() };
}
