import type { BrokerCluster } from "../../test/integration/brokers";

/** Topics of the broker that is scraped. */
export const TOPICS = 1000;
/** Partitions of each. */
export const PARTITIONS = 3;

/** How long all messages may take until they are consumed, in milliseconds. */
const LIMIT = 120_000;

/** Metadata names the leaders many seconds before these take messages. */
const PATIENT = { retries: 60, maxRetryTime: 2000 };

/** Makes the topics, and produces and consumes a message of each partition: Kafka has no bean of a topic without traffic. */
export async function topicsWithTraffic(cluster: BrokerCluster): Promise<void> {
  const names = Array.from({ length: TOPICS }, (_, n) => `topic-${n}`);
  const kafka = cluster.kafka();
  const [admin, producer, consumer] = [
    kafka.admin(),
    kafka.producer({ retry: PATIENT }),
    kafka.consumer({ groupId: "bench" }),
  ];
  await Promise.all([admin.connect(), producer.connect(), consumer.connect()]);
  try {
    const topics = names.map((topic) => ({ topic, numPartitions: PARTITIONS, replicationFactor: 1 }));
    await admin.createTopics({ topics, waitForLeaders: true, timeout: 60_000 });
    const messages = Array.from({ length: PARTITIONS }, (_, partition) => ({ partition, value: "message" }));
    await producer.sendBatch({ topicMessages: names.map((topic) => ({ topic, messages })) });
    await consumer.subscribe({ topics: names, fromBeginning: true });
    await new Promise<void>((resolve, reject) => {
      const late = setTimeout(
        () => reject(new Error(`${left} messages were not consumed in ${LIMIT / 1000} s`)),
        LIMIT,
      );
      let left = TOPICS * PARTITIONS;
      const eachMessage = async (): Promise<void> => {
        if (--left > 0) return;
        clearTimeout(late);
        resolve();
      };
      consumer.run({ eachMessage, partitionsConsumedConcurrently: 8 }).catch(reject);
    });
  } finally {
    await Promise.all([admin.disconnect(), producer.disconnect(), consumer.disconnect()]);
  }
}
