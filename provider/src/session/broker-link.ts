import type { Duplex } from "node:stream";
import type { ISocketFactory, Logger, SASLOptions } from "kafkajs";
import Broker from "kafkajs/src/broker";
import ConnectionPool from "kafkajs/src/network/connectionPool";
import { Decoder, KafkaRequest } from "../protocol/codec";

/** How the links of one session are opened. */
export interface LinkOptions {
  sasl: SASLOptions;
  socketFactory: ISocketFactory;
  logger: Logger;
  timeouts: Timeouts;
}

/** Time limits in milliseconds. */
export interface Timeouts {
  /** Opening a socket, and again logging in. @default 10000 (a port-forward passes three hops before the broker) */
  connect: number;
  /** Waiting for one answer. @default 30000, as Kafka's own admin client */
  request: number;
  /** A whole operation with all its retries. @default 120000 */
  operation: number;
  /** A session that nobody uses is closed after this time. @default 3000 */
  idle: number;
}

/** One authenticated connection to one broker, on kafkajs's own broker object. It is used until it breaks, then thrown away. */
export class BrokerLink {
  private readonly broker: Broker;
  private readonly pool: ConnectionPool;
  private readonly sockets: Duplex[] = [];
  private opening: Promise<void> | undefined;
  private opened = false;
  private underWay = 0;
  private retired = false;

  constructor(
    readonly host: string,
    readonly port: number,
    private readonly options: LinkOptions,
  ) {
    const { timeouts, logger } = options;
    this.pool = new ConnectionPool({
      host,
      port,
      sasl: options.sasl,
      clientId: "kafka-on-kubernetes",
      socketFactory: (args) => {
        const socket = options.socketFactory(args);
        this.sockets.push(socket);
        return socket;
      },
      connectionTimeout: timeouts.connect,
      requestTimeout: timeouts.request,
      enforceRequestTimeout: true,
      logger,
    });
    this.broker = new Broker({ connectionPool: this.pool, logger, authenticationTimeout: timeouts.connect });
  }

  get address(): string {
    return `${this.host}:${this.port}`;
  }

  /** False once its connection was lost, or must log in again soon (KIP-368), which a new one does with what the login is by then. */
  get usable(): boolean {
    return !this.opened || this.broker.isConnected();
  }

  /** Connected and logged in at this moment. */
  get connected(): boolean {
    return this.opened && this.broker.isConnected();
  }

  /** Opens the connection and logs in; shared by concurrent callers. */
  open(): Promise<void> {
    this.opening ??= this.broker.connect().then(() => {
      this.opened = true;
    });
    return this.opening;
  }

  /** Sends a request over the open connection; never opens another one by itself. */
  async send<T>(request: KafkaRequest<T>): Promise<T> {
    const connection = this.pool.pool[0];
    if (connection === undefined) throw new Error(`no connection to ${this.address}`);
    this.underWay += 1;
    try {
      const answer = await connection.send({
        request: { ...request, encode: async () => request.encode() },
        response: {
          decode: async (raw) => ({ answer: await request.decode(new Decoder(raw)) }),
          parse: async (data) => data,
        },
        logResponseError: false,
      });
      return (answer as { answer: T }).answer;
    } finally {
      this.underWay -= 1;
      this.closeIfDone();
    }
  }

  /** Ends the connection once the requests in flight have their answers; another one has taken its place. */
  retire(): void {
    this.retired = true;
    this.closeIfDone();
  }

  private closeIfDone(): void {
    if (this.retired && this.underWay === 0) this.close();
  }

  /** Ends the connection at once; requests in flight fail. */
  close(): void {
    // With an error, because kafkajs fails the requests in flight on `error` and `end` only, and a destroyed socket emits neither.
    for (const socket of this.sockets) socket.destroy(new Error(`the connection to ${this.address} was closed`));
  }
}
