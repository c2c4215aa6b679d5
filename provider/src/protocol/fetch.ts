import { Encoder, type KafkaRequest, readArray, writeArray } from "./codec";
import { type ReadRecords, readRecordBatches } from "./record-batches";

/** Where to read. */
export interface FetchFrom {
  topic: string;
  partition: number;
  offset: bigint;
  /** Most bytes of the answer. */
  maxBytes: number;
}

/** Answer of Fetch for one partition. */
export interface Fetched extends ReadRecords {
  errorCode: number;
  /** Offset after the last record that is committed. */
  highWatermark: bigint;
}

/** Fetch (API 1, version 4) of one partition, for its leader. It answers at once, with what there is. */
export function fetchRequest({ topic, partition, offset, maxBytes }: FetchFrom): KafkaRequest<Fetched> {
  return {
    apiKey: 1,
    apiVersion: 4,
    apiName: "Fetch",
    encode: () => {
      // No replica; no wait, no least number of bytes; uncommitted records, too.
      const encoder = new Encoder().writeInt32(-1).writeInt32(0).writeInt32(0).writeInt32(maxBytes).writeInt8(0);
      writeArray(encoder, [topic], (name) => {
        encoder.writeString(name);
        writeArray(encoder, [partition], (each) => encoder.writeInt32(each).writeInt64(offset).writeInt32(maxBytes));
      });
      return encoder;
    },
    decode: (decoder) => {
      decoder.readInt32();
      const partitions = readArray(decoder, () => {
        decoder.readString();
        return readArray(decoder, () => {
          decoder.readInt32(); // partition
          const errorCode = decoder.readInt16();
          const highWatermark = decoder.readInt64();
          decoder.readInt64(); // last stable offset
          readArray(decoder, () => decoder.forward(16)); // aborted transactions
          return { errorCode, highWatermark, ...readRecordBatches(decoder.readBytes() ?? Buffer.alloc(0)) };
        });
      }).flat();
      return partitions[0] ?? { errorCode: 0, highWatermark: 0n, records: [], nextOffset: undefined, compressed: 0 };
    },
  };
}
