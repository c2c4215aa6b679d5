import { Kafka, KafkaJSAggregateError, Partitioners } from "kafkajs";
import type { AclOperation, AclResource } from "../../../provider/src/protocol/acls";

/** What one attempt takes, all of it. */
export type Need = [resource: AclResource, name: string, operation: AclOperation];

/** One thing that a client tries at the brokers. */
export interface Attempt {
  label: string;
  needs: Need[];
  /** Rejects with Kafka's own error when it is refused. */
  run: (actor: Actor) => Promise<unknown>;
}

/**
 * Whether Kafka refused what was tried. kafkajs keeps the refusal to look a coordinator up to itself, and says that there is none;
 * the tests' brokers have one before they start.
 */
export function isRefusal(error: unknown): boolean {
  if (error instanceof KafkaJSAggregateError) return error.errors.every(isRefusal);
  return (
    error instanceof Error && (/authoriz/i.test(error.message) || error.name === "KafkaJSGroupCoordinatorNotFound")
  );
}

/** How long a message may take to come, in milliseconds; a refusal comes at once. */
const consumeLimit = 60_000;

/** A client that does what a real one does, as one user. */
export class Actor {
  constructor(
    private readonly kafka: Kafka,
    readonly user: string,
  ) {}

  /** Sends one message. */
  async produce(topic: string, transactionalId?: string): Promise<void> {
    const transactional = transactionalId === undefined ? {} : { transactionalId, maxInFlightRequests: 1 };
    const producer = this.kafka.producer({
      createPartitioner: Partitioners.DefaultPartitioner,
      idempotent: true,
      retry: { retries: 5, initialRetryTime: 50 },
      ...transactional,
    });
    const record = { topic, messages: [{ value: `from ${this.user}` }] };
    try {
      await producer.connect();
      if (transactionalId === undefined) await producer.send(record);
      else {
        const transaction = await producer.transaction();
        await transaction.send(record);
        await transaction.commit();
      }
    } finally {
      await producer.disconnect();
    }
  }

  /** Reads one message of a topic in a group. */
  async consume(topic: string, groupId: string): Promise<string> {
    const consumer = this.kafka.consumer({ groupId, retry: { retries: 5, initialRetryTime: 50 } });
    try {
      await consumer.connect();
      await consumer.subscribe({ topics: [topic], fromBeginning: true });
      return await new Promise<string>((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`nothing came from ${topic}`)), consumeLimit);
        const settle = (end: () => void) => {
          clearTimeout(timer);
          end();
        };
        consumer.on(consumer.events.CRASH, ({ payload }) => settle(() => reject(payload.error)));
        consumer
          .run({ eachMessage: async ({ message }) => settle(() => resolve(message.value?.toString() ?? "")) })
          .catch((error: unknown) => settle(() => reject(error as Error)));
      });
    } finally {
      await consumer.disconnect();
    }
  }

  /** Does something as an administrator would. */
  async admin<T>(use: (admin: ReturnType<Kafka["admin"]>) => Promise<T>): Promise<T> {
    const admin = this.kafka.admin({ retry: { retries: 5, initialRetryTime: 50 } });
    try {
      await admin.connect();
      return await use(admin);
    } finally {
      await admin.disconnect();
    }
  }
}

/** What clients do, and what each takes. Topics that are created or deleted are only checked by the brokers, or named for it. */
export const attempts: Attempt[] = [
  ...["tasks", "orders-eu", "secrets"].flatMap((topic): Attempt[] => [
    { label: `write to ${topic}`, needs: [["topic", topic, "Write"]], run: (actor) => actor.produce(topic) },
    {
      label: `see the partitions of ${topic}`,
      needs: [["topic", topic, "Describe"]],
      run: (actor) => actor.admin((admin) => admin.fetchTopicMetadata({ topics: [topic] })),
    },
    {
      label: `see the configs of ${topic}`,
      needs: [["topic", topic, "DescribeConfigs"]],
      run: (actor) =>
        actor.admin((admin) =>
          admin.describeConfigs({ includeSynonyms: false, resources: [{ type: 2, name: topic }] }),
        ),
    },
    {
      label: `read ${topic} in the group workers-1`,
      needs: [
        ["topic", topic, "Read"],
        ["group", "workers-1", "Read"],
      ],
      run: (actor) => actor.consume(topic, "workers-1"),
    },
  ]),
  {
    label: "read tasks in the group strangers",
    needs: [
      ["topic", "tasks", "Read"],
      ["group", "strangers", "Read"],
    ],
    run: (actor) => actor.consume("tasks", "strangers"),
  },
  ...["made-by-app", "orders-new"].map((topic): Attempt => ({
    label: `create the topic ${topic}`,
    needs: [["topic", topic, "Create"]],
    run: (actor) =>
      actor.admin((admin) =>
        admin.createTopics({
          validateOnly: true,
          waitForLeaders: false,
          topics: [{ topic, numPartitions: 1, replicationFactor: 1 }],
        }),
      ),
  })),
  {
    label: "add partitions to orders-eu",
    needs: [["topic", "orders-eu", "Alter"]],
    run: (actor) =>
      actor.admin((admin) =>
        admin.createPartitions({ validateOnly: true, topicPartitions: [{ topic: "orders-eu", count: 9 }] }),
      ),
  },
  {
    label: "write to tasks in a transaction",
    needs: [
      ["topic", "tasks", "Write"],
      ["transactionalId", "tx-1", "Write"],
    ],
    run: (actor) => actor.produce("tasks", "tx-1"),
  },
  {
    label: "list the access rules",
    needs: [["cluster", "kafka-cluster", "Describe"]],
    run: (actor) =>
      actor.admin((admin) =>
        admin.describeAcls({ resourceType: 1, resourcePatternType: 1, operation: 1, permissionType: 1 } as Parameters<
          typeof admin.describeAcls
        >[0]),
      ),
  },
];
