import type { Socket } from "node:net";
import type { ISocketFactory } from "kafkajs";
import { directSocketFactory } from "../../../provider/src/session/access";

/** Kafka's numbers of the requests that the tests look at. */
export const api = {
  metadata: 3,
  saslHandshake: 17,
  createTopics: 19,
  deleteTopics: 20,
  describeConfigs: 32,
  createAcls: 30,
  deleteAcls: 31,
  createPartitions: 37,
  incrementalAlterConfigs: 44,
  alterQuotas: 49,
  describeScram: 50,
  alterScram: 51,
} as const;

/** Listens to what goes out to the brokers: counts requests, and can cut a connection between a request and its answer. */
export class RequestTap {
  private readonly sent = new Map<number, number>();
  private cutting: { apiKey: number; wait: number } | undefined;
  /** Every socket that was opened. */
  readonly sockets: Socket[] = [];

  readonly socketFactory: ISocketFactory = (args) => {
    const socket = directSocketFactory(args);
    this.sockets.push(socket);
    const write = socket.write.bind(socket) as (...parts: unknown[]) => boolean;
    socket.write = ((...parts: unknown[]) => {
      // kafkajs writes each request at once: its size, then its number.
      const request = parts[0] as Buffer;
      this.seen(request.readInt16BE(4), socket);
      return write(...parts);
    }) as typeof socket.write;
    return socket;
  };

  /** How many requests of a kind were sent since the last reset. */
  count(apiKey: number): number {
    return this.sent.get(apiKey) ?? 0;
  }

  reset(): void {
    this.sent.clear();
  }

  /** Loses the answer to the next request of that kind: the connection breaks when the broker has had time to do its work. */
  loseNextAnswer(apiKey: number, wait = 1_500): void {
    this.cutting = { apiKey, wait };
  }

  private seen(apiKey: number, socket: Socket): void {
    this.sent.set(apiKey, this.count(apiKey) + 1);
    if (this.cutting?.apiKey !== apiKey) return;
    const { wait } = this.cutting;
    this.cutting = undefined;
    socket.pause();
    setTimeout(() => socket.destroy(new Error("cut by the test")), wait);
  }
}
