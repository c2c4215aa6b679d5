// kafkajs has no types for its inner modules, and a declaration of another package's modules can't be imported.
// eslint-disable-next-line @typescript-eslint/triple-slash-reference
/// <reference path="./kafkajs-internals.d.ts" />
import Decoder from "kafkajs/src/protocol/decoder";
import Encoder from "kafkajs/src/protocol/encoder";

import { inSlices } from "../batch/slices";

export { Decoder, Encoder };

/** One request of the Kafka protocol with the reading of its answer. `T` is the answer, error codes still in it. */
export interface KafkaRequest<T> {
  apiKey: number;
  apiVersion: number;
  apiName: string;
  /** The request's body, without the header's first fields, which kafkajs writes. */
  encode(): Encoder;
  /** Reads the body of the answer, one that may be very long in several turns of the event loop. */
  decode(decoder: Decoder): T | Promise<T>;
}

/** Writes an array with a 32-bit length; `null` is Kafka's null array. */
export function writeArray<T>(encoder: Encoder, items: readonly T[] | null, write: (item: T) => void): void {
  encoder.writeInt32(items === null ? -1 : items.length);
  items?.forEach(write);
}

/** Writes an array of a flexible version: its length plus one as an unsigned varint. */
export function writeCompactArray<T>(encoder: Encoder, items: readonly T[] | null, write: (item: T) => void): void {
  encoder.writeUVarInt(items === null ? 0 : items.length + 1);
  items?.forEach(write);
}

/** Writes an empty section of tagged fields. A flexible request has one before its body too, at the end of header version 2. */
export function writeNoTags(encoder: Encoder): void {
  encoder.writeUVarInt(0);
}

/** Reads an array with a 32-bit length; a null array reads as an empty one. */
export function readArray<T>(decoder: Decoder, read: () => T): T[] {
  return readTimes(decoder.readInt32(), read);
}

/** Reads an array of a flexible version; a null array reads as an empty one. */
export function readCompactArray<T>(decoder: Decoder, read: () => T): T[] {
  return readTimes(decoder.readUVarInt() - 1, read);
}

function readTimes<T>(length: number, read: () => T): T[] {
  const items: T[] = [];
  for (let index = 0; index < length; index++) items.push(read());
  return items;
}

/** {@link readArray} of what may be very long: the event loop has its turn in between. */
export async function readLongArray<T>(decoder: Decoder, read: () => T): Promise<T[]> {
  const items: T[] = [];
  // A null array has the length -1.
  const length = Math.max(0, decoder.readInt32());
  await inSlices(Array(length).keys(), () => items.push(read()));
  return items;
}

/** Skips tagged fields. kafkajs's own reader takes a field's size for one too many, so it isn't used. */
export function skipTags(decoder: Decoder): void {
  const fields = decoder.readUVarInt();
  for (let index = 0; index < fields; index++) {
    decoder.readUVarInt();
    decoder.forward(decoder.readUVarInt());
  }
}
