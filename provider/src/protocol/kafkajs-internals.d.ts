/**
 * The parts of kafkajs 2.2.4 that it doesn't publish types for. It has no `exports` map, so they can be imported; the version
 * is pinned, and the tests against real brokers notice a change.
 */
declare module "kafkajs/src/protocol/encoder" {
  class Encoder {
    constructor(initialSize?: number);
    readonly buffer: Buffer;
    writeInt8(value: number): this;
    writeInt16(value: number): this;
    writeInt32(value: number): this;
    writeInt64(value: number | string | bigint): this;
    writeDouble(value: number): this;
    writeBoolean(value: boolean): this;
    writeString(value: string | null): this;
    writeUVarInt(value: number): this;
    writeUVarIntString(value: string | null): this;
    writeUVarIntBytes(value: Buffer | null): this;
  }
  export = Encoder;
}

declare module "kafkajs/src/protocol/decoder" {
  class Decoder {
    constructor(buffer: Buffer);
    readInt8(): number;
    readInt16(): number;
    readInt32(): number;
    readInt64(): bigint;
    readDouble(): number;
    readBoolean(): boolean;
    readString(): string | null;
    readUVarInt(): number;
    readUVarIntString(): string | null;
    readBytes(): Buffer | null;
    readVarInt(): number;
    readVarLong(): { toString(): string };
    readVarIntBytes(): Buffer | null;
    forward(size: number): void;
  }
  export = Decoder;
}

declare module "kafkajs/src/protocol/error" {
  export const errorCodes: { type: string; code: number; retriable: boolean; message: string }[];
}

declare module "kafkajs/src/network/connectionPool" {
  import type { ISocketFactory, Logger, SASLOptions } from "kafkajs";
  class ConnectionPool {
    constructor(options: {
      host: string;
      port: number;
      sasl?: SASLOptions;
      clientId: string;
      socketFactory: ISocketFactory;
      connectionTimeout: number;
      requestTimeout: number;
      enforceRequestTimeout: boolean;
      logger: Logger;
    });
    readonly pool: {
      send(message: {
        request: { apiKey: number; apiVersion: number; apiName: string; encode: () => Promise<unknown> };
        response: { decode: (raw: Buffer) => Promise<unknown>; parse: (data: unknown) => Promise<unknown> };
        requestTimeout?: number;
        logResponseError?: boolean;
      }): Promise<unknown>;
    }[];
  }
  export = ConnectionPool;
}

declare module "kafkajs/src/broker" {
  import type { Logger } from "kafkajs";
  import type ConnectionPool from "kafkajs/src/network/connectionPool";
  class Broker {
    constructor(options: { connectionPool: ConnectionPool; logger: Logger; authenticationTimeout: number });
    isConnected(): boolean;
    connect(): Promise<void>;
    disconnect(): Promise<void>;
  }
  export = Broker;
}
