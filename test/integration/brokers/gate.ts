import type { Socket } from "node:net";
import type { ISocketFactory } from "kafkajs";
import { directSocketFactory } from "../../../provider/src/session/access";

/** Whether a request is of the kind that is held; it has its size in front. */
export type Kind = (request: Buffer) => boolean;

const createTopics = 19;

interface Held {
  socket: Socket;
  correlation: number;
  send: () => void;
}

/** Holds requests back, one of each kind, so that a test can do something at the very moment when they are all under way. */
export class RequestGate {
  /** The broker's port that the last creation of topics was sent to: the one that takes requests for the controller. */
  lastPort = 0;
  private waiting: Kind[] = [];
  private held: Held[] = [];
  private complete: (() => void) | undefined;
  private readonly unanswered = new Set<string>();
  private answered: (() => void) | undefined;
  private readonly ports = new Map<Socket, number>();

  readonly socketFactory: ISocketFactory = (args) => {
    const socket = directSocketFactory(args);
    this.ports.set(socket, args.port);
    const write = socket.write.bind(socket) as (...parts: unknown[]) => boolean;
    socket.write = ((...parts: unknown[]) => {
      const request = parts[0] as Buffer;
      if (request.readInt16BE(4) === createTopics) this.lastPort = args.port;
      const kind = this.waiting.findIndex((isOfKind) => isOfKind(request));
      if (kind < 0) return write(...parts);
      this.waiting.splice(kind, 1);
      this.held.push({ socket, correlation: request.readInt32BE(8), send: () => void write(...parts) });
      if (this.waiting.length === 0) this.complete?.();
      return true;
    }) as typeof socket.write;
    this.watchAnswers(socket, args.port);
    return socket;
  };

  /** Holds the next request of each kind. @returns when all of them are held */
  hold(kinds: readonly Kind[]): Promise<void> {
    this.waiting = [...kinds];
    this.held = [];
    return new Promise<void>((resolve) => (this.complete = resolve));
  }

  /** Sends what is held. @returns when each has its answer */
  release(): Promise<void> {
    const all = new Promise<void>((resolve) => (this.answered = resolve));
    // Those of an earlier fault may never be answered.
    this.unanswered.clear();
    for (const { socket, correlation } of this.held) this.unanswered.add(this.key(socket, correlation));
    for (const { send } of this.held) send();
    return all;
  }

  /** Sends what is held, reads no answer to it, and breaks the connections when the brokers have had time to do their work. */
  async releaseAndCut(wait: number): Promise<void> {
    const sockets = new Set(this.held.map(({ socket }) => socket));
    for (const { send } of this.held) send();
    for (const socket of sockets) socket.pause();
    await new Promise((resolve) => setTimeout(resolve, wait));
    for (const socket of sockets) socket.destroy(new Error("cut by the test"));
  }

  private key(socket: Socket, correlation: number): string {
    return `${this.ports.get(socket)}/${correlation}`;
  }

  /** Reads the frames of what comes: size, then the number of the request. */
  private watchAnswers(socket: Socket, port: number): void {
    let rest: Buffer = Buffer.alloc(0);
    socket.on("data", (chunk: Buffer) => {
      rest = Buffer.concat([rest, chunk]);
      while (rest.length >= 8 && rest.length >= 4 + rest.readInt32BE(0)) {
        this.unanswered.delete(`${port}/${rest.readInt32BE(4)}`);
        rest = rest.subarray(4 + rest.readInt32BE(0));
        if (this.unanswered.size === 0) this.answered?.();
      }
    });
  }
}

/** Requests of an API; of those that can be checks only, the real ones. */
export function requestsOf(apiKey: number): Kind {
  // Where the flag of a check stands, from the end: IncrementalAlterConfigs version 0, CreatePartitions version 3.
  const flag: Record<number, number> = { 44: 1, 37: 2 };
  const place = flag[apiKey];
  return (request) =>
    request.readInt16BE(4) === apiKey && (place === undefined || request.readInt8(request.length - place) === 0);
}
