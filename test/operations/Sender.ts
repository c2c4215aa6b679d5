import { setTimeout as pause } from "node:timers/promises";
import type { Kafka, Producer } from "kafkajs";

/** Milliseconds between two messages. */
const PAUSE = 20;

/** Sends numbered messages with acks=all, each to the next of some topics, until it is stopped. */
export class Sender {
  /** Messages that the brokers acknowledged. */
  public readonly acknowledged: string[] = [];
  private running = true;
  private sending: Promise<void> = Promise.resolve();

  private constructor(
    private readonly name: string,
    private readonly topics: readonly string[],
    private readonly producer: Producer,
  ) {}

  /** @param name what its messages begin with */
  public static async start(name: string, kafka: Kafka, topics: readonly string[]): Promise<Sender> {
    const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1 });
    await producer.connect();
    const sender = new Sender(name, topics, producer);
    sender.sending = sender.send();
    return sender;
  }

  /** Ends after the message that is under way; a message that could not be sent is an error. */
  public async stop(): Promise<void> {
    this.running = false;
    await this.sending;
    await this.producer.disconnect();
  }

  private async send(): Promise<void> {
    for (let n = 0; this.running; n++) {
      const value = `${this.name} ${n}`;
      const topic = this.topics[n % this.topics.length] ?? "";
      await this.producer.send({ topic, acks: -1, messages: [{ key: String(n), value }] });
      this.acknowledged.push(value);
      await pause(PAUSE);
    }
  }
}
