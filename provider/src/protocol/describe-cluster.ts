import { type AclOperation, aclOperationCode } from "./acls";
import { Encoder, type KafkaRequest, readCompactArray, skipTags, writeNoTags } from "./codec";

/** Answer of DescribeCluster, as far as it is about rights. */
export interface ClusterRights {
  errorCode: number;
  errorMessage: string | null;
  /** What the user who asks may do with the cluster; nothing for one who may not describe it. */
  operations: AclOperation[];
}

/**
 * DescribeCluster (API 60, version 0; KIP-700, brokers from 2.8 on), for what the user who asks may do with the cluster. Without an
 * authorizer the brokers name every operation.
 */
export function clusterRightsRequest(): KafkaRequest<ClusterRights> {
  return {
    apiKey: 60,
    apiVersion: 0,
    apiName: "DescribeCluster",
    encode: () => {
      const encoder = new Encoder();
      writeNoTags(encoder); // the end of the request's header
      encoder.writeBoolean(true);
      writeNoTags(encoder);
      return encoder;
    },
    decode: (decoder) => {
      skipTags(decoder); // the end of the answer's header
      decoder.readInt32();
      const errorCode = decoder.readInt16();
      const errorMessage = decoder.readUVarIntString();
      decoder.readUVarIntString(); // cluster id
      decoder.readInt32(); // controller
      readCompactArray(decoder, () => {
        decoder.readInt32();
        decoder.readUVarIntString();
        decoder.readInt32();
        decoder.readUVarIntString();
        skipTags(decoder);
      });
      const bits = decoder.readInt32();
      // Kafka sets the bit of each operation's number.
      const allowed = Object.entries(aclOperationCode).filter(([, code]) => (bits & (1 << code)) !== 0);
      return { errorCode, errorMessage, operations: allowed.map(([name]) => name as AclOperation) };
    },
  };
}
