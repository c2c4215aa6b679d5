import { Socket } from "node:net";
import type { Consumer, ISocketFactory, Kafka, Producer } from "kafkajs";

/** A producer and a consumer that go on until they are stopped, and what became of every message and every connection. */
export class Traffic {
  readonly acknowledged: string[] = [];
  readonly consumed = new Set<string>();
  readonly failures: string[] = [];
  private stopping = false;
  private sending: Promise<void> = Promise.resolve();

  private constructor(
    private readonly producer: Producer,
    private readonly consumer: Consumer,
    private readonly topic: string,
  ) {}

  /** Starts both, and resolves when the first message has gone all the way. */
  static async start(kafka: Kafka, topic: string): Promise<Traffic> {
    const producer = kafka.producer({ retry: { retries: 0 } });
    const consumer = kafka.consumer({ groupId: `${topic}-readers`, retry: { retries: 0 } });
    const traffic = new Traffic(producer, consumer, topic);
    await Promise.all([producer.connect(), consumer.connect()]);
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    consumer.on(consumer.events.CRASH, ({ payload }) => traffic.failures.push(`consumer: ${payload.error.message}`));
    await consumer.run({
      eachMessage: ({ message }) => {
        traffic.consumed.add(message.value?.toString() ?? "");
        return Promise.resolve();
      },
    });
    traffic.sending = traffic.send();
    await traffic.until(() => traffic.consumed.size > 0);
    // A new cluster is still choosing who coordinates the group; from the first message on nothing may fail.
    traffic.failures.length = 0;
    return traffic;
  }

  /** Waits for that many more messages to come through. */
  more(count: number): Promise<void> {
    const wanted = this.consumed.size + count;
    return this.until(() => this.consumed.size >= wanted);
  }

  /** Stops the producer, waits until all that was acknowledged was consumed, then ends both. */
  async stop(): Promise<void> {
    this.stopping = true;
    await this.sending;
    try {
      await this.until(() => this.acknowledged.every((value) => this.consumed.has(value)));
    } finally {
      await Promise.all([this.producer.disconnect(), this.consumer.disconnect()]);
    }
  }

  private async send(): Promise<void> {
    for (let n = 0; !this.stopping; n += 1) {
      const value = `message ${n}`;
      try {
        await this.producer.send({ topic: this.topic, acks: -1, messages: [{ value }] });
        this.acknowledged.push(value);
      } catch (error) {
        this.failures.push(`producer: ${error instanceof Error ? error.message : String(error)}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  private async until(holds: () => boolean): Promise<void> {
    const end = Date.now() + 40_000;
    while (!holds()) {
      if (Date.now() > end) throw new Error(`no more messages: ${this.failures.join("; ") || "no failure"}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/** Counts the connections that were opened and those that ended. */
export class ConnectionCount {
  opened = 0;
  ended = 0;

  /** The same sockets, counted. */
  watch(open: ISocketFactory): ISocketFactory {
    return (where) => {
      const socket: Socket = open(where);
      this.opened += 1;
      socket.once("close", () => (this.ended += 1));
      return socket;
    };
  }
}
