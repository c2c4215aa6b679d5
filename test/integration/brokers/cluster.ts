import { readFileSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { ConnectionOptions } from "node:tls";
import { Kafka, logLevel, SASLOptions } from "kafkajs";
import type { KubernetesConnection } from "../../../provider/src/connection";
import { JavaProcess } from "./java";
import { namespace, operator, operatorSecret } from "./options";

/** How long a node may take until the cluster counts it, in milliseconds; two busy cores start three nodes in 30 s at worst. */
const startLimit = 120_000;

/** What a controller says that leads a log with records in it, but without the users and the version that the nodes were formatted with. */
const USERS_LOST = "No metadata.version feature level record was found in the log";

/**
 * The quorum changed its leader while the first one wrote what the nodes were formatted with (Kafka 3.6.1, on busy machines): nobody can log in, for good.
 * Another start, on empty folders, is the way out.
 */
export class UsersLost extends Error {
  override readonly name = "UsersLost";
}

/** How one node is started. */
export interface NodeStart {
  id: number;
  clientPort: number;
  jmxPort?: number;
  start: () => Promise<JavaProcess>;
}

/** Real brokers on the loopback interface. */
export class BrokerCluster {
  private readonly processes = new Map<number, JavaProcess>();

  private constructor(
    private readonly starts: readonly NodeStart[],
    /** Where the configuration, the data and the logs are. */
    readonly folder: string,
    /** Processes that aren't brokers, ended last. */
    private readonly others: readonly JavaProcess[],
    private ssl: ConnectionOptions | undefined,
    /** `host:port` of ZooKeeper's own metrics, where it shows them. */
    readonly zooKeeperMetrics: string | undefined,
  ) {}

  /**
   * Starts all nodes, and resolves when the cluster has a controller and counts each of them.
   * @param ssl how clients prove the brokers, where their listener has TLS
   */
  static async start(
    starts: readonly NodeStart[],
    folder: string,
    others: readonly JavaProcess[],
    ssl?: ConnectionOptions,
    zooKeeperMetrics?: string,
  ): Promise<BrokerCluster> {
    const cluster = new BrokerCluster(starts, folder, others, ssl, zooKeeperMetrics);
    try {
      for (const node of starts) cluster.processes.set(node.id, await node.start());
      await cluster.waitForNodes(starts.map(({ id }) => id));
      return cluster;
    } catch (error) {
      await cluster.stop();
      throw error;
    }
  }

  get nodeIds(): number[] {
    return this.starts.map(({ id }) => id);
  }

  /** Bootstrap addresses of all nodes. */
  get bootstrap(): string[] {
    return this.starts.map(({ clientPort }) => `127.0.0.1:${clientPort}`);
  }

  /** Port of JMX of each node that has it open. */
  get jmxPorts(): number[] {
    return this.starts.flatMap(({ jmxPort }) => (jmxPort === undefined ? [] : [jmxPort]));
  }

  /** A Connection to this cluster, by plain sockets. Its Secret is one of `secretsOf`. */
  get connection(): KubernetesConnection {
    return {
      brokers: this.bootstrap,
      access: "direct",
      mechanism: "SCRAM-SHA-512",
      kubernetes: { context: "none", namespace },
      secretName: operatorSecret,
    };
  }

  /** A kafkajs instance, as the administrator or another user. */
  kafka(credentials = operator, mechanism: "scram-sha-512" | "scram-sha-256" = "scram-sha-512"): Kafka {
    return new Kafka({
      brokers: this.bootstrap,
      clientId: "tests",
      sasl: { mechanism, ...credentials } as SASLOptions,
      logLevel: logLevel.NOTHING,
      ...(this.ssl === undefined ? {} : { ssl: this.ssl }),
    });
  }

  /** Kills a node at once, as a lost machine would. */
  async kill(id: number): Promise<void> {
    await this.process(id).kill();
  }

  /** Stops a node in an orderly way. */
  async stopNode(id: number): Promise<void> {
    await this.process(id).stop();
  }

  /** Starts a node that was stopped or killed, and waits until the cluster counts it. */
  async restart(id: number): Promise<void> {
    const node = this.starts.find((start) => start.id === id);
    if (node === undefined) throw new Error(`there is no node ${id}`);
    await this.process(id).stop();
    this.processes.set(id, await node.start());
    await this.waitForNodes([id]);
  }

  /**
   * Changes a node's configuration file, for its next start.
   * @param ssl how the harness itself connects from then on
   */
  changeConfiguration(id: number, change: (text: string) => string, ssl?: ConnectionOptions): void {
    const file = join(this.folder, `node-${id}.properties`);
    writeFileSync(file, change(readFileSync(file, "utf8")));
    this.ssl = ssl;
  }

  /** Stops everything and removes the data. */
  async stop(): Promise<void> {
    // Killed, because an orderly stop of the last nodes waits long for a controller that is gone too.
    await Promise.all([...this.processes.values()].map((process) => process.kill()));
    await Promise.all(this.others.map((process) => process.kill()));
    await rm(this.folder, { recursive: true, force: true });
  }

  private process(id: number): JavaProcess {
    const process = this.processes.get(id);
    if (process === undefined) throw new Error(`there is no node ${id}`);
    return process;
  }

  private async waitForNodes(ids: readonly number[]): Promise<void> {
    const deadline = Date.now() + startLimit;
    let found = "";
    while (Date.now() < deadline) {
      const dead = [...this.processes.values()].find((process) => !process.running);
      if (dead !== undefined && ids.some((id) => this.processes.get(id) === dead)) {
        throw new Error(`${dead.name} ended:\n${dead.logTail()}`);
      }
      const live = await this.liveNodes();
      found = live.join(", ");
      if (ids.every((id) => live.includes(id))) return;
      const lost = [...this.processes.values()].find((process) => process.hasLogged(USERS_LOST));
      if (lost !== undefined) throw new UsersLost(`${lost.name} leads without the users of the format`);
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
    const logs = ids.map((id) => `${this.process(id).name}:\n${this.process(id).logTail()}`).join("\n");
    throw new Error(`waited for the nodes ${ids.join(", ")}, found ${found === "" ? "none" : found}\n${logs}`);
  }

  private async liveNodes(): Promise<number[]> {
    const admin = this.kafka().admin({ retry: { retries: 0 } });
    try {
      await admin.connect();
      const { brokers, controller } = await admin.describeCluster();
      // ZooKeeper mode serves clients before it has a controller.
      return controller === null || controller < 0 ? [] : brokers.map(({ nodeId }) => nodeId);
    } catch {
      return [];
    } finally {
      await admin.disconnect().catch(() => undefined);
    }
  }
}
