import { INTERBROKER, OPERATOR } from "../components/cluster/values/security";
import { propertiesText } from "../config/kafka/propertiesText";
import type { StackSettings } from "../config/schema";
import { isExternal } from "../config/schema";
import { quantityToBytes, quantityToMillicores } from "../config/units";
import type { FormNode } from "./brokers/nodes";
import { SECRETS } from "./brokers/secretNames";
import type { BrokerPlace } from "./brokers/serverProperties";
import { serverProperties } from "./brokers/serverProperties";
import type { ZooKeeperServer } from "./brokers/zooKeeper";
import { ensembleSize, ZOOKEEPER_PORTS } from "./brokers/zooKeeper";

/** Ports of a broker inside its container, those of the chart. */
export const CONTAINER_PORTS = { client: 9092, controller: 9093, interbroker: 9094, external: 9095 } as const;

/** Open files of a broker: each segment of each partition takes two, each connection one. */
export const OPEN_FILES = 100_000;

/** User and group of the images' processes, which own what is in their volumes. */
export const USER = "1001:0";

/** Where the image looks for things, and keeps them (the chart's own contract with it). */
export const PATHS = {
  configuration: "/opt/bitnami/kafka/config/server.properties",
  keyStore: "/opt/bitnami/kafka/config/certs/keystore.pem",
  trustStore: "/opt/bitnami/kafka/config/certs/truststore.pem",
  volume: "/bitnami/kafka",
  zooKeeperVolume: "/bitnami/zookeeper",
} as const;

/** An image as Docker names it; by its digest where the stack pins it. */
export function imageName({ images }: StackSettings, which: "kafka" | "zookeeper"): string {
  const { repository, tag, digest } = images[which];
  return `${images.registry}/${repository}:${tag}${digest === undefined ? "" : `@${digest}`}`;
}

/** The ZooKeeper servers of a form in containers; none in KRaft mode. */
export function zooKeeperServers(settings: StackSettings): ZooKeeperServer[] {
  if (settings.cluster.mode === "kraft") return [];
  return Array.from({ length: ensembleSize(settings) }, (_, index) => ({
    id: index + 1,
    host: `${settings.cluster.name}-zookeeper-${index + 1}`,
  }));
}

/** `server.properties` of a broker in a container, which the others reach by its name. */
export function containerProperties(settings: StackSettings, node: FormNode, nodes: readonly FormNode[]): string {
  const protocol = isExternal(settings) ? settings.cluster.protocol : "SASL_PLAINTEXT";
  const { client, controller, interbroker, external } = CONTAINER_PORTS;
  const place: BrokerPlace = {
    node,
    clients: [
      // For containers beside it, by its name; for everybody else by the address that the host publishes.
      { name: "CLIENT", port: client, advertised: `${node.name}:${client}`, protocol: "SASL_PLAINTEXT" },
      { name: "EXTERNAL", port: external, advertised: `${node.host}:${node.port}`, protocol },
    ],
    internal: {
      name: "INTERNAL",
      port: interbroker,
      advertised: `${node.name}:${interbroker}`,
      protocol: "SASL_PLAINTEXT",
    },
    controller: { port: controller, protocol: "SASL_PLAINTEXT" },
    voters: nodes.map(({ id, name }) => `${id}@${name}:${controller}`).join(","),
    zooKeeper: zooKeeperServers(settings)
      .map(({ host }) => `${host}:${ZOOKEEPER_PORTS.client}`)
      .join(","),
    dataFolder: `${PATHS.volume}/data`,
    tls: PATHS,
  };
  return propertiesText(serverProperties(settings, place));
}

/** Whether the listener for clients outside needs certificates. */
export function needsCertificates(settings: StackSettings): boolean {
  return isExternal(settings) && settings.cluster.protocol === "SASL_SSL";
}

/**
 * The environment of a broker's container: plain values, and names of secrets in `secrets`.
 *
 * The image formats the storage with the two users (KRaft), or writes them to ZooKeeper at every start.
 */
export function brokerEnvironment({ cluster }: StackSettings): {
  plain: Record<string, string>;
  secrets: Record<string, string>;
} {
  const kraft = cluster.mode === "kraft";
  return {
    plain: {
      KAFKA_HEAP_OPTS: heapOptions(cluster.heapMiB),
      [kraft ? "KAFKA_KRAFT_BOOTSTRAP_SCRAM_USERS" : "KAFKA_ZOOKEEPER_BOOTSTRAP_SCRAM_USERS"]: "true",
      KAFKA_CLIENT_USERS: OPERATOR,
      KAFKA_INTER_BROKER_USER: INTERBROKER,
    },
    secrets: {
      KAFKA_CLIENT_PASSWORDS: SECRETS.operator,
      KAFKA_INTER_BROKER_PASSWORD: SECRETS.interbroker,
      // The broker itself reads this one: the image may drop the other before it starts it.
      [SECRETS.interbroker]: SECRETS.interbroker,
      ...(kraft ? { KAFKA_KRAFT_CLUSTER_ID: SECRETS.clusterId, [SECRETS.quorum]: SECRETS.quorum } : {}),
    },
  };
}

/** The JVM's heap; G1 is named, as on a machine with one CPU the JVM would choose the serial collector. */
export function heapOptions(heapMiB: number): string {
  return `-Xmx${heapMiB}m -Xms${heapMiB}m -XX:+UseG1GC`;
}

/** The environment of a ZooKeeper server's container. It is reached by the brokers alone, and has no passwords, as in the chart. */
export function zooKeeperEnvironment(
  { cluster }: StackSettings,
  server: ZooKeeperServer,
  servers: readonly ZooKeeperServer[],
): Record<string, string> {
  const { follower, election } = ZOOKEEPER_PORTS;
  return {
    ALLOW_ANONYMOUS_LOGIN: "yes",
    ZOO_4LW_COMMANDS_WHITELIST: "srvr",
    ZOO_ENABLE_ADMIN_SERVER: "no",
    ZOO_HEAP_SIZE: String(cluster.zookeeper.heapMiB),
    ZOO_SERVER_ID: String(server.id),
    ZOO_SERVERS: servers.map(({ id, host }) => `${host}:${follower}:${election}::${id}`).join(" "),
  };
}

/** A container's limits as Docker takes them. */
export function containerLimits({ limits }: StackSettings["cluster"]["resources"]): { cpus: string; memory: string } {
  return {
    cpus: String(quantityToMillicores(limits.cpu) / 1000),
    memory: String(quantityToBytes(limits.memory)),
  };
}

/** Address of the host that a port is published on: this machine alone, where that is what clients are told. */
export function publishedOn({ host }: FormNode): string {
  return host === "localhost" || host.startsWith("127.") ? "127.0.0.1:" : "";
}

/** Whether the broker takes clients. */
export const BROKER_CHECK = `timeout 4 bash -c '</dev/tcp/127.0.0.1/${CONTAINER_PORTS.client}'`;

/** Whether the ZooKeeper server is part of the ensemble. */
export const ZOOKEEPER_CHECK = `echo srvr | timeout 4 nc -w 4 127.0.0.1 ${ZOOKEEPER_PORTS.client} | grep -q Mode:`;
