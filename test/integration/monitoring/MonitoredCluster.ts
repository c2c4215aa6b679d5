import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Consumer, Kafka, Producer } from "kafkajs";
import { JMX_URL, jmxRuleFile } from "../../../components/monitoring/jmx/ruleFile";
import { BrokerCluster, startKraft, startZooKeeper } from "../brokers";
import type { BrokerOptions } from "../brokers";
import { JmxExporter } from "./JmxExporter";

/** Topic of the traffic. */
export const TOPIC = "orders";
/** Consumer group of the traffic. */
export const GROUP = "billing";

/** Every message is flushed, so that the log flush metrics are there in ZooKeeper mode too, whose brokers flush nothing else. */
const FLUSH = { "log.flush.interval.messages": "1" };

/** Real brokers with the real JMX exporter beside each, this program's rules, and traffic when it is asked for. */
export class MonitoredCluster {
  private readonly clients: (Producer | Consumer)[] = [];

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
      for (const [node, jmxPort] of brokers.jmxPorts.entries())
        cluster.exporters.push(await JmxExporter.start({ jmxPort, rules, folder, name: `exporter-${node}` }));
    } catch (error) {
      await cluster.stop();
      throw error;
    }
    return cluster;
  }

  /** Makes the topic, and produces and consumes messages of it; resolves when all of them are consumed. */
  async traffic(messages: number): Promise<void> {
    const kafka = this.brokers.kafka();
    await this.createTopic(kafka);
    const consumer = kafka.consumer({ groupId: GROUP });
    const producer = kafka.producer();
    this.clients.push(consumer, producer);
    await Promise.all([consumer.connect(), producer.connect()]);
    await consumer.subscribe({ topic: TOPIC, fromBeginning: true });
    let left = messages;
    const consumed = new Promise<void>((resolve) => {
      void consumer.run({
        eachMessage: async () => {
          if (--left === 0) resolve();
        },
      });
    });
    const values = Array.from({ length: messages }, (_, n) => ({ value: `order ${n}` }));
    await producer.send({ topic: TOPIC, messages: values });
    await consumed;
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

  /** Ends the clients that `traffic` started. */
  async stopClients(): Promise<void> {
    await Promise.all(this.clients.splice(0).map((client) => client.disconnect()));
  }

  async stop(): Promise<void> {
    await this.stopClients();
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
