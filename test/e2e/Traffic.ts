import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import type { Consumer, Kafka, Producer } from "kafkajs";

/** What a run of {@link Traffic} saw. */
export interface TrafficReport {
  /** Sequence numbers that the brokers acknowledged. */
  acknowledged: number;
  /** Acknowledged sequence numbers that the consumer never got. */
  lost: number[];
  /** Sends that failed for good, with what the client said. */
  failed: string[];
}

/**
 * A producer with acks=all and a consumer on one topic, as long as a test needs them. Each message is a sequence number, so that
 * every acknowledged one can be accounted for.
 */
export class Traffic {
  private readonly acknowledged = new Set<number>();
  private readonly received = new Set<number>();
  private readonly failed: string[] = [];
  /** Tells this run's messages from those that an earlier one left in the topic. */
  private readonly run = randomUUID();
  private next = 0;
  private running = true;
  private sending: Promise<void> = Promise.resolve();

  private constructor(
    private readonly topic: string,
    private readonly producer: Producer,
    private readonly consumer: Consumer,
  ) {}

  /** Connects both ends; resolves once the consumer has its partitions, so that nothing is missed. */
  public static async start(clients: { producer: Kafka; consumer: Kafka }, topic: string): Promise<Traffic> {
    const producer = clients.producer.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      retry: { retries: 30, maxRetryTime: 5_000 },
    });
    const consumer = clients.consumer.consumer({
      // The consuming user's rules are for its own groups.
      groupId: `task-worker-traffic-${randomUUID()}`,
      retry: { retries: 30, maxRetryTime: 5_000 },
    });
    await Promise.all([producer.connect(), consumer.connect()]);
    await consumer.subscribe({ topic, fromBeginning: true });
    const traffic = new Traffic(topic, producer, consumer);
    const joined = new Promise((resolve) => consumer.on(consumer.events.GROUP_JOIN, resolve));
    await consumer.run({
      eachMessage: ({ message }) => {
        const [run, sequence] = String(message.value).split(":");
        if (run === traffic.run) traffic.received.add(Number(sequence));
        return Promise.resolve();
      },
    });
    await joined;
    traffic.sending = traffic.send();
    return traffic;
  }

  /** Waits until more than so many messages are acknowledged, or the time is over: how many a machine sends in the meantime is its own matter. */
  public async moreThan(count: number, timeoutMs = 60_000): Promise<void> {
    const deadline = Date.now() + timeoutMs;
    while (this.acknowledged.size <= count && Date.now() < deadline) await pause(20);
  }

  /** Stops the producer, waits until the consumer has what was acknowledged or the time is over, and disconnects both. */
  public async stop(timeoutMs = 60_000): Promise<TrafficReport> {
    this.running = false;
    await this.sending;
    const deadline = Date.now() + timeoutMs;
    while (this.lost().length > 0 && Date.now() < deadline) await pause(100);
    await Promise.all([this.producer.disconnect(), this.consumer.disconnect()]);
    return { acknowledged: this.acknowledged.size, lost: this.lost(), failed: this.failed };
  }

  private lost(): number[] {
    return [...this.acknowledged].filter((sequence) => !this.received.has(sequence));
  }

  private async send(): Promise<void> {
    while (this.running) {
      const sequence = this.next++;
      try {
        await this.producer.send({
          topic: this.topic,
          acks: -1,
          messages: [{ key: String(sequence), value: `${this.run}:${sequence}` }],
        });
        this.acknowledged.add(sequence);
      } catch (error) {
        this.failed.push(`${sequence}: ${String(error)}`);
      }
      await pause(20);
    }
  }
}
