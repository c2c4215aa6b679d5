import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Consumer, Kafka, Producer } from "kafkajs";
import { KafkaJSProtocolError } from "kafkajs";
import { JMX_URL, jmxRuleFile } from "../../../components/monitoring/jmx/ruleFile";
import { BrokerCluster, startKraft, startZooKeeper } from "../brokers";
import type { BrokerOptions } from "../brokers";
import { JmxExporter } from "./JmxExporter";
import { eventually } from "./panels/eventually";

/** Topic of the traffic. */
export const TOPIC = "orders";
/** Consumer group of the traffic. */
export const GROUP = "billing";

/** Every message is flushed, so that the log flush metrics are there in ZooKeeper mode too, whose brokers flush nothing else. */
const FLUSH = { "log.flush.interval.messages": "1" };

/** Real brokers with the real JMX exporter beside each, this program's rules, and traffic when it is asked for. */
export class MonitoredCluster {
  private consumer: Consumer | undefined;
  private producer: Producer | undefined;

  private constructor(
    readonly brokers: BrokerCluster,
    private readonly folder: string,
    readonly exporters: JmxExporter[],
  ) {}

  /** @param rules Text of the exporter's rule file. @default this program's */
  static async start(
    mode: "kraft" | "zookeeper",
    options: BrokerOptions = {},
    rules = jmxRuleFile({ jmxUrl: JMX_URL }),
  ): Promise<MonitoredCluster> {
    const start = mode === "kraft" ? startKraft : startZooKeeper;
    const brokers = await start({ ...options, jmx: true, overrides: { ...FLUSH, ...options.overrides } });
    const folder = await mkdtemp(join(tmpdir(), "kafka-exporters-"));
    const cluster = new MonitoredCluster(brokers, folder, []);
    try {
      const started = await Promise.allSettled(
        brokers.jmxPorts.map((jmxPort, node) =>
          JmxExporter.start({ jmxPort, rules, folder, name: `exporter-${node}` }),
        ),
      );
      for (const each of started) if (each.status === "fulfilled") cluster.exporters.push(each.value);
      for (const each of started) if (each.status === "rejected") throw each.reason;
    } catch (error) {
      await cluster.stop();
      throw error;
    }
    return cluster;
  }

  /** Makes the topic, and produces and consumes messages of it; resolves when all of them are consumed. */
  async traffic(messages: number): Promise<void> {
    await this.createTopic(this.brokers.kafka());
    const consumed = await this.startConsumer(messages);
    await this.produce(Array.from({ length: messages }, (_, n) => `order ${n}`));
    await consumed.all;
  }

  /** A member of the traffic's group joins. @returns what resolves when it has had so many messages */
  async startConsumer(messages: number): Promise<{ all: Promise<void> }> {
    const consumer = this.brokers.kafka().consumer({ groupId: GROUP });
    this.consumer = consumer;
    await consumer.connect();
    await onceKnown(() => consumer.subscribe({ topic: TOPIC, fromBeginning: true }));
    let left = messages;
    const all = new Promise<void>((resolve) => {
      void consumer.run({
        eachMessage: async () => {
          if (--left === 0) resolve();
        },
      });
    });
    return { all };
  }

  /** The group's member leaves, as when its last pod is gone. */
  async stopConsumer(): Promise<void> {
    await this.consumer?.disconnect();
    this.consumer = undefined;
  }

  /** Produces messages. @param topic @default that of the traffic */
  async produce(values: readonly (string | Buffer)[], topic = TOPIC): Promise<void> {
    if (this.producer === undefined) {
      this.producer = this.brokers.kafka().producer();
      await this.producer.connect();
    }
    const { producer } = this;
    await onceKnown(() => producer.send({ topic, messages: values.map((value) => ({ value })) }));
  }

  /** Tries to log in with a wrong password. @returns once the broker has refused it */
  async failedLogin(): Promise<void> {
    const admin = this.brokers.kafka({ username: "operator", password: "wrong" }).admin({ retry: { retries: 0 } });
    const outcome = await admin.connect().then(
      () => "let in",
      () => "refused",
    );
    if (outcome !== "refused") throw new Error("a wrong password was let in");
  }

  async stop(): Promise<void> {
    await Promise.all([this.stopConsumer(), this.producer?.disconnect()]);
    await Promise.all(this.exporters.map((exporter) => exporter.stop()));
    await this.brokers.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  private async createTopic(kafka: Kafka): Promise<void> {
    const admin = kafka.admin();
    await admin.connect();
    try {
      const replicationFactor = this.brokers.nodeIds.length;
      await admin.createTopics({
        topics: [{ topic: TOPIC, numPartitions: 3, replicationFactor }],
        waitForLeaders: false,
      });
    } finally {
      await admin.disconnect();
    }
  }
}

/** Asks again while the broker that happens to be asked doesn't know a new topic yet. */
async function onceKnown(ask: () => Promise<unknown>): Promise<void> {
  await eventually(
    () => "every broker to know the topic",
    async () => {
      try {
        await ask();
        return true;
      } catch (error) {
        if (error instanceof KafkaJSProtocolError && error.type === "UNKNOWN_TOPIC_OR_PARTITION") return undefined;
        throw error;
      }
    },
  );
}
