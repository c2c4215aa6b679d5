import { Decoder } from "./codec";

/** One record of a log. */
export interface LogRecord {
  offset: bigint;
  /** Milliseconds of the producer's or the broker's clock. */
  timestamp: bigint;
  key: Buffer | null;
  value: Buffer | null;
}

/** The records of an answer to Fetch, as far as they are complete. */
export interface ReadRecords {
  records: LogRecord[];
  /** Where the next fetch goes on; undefined when not one whole batch was there. */
  nextOffset: bigint | undefined;
  /** Batches that were left out, as they are compressed. */
  compressed: number;
}

/** Bytes of a batch before the part that its length counts. */
const prefix = 12;
/** Bytes from a batch's length to its records (magic 2, since Kafka 0.11). */
const header = 49;
const compression = 0b111;

/** Reads batches of records of format 2, without their headers. */
export function readRecordBatches(bytes: Buffer): ReadRecords {
  const read: ReadRecords = { records: [], nextOffset: undefined, compressed: 0 };
  for (let start = 0; start + prefix + header <= bytes.length;) {
    const decoder = new Decoder(bytes.subarray(start));
    const baseOffset = decoder.readInt64();
    const length = decoder.readInt32();
    // The last batch of an answer may be cut off.
    if (start + prefix + length > bytes.length) break;
    decoder.forward(4 + 1 + 4); // leader epoch, magic, checksum
    const attributes = decoder.readInt16();
    const lastOffsetDelta = decoder.readInt32();
    const baseTimestamp = decoder.readInt64();
    decoder.forward(8 + 8 + 2 + 4); // latest timestamp, producer's id, epoch and first number
    const count = decoder.readInt32();
    if ((attributes & compression) !== 0) read.compressed += 1;
    else for (let index = 0; index < count; index++) read.records.push(readRecord(decoder, baseOffset, baseTimestamp));
    read.nextOffset = BigInt(baseOffset) + BigInt(lastOffsetDelta) + 1n;
    start += prefix + length;
  }
  return read;
}

function readRecord(decoder: Decoder, baseOffset: bigint, baseTimestamp: bigint): LogRecord {
  decoder.readVarInt(); // length
  decoder.readInt8(); // attributes
  const timestamp = baseTimestamp + BigInt(decoder.readVarLong().toString());
  const offset = baseOffset + BigInt(decoder.readVarInt());
  const key = decoder.readVarIntBytes();
  const value = decoder.readVarIntBytes();
  const headers = decoder.readVarInt();
  for (let index = 0; index < headers; index++) {
    decoder.readVarIntBytes();
    decoder.readVarIntBytes();
  }
  return { offset, timestamp, key, value };
}
