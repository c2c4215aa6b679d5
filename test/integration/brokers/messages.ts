import { Kafka, Partitioners } from "kafkajs";

/** One message as it lies in a topic. */
export interface StoredMessage {
  partition: number;
  offset: string;
  key: string;
  value: string;
}

/** Writes messages with random values to partition 0 of a topic. @returns what must be read again later, for ever */
export async function produce(kafka: Kafka, topic: string, count: number): Promise<StoredMessage[]> {
  const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
  await producer.connect();
  try {
    const messages = Array.from({ length: count }, (_, index) => ({
      key: `key-${index}`,
      value: `${index}-${Math.random()}`,
      partition: 0,
    }));
    const [sent] = await producer.send({ topic, messages, acks: -1 });
    const first = Number(sent?.baseOffset ?? 0);
    return messages.map(({ key, value }, index) => ({ partition: 0, offset: String(first + index), key, value }));
  } finally {
    await producer.disconnect();
  }
}

/** Writes one message to each partition of the topics, all at once, with the client's own retries. @returns the offset of each */
export async function writeToEach(
  kafka: Kafka,
  topics: readonly string[],
  partitions: number,
): Promise<(string | undefined)[]> {
  const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
  await producer.connect();
  try {
    const messages = Array.from({ length: partitions }, (_, partition) => ({ partition, value: "first" }));
    const topicMessages = topics.map((topic) => ({ topic, messages }));
    return (await producer.sendBatch({ acks: -1, topicMessages })).map(({ baseOffset }) => baseOffset);
  } finally {
    await producer.disconnect();
  }
}

/** Writes so many bytes to a partition, in messages of half a MiB. */
export async function fill(kafka: Kafka, topic: string, partition: number, bytes: number): Promise<void> {
  const most = 512 * 1024;
  const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
  await producer.connect();
  try {
    for (let left = bytes; left > 0; left -= most) {
      const value = Buffer.alloc(Math.min(left, most) - 100, `${topic}-${partition}-${left}-`);
      await producer.send({ topic, acks: -1, messages: [{ partition, key: `k${left}`, value }] });
    }
  } finally {
    await producer.disconnect();
  }
}

/** Reads a topic from its start until it has so many messages, in the order of their offsets. */
export async function messagesOf(kafka: Kafka, topic: string, count: number): Promise<StoredMessage[]> {
  const consumer = kafka.consumer({ groupId: `reader-${topic}-${Math.random()}` });
  await consumer.connect();
  try {
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    const messages: StoredMessage[] = [];
    await new Promise<void>((resolve, reject) => {
      consumer
        .run({
          eachMessage: async ({ partition, message }) => {
            messages.push({
              partition,
              offset: message.offset,
              key: message.key?.toString() ?? "",
              value: message.value?.toString() ?? "",
            });
            if (messages.length >= count) resolve();
          },
        })
        .catch(reject);
    });
    return messages.sort((left, right) => Number(left.offset) - Number(right.offset));
  } finally {
    await consumer.disconnect();
  }
}
