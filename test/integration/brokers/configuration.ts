import { type BrokerOptions, operator } from "./options";

/** Ports of one node. */
export interface NodePorts {
  client: number;
  internal: number;
  controller: number;
}

/** One node of a test cluster, as its configuration file needs it. */
export interface NodePlan {
  id: number;
  ports: NodePorts;
  dataFolder: string;
  /** Port of JMX, where it is open. */
  jmxPort?: number;
  /** Folder of classes beside Kafka's own. */
  classes?: string;
  /** Most heap, in MiB. */
  heap: number;
  /** Further options of its JVM. */
  jvm: readonly string[];
}

const scramModule = "org.apache.kafka.common.security.scram.ScramLoginModule required;";

/** Settings that both modes share: SCRAM for clients, small buffers, quick timeouts. */
function common(node: NodePlan, nodes: number, options: BrokerOptions): Record<string, string> {
  const replicas = String(Math.min(3, nodes));
  return {
    "log.dirs": node.dataFolder,
    "advertised.listeners": `CLIENT://127.0.0.1:${node.ports.client},INTERNAL://127.0.0.1:${node.ports.internal}`,
    "listener.security.protocol.map": "CLIENT:SASL_PLAINTEXT,INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT",
    "inter.broker.listener.name": "INTERNAL",
    "sasl.enabled.mechanisms": "SCRAM-SHA-512,SCRAM-SHA-256",
    "listener.name.client.scram-sha-512.sasl.jaas.config": scramModule,
    "listener.name.client.scram-sha-256.sasl.jaas.config": scramModule,
    "auto.create.topics.enable": "false",
    "offsets.topic.replication.factor": replicas,
    "offsets.topic.num.partitions": "4",
    "transaction.state.log.replication.factor": replicas,
    "transaction.state.log.num.partitions": "4",
    "transaction.state.log.min.isr": "1",
    "group.initial.rebalance.delay.ms": "0",
    "log.cleaner.dedupe.buffer.size": "4194304",
    "controlled.shutdown.enable": "true",
    "num.network.threads": "2",
    "num.io.threads": "4",
    "log.segment.delete.delay.ms": "1000",
    ...(options.racks?.[node.id] === undefined ? {} : { "broker.rack": options.racks[node.id] }),
    ...options.overrides,
  };
}

/** The authorizer of a mode. Brokers and controllers talk over PLAINTEXT listeners here, and so are ANONYMOUS to one another. */
function authorizer(className: string, options: BrokerOptions): Record<string, string> {
  if (options.authorizer !== true) return {};
  return {
    "authorizer.class.name": className,
    "allow.everyone.if.no.acl.found": "false",
    "super.users": `User:${operator.username};User:ANONYMOUS`,
  };
}

/** `server.properties` of a node that is broker and controller. */
export function kraftProperties(node: NodePlan, all: readonly NodePlan[], options: BrokerOptions): string {
  const own = [
    `CLIENT://127.0.0.1:${node.ports.client}`,
    `INTERNAL://127.0.0.1:${node.ports.internal}`,
    `CONTROLLER://127.0.0.1:${node.ports.controller}`,
  ];
  return properties({
    "process.roles": "broker,controller",
    "node.id": String(node.id),
    "controller.quorum.voters": all.map(({ id, ports }) => `${id}@127.0.0.1:${ports.controller}`).join(","),
    "controller.listener.names": "CONTROLLER",
    listeners: own.join(","),
    "broker.session.timeout.ms": "6000",
    "broker.heartbeat.interval.ms": "1000",
    ...authorizer("org.apache.kafka.metadata.authorizer.StandardAuthorizer", options),
    ...common(node, all.length, options),
  });
}

/** `server.properties` of a broker that uses ZooKeeper. */
export function zooKeeperBrokerProperties(
  node: NodePlan,
  nodes: number,
  zooKeeperPort: number,
  options: BrokerOptions,
): string {
  return properties({
    "broker.id": String(node.id),
    "zookeeper.connect": `127.0.0.1:${zooKeeperPort}`,
    "zookeeper.session.timeout.ms": "6000",
    listeners: `CLIENT://127.0.0.1:${node.ports.client},INTERNAL://127.0.0.1:${node.ports.internal}`,
    ...authorizer("kafka.security.authorizer.AclAuthorizer", options),
    ...common(node, nodes, options),
  });
}

/** `zoo.cfg` of a single server. @param metricsPort Port of its metrics, where it shows them */
export function zooKeeperProperties(dataFolder: string, port: number, metricsPort?: number): string {
  return properties({
    dataDir: dataFolder,
    clientPort: String(port),
    clientPortAddress: "127.0.0.1",
    tickTime: "1000",
    "admin.enableServer": "false",
    maxClientCnxns: "0",
    ...(metricsPort === undefined
      ? {}
      : {
          "metricsProvider.className": "org.apache.zookeeper.metrics.prometheus.PrometheusMetricsProvider",
          "metricsProvider.httpHost": "127.0.0.1",
          "metricsProvider.httpPort": String(metricsPort),
        }),
  });
}

function properties(entries: Record<string, string>): string {
  return `${Object.entries(entries)
    .map(([key, value]) => `${key}=${value}`)
    .join("\n")}\n`;
}
