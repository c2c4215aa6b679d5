import type { Consumer, Kafka } from "kafkajs";

/** A member of a consumer group that remembers every message it gets, those that it gets twice too. */
export class Receiver {
  /** Messages in the order they came. */
  public readonly received: string[] = [];

  private constructor(private readonly consumer: Consumer) {}

  /** Resolves once it has its partitions. A group without an offset begins at the first message. */
  public static async start(kafka: Kafka, groupId: string, topics: string[]): Promise<Receiver> {
    const consumer = kafka.consumer({ groupId });
    await consumer.connect();
    await consumer.subscribe({ topics, fromBeginning: true });
    const receiver = new Receiver(consumer);
    const joined = new Promise((resolve) => consumer.on(consumer.events.GROUP_JOIN, resolve));
    await consumer.run({
      eachMessage: ({ message }) => {
        receiver.received.push(String(message.value));
        return Promise.resolve();
      },
    });
    await joined;
    return receiver;
  }

  /** Leaves the group; what it has got is committed. */
  public async stop(): Promise<void> {
    await this.consumer.stop();
    await this.consumer.disconnect();
  }
}
