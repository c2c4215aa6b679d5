import type { IncomingMessage } from "node:http";
import type { RequestOptions } from "node:https";
import { Duplex } from "node:stream";
import WebSocket from "ws";

/** Where a stream goes to, and how its WebSocket is opened. */
export interface PodStreamOptions {
  namespace: string;
  pod: string;
  port: number;
  /** Address of the API server and the TLS and login options for it; read for every stream, since tokens expire. */
  server: () => Promise<{ url: string; options: RequestOptions }>;
  /** Time limit for opening, in milliseconds. @default 10000 */
  openTimeout?: number;
  /** Time between two signs of life that are asked for, in milliseconds. @default 5000 */
  pingInterval?: number;
  /** So many times in a row without a sign of life, and the stream is dead. @default 3 */
  missedPings?: number;
}

/** Subprotocol of port-forward: the first byte of each message is the channel, 0 for data and 1 for errors. */
const subprotocol = "v4.channel.k8s.io";
const dataChannel = 0;
const errorChannel = 1;
/** The first message of either channel is the port, two bytes. */
const portPrefix = 2;

/** How long the other end may take to answer our closing, in milliseconds. */
const farewellLimit = 2_000;

/** What a refused upgrade means; the API server's own words are added. */
const refusals: Record<number, string> = {
  401: "the API server doesn't accept the context's credentials",
  403: "the context's user may not port-forward",
  404: "the pod doesn't exist",
};

/**
 * A TCP connection to a port of a pod, through the Kubernetes API. It is what kafkajs wants from a socket: a Duplex with the
 * few further methods of one. It ends when the pod's end closes, and fails with the pod's name and the cause when the forward does.
 *
 * The WebSocket is spoken here and not through client-node's PortForward, because that has no time limit for opening, hides the
 * API server's words when it refuses, ignores back-pressure, and doesn't notice a peer that vanished.
 */
export class PodStream extends Duplex {
  private socket: WebSocket | undefined;
  private awaitingPort = new Set([dataChannel, errorChannel]);
  private forwardError = "";
  private missed = 0;
  private heartbeat: NodeJS.Timeout | undefined;
  private farewell: NodeJS.Timeout | undefined;
  private referenced = true;

  constructor(private readonly where: PodStreamOptions) {
    super({ allowHalfOpen: false });
  }

  override _construct(callback: (error?: Error | null) => void): void {
    this.open().then(
      () => callback(),
      (error: unknown) => callback(this.failure(error instanceof Error ? error.message : String(error))),
    );
  }

  private async open(): Promise<void> {
    const { namespace, pod, port, openTimeout = 10_000 } = this.where;
    const { url, options } = await this.where.server();
    if (this.destroyed) throw new Error("closed before it was open");
    const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(pod)}/portforward?ports=${port}`;
    const socket = new WebSocket(`${url.replace(/^http/, "ws").replace(/\/+$/, "")}${path}`, subprotocol, {
      ...options,
      handshakeTimeout: openTimeout,
      perMessageDeflate: false,
    });
    this.socket = socket;
    socket.on("message", (message, binary) => this.receive(message as Buffer, binary));
    socket.on("pong", () => (this.missed = 0));
    await new Promise<void>((resolve, reject) => {
      socket.once("open", resolve);
      socket.once("error", reject);
      socket.once("unexpected-response", (_, response) => {
        void refusal(response).then((reason) => reject(new Error(reason)));
      });
    });
    socket.on("error", (error) => this.destroy(this.failure(error.message)));
    socket.on("close", (code, reason) => this.ended(code, reason.toString()));
    this.watch();
    this.emit("connect");
  }

  private receive(message: Buffer, binary: boolean): void {
    this.missed = 0;
    const channel = binary ? message[0] : undefined;
    if (channel !== dataChannel && channel !== errorChannel) return;
    const payload = message.subarray(1 + (this.awaitingPort.delete(channel) ? portPrefix : 0));
    if (payload.length === 0) return;
    if (channel === errorChannel) {
      this.forwardError += payload.toString("utf8");
      this.destroy(this.failure(this.forwardError.trim()));
    } else if (!this.push(payload)) {
      this.socket?.pause();
    }
  }

  private ended(code: number, reason: string): void {
    clearInterval(this.heartbeat);
    if (this.destroyed) return;
    const abnormal = code !== 1000 && code !== 1005;
    if (abnormal && reason !== "") this.destroy(this.failure(reason));
    else this.push(null);
  }

  /**
   * A peer that vanished sends no end: it is asked for a sign of life, and given up when none of any kind comes. Pings are counted,
   * not seconds, because a machine that stood still for a while finds the answers waiting only after its timers.
   */
  private watch(): void {
    const { pingInterval = 5_000, missedPings = 3 } = this.where;
    this.heartbeat = setInterval(() => {
      // A paused socket reads no answer.
      if (this.socket?.isPaused) return;
      if (this.missed >= missedPings) {
        this.destroy(this.failure(`no sign of life for ${(missedPings * pingInterval) / 1000} s`));
        return;
      }
      this.missed += 1;
      this.socket?.ping();
    }, pingInterval);
    if (!this.referenced) this.heartbeat.unref();
  }

  override _read(): void {
    this.socket?.resume();
  }

  override _write(chunk: Buffer, _: BufferEncoding, callback: (error?: Error | null) => void): void {
    const message = Buffer.allocUnsafe(chunk.length + 1);
    message[0] = dataChannel;
    chunk.copy(message, 1);
    if (this.socket?.readyState !== WebSocket.OPEN) callback(this.failure("the stream is closed"));
    else this.socket.send(message, { binary: true }, (error) => callback(error && this.failure(error.message)));
  }

  override _final(callback: (error?: Error | null) => void): void {
    this.socket?.close(1000);
    this.farewell = setTimeout(() => this.destroy(), farewellLimit);
    callback();
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    clearInterval(this.heartbeat);
    clearTimeout(this.farewell);
    this.socket?.once("error", () => undefined);
    this.socket?.terminate();
    callback(error);
  }

  private failure(reason: string): Error {
    const { namespace, pod, port } = this.where;
    return new Error(`port-forward to pod ${namespace}/${pod}, port ${port}: ${reason}`);
  }

  /** As of a socket: the stream alone no longer keeps the process alive. */
  unref(): this {
    this.referenced = false;
    this.heartbeat?.unref();
    return this;
  }

  /** As of a socket. */
  ref(): this {
    this.referenced = true;
    this.heartbeat?.ref();
    return this;
  }

  /** Does nothing: the stream asks for signs of life by itself. */
  setKeepAlive(): this {
    return this;
  }

  /** Does nothing: `ws` sends without delay. */
  setNoDelay(): this {
    return this;
  }

  /** Does nothing: kafkajs has its own time limits. */
  setTimeout(): this {
    return this;
  }
}

/** Why the API server refused to open a stream: what the code means, and the message of its Status object. */
async function refusal(response: IncomingMessage): Promise<string> {
  const code = response.statusCode ?? 0;
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of response) {
      chunks.push(chunk as Buffer);
      size += (chunk as Buffer).length;
      if (size > 65_536) break;
    }
  } catch {
    // The code alone says enough when the rest of the answer is cut off.
  }
  const words = statusMessage(Buffer.concat(chunks).toString("utf8"));
  const meaning = refusals[code] ?? `the API server answered ${code}`;
  return words === "" ? meaning : `${meaning} (${words})`;
}

function statusMessage(body: string): string {
  try {
    const status: unknown = JSON.parse(body);
    if (typeof status === "object" && status !== null && "message" in status && typeof status.message === "string") {
      return status.message;
    }
  } catch {
    // Not a Status object: plain text of a proxy or the kubelet.
  }
  return body.trim().split("\n", 1)[0]?.slice(0, 300) ?? "";
}
