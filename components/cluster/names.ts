import type { Settings, StackSettings } from "../../config/schema";

/**
 * The names of everything that belongs to one Kafka cluster. The chart derives its own from `fullnameOverride`, which is
 * `cluster.name`; these functions are the one place where the program says the same (chart 26.11.4, templates/_helpers.tpl).
 */

/** Ports of the listeners (the chart's own defaults). */
export const ports = { client: 9092, controller: 9093, interbroker: 9094, external: 9095, jmx: 5556, exporter: 9308 };

/** Ports of a ZooKeeper server. */
export const zookeeperPorts = { client: 2181, follower: 2888, election: 3888, metrics: 9141 };

/** The DNS domain of the Kubernetes cluster, the chart's own default. */
export const CLUSTER_DOMAIN = "cluster.local";

/** The chart's part that runs the brokers: `controller` in KRaft mode, where each broker is a controller too. */
export type Role = "controller" | "broker";

/** Which of the chart's two parts the stack uses. */
export function role(settings: Settings): Role {
  return settings.cluster.mode === "kraft" ? "controller" : "broker";
}

/** Value of the label `app.kubernetes.io/component` of a part's brokers. */
export function component(of: Role): "controller-eligible" | "broker" {
  return of === "controller" ? "controller-eligible" : "broker";
}

/** A StatefulSet of brokers. */
export interface BrokerSet {
  role: Role;
  name: string;
  /** Number of its pods. */
  replicas: number;
}

/** The StatefulSets that brokers run in: the voters' of a KRaft quorum, and beside it that of the additional brokers, if there are any. */
export function brokerSets(settings: Settings): BrokerSet[] {
  const { name, brokers, additionalBrokers } = settings.cluster;
  const set = (of: Role, replicas: number): BrokerSet => ({ role: of, name: `${name}-${of}`, replicas });
  return [set(role(settings), brokers), ...(additionalBrokers > 0 ? [set("broker", additionalBrokers)] : [])];
}

/** The brokers' StatefulSet; in KRaft mode that of the voters. */
export function statefulSetName(settings: Settings): string {
  return `${settings.cluster.name}-${role(settings)}`;
}

/** The ZooKeeper ensemble's StatefulSet and client Service, in that mode. */
export function zookeeperName({ cluster }: Pick<StackSettings, "cluster">): string {
  return `${cluster.name}-zookeeper`;
}

/**
 * The StatefulSets that the program itself restarts, pod by pod, in this order: the ensemble first, so that brokers start against what
 * stays. The rollout knows the ensemble by the end of its name.
 */
export function rolledStatefulSets(settings: Settings): string[] {
  const ensemble = settings.cluster.mode === "zookeeper" ? [zookeeperName(settings)] : [];
  return [
    ...ensemble,
    ...brokerSets(settings)
      .toReversed()
      .map(({ name }) => name),
  ];
}

/** The Service without an address of its own that gives every broker of a StatefulSet its name. */
export function headlessService({ name }: Pick<BrokerSet, "name">): string {
  return `${name}-headless`;
}

/** `host:port` that each broker advertises inside the Kubernetes cluster, by StatefulSet and ordinal. */
export function brokerHosts(settings: Settings): string[] {
  return brokerSets(settings).flatMap((set) =>
    ordinals(set.replicas).map((n) => `${set.name}-${n}.${headlessService(set)}.${domain(settings)}:${ports.client}`),
  );
}

/** The Service in front of all brokers. */
export function bootstrapService(settings: Settings): string {
  return settings.cluster.name;
}

/** `host:port` of the bootstrap Service, for clients inside the Kubernetes cluster. */
export function bootstrapServers(settings: Settings): string {
  return `${bootstrapService(settings)}.${domain(settings)}:${ports.client}`;
}

/** `host:port` of each broker for clients outside, comma-joined; undefined where the addresses are only known at run time. */
export function externalBootstrapServers(settings: Settings): string | undefined {
  const { external } = settings.cluster;
  const portOf = (n: number): number | undefined =>
    external?.type === "NodePort" ? external.nodePorts?.[n] : ports.external;
  const servers = external?.hosts?.flatMap((host, n) => (portOf(n) === undefined ? [] : [`${host}:${portOf(n)}`]));
  return servers === undefined || servers.length === 0 ? undefined : servers.join(",");
}

/** Security protocol of the client listener; the external one is always SASL_SSL. */
export function clientProtocol({ security }: Settings): "SASL_PLAINTEXT" | "SASL_SSL" {
  return security.tls === undefined ? "SASL_PLAINTEXT" : "SASL_SSL";
}

/**
 * Secret with the passwords that the chart reads (`sasl.existingSecret`). The turns of their rotation take turns with the name, so that a
 * broker that was not restarted yet goes on reading the passwords that it was started with.
 */
export function internalSecretName(settings: Settings): string {
  return slotSecretName(`${settings.cluster.name}-internal-credentials`, settings.security.rotation);
}

/** Secret with the KRaft cluster id (`kraft.existingClusterIdSecret`). */
export function clusterIdSecretName(settings: Settings): string {
  return `${settings.cluster.name}-cluster-id`;
}

/** Secret of the administrator that this program logs in as. */
export function operatorSecretName(settings: Settings): string {
  return `${settings.cluster.name}-operator`;
}

/** Secret of one client. */
export function clientSecretName(settings: StackSettings, user: string): string {
  return `${settings.cluster.name}-client-${user}`;
}

/** ConfigMap with the JMX exporter's rules (`metrics.jmx.existingConfigmap`). */
export function jmxRulesName(settings: Settings): string {
  return `${settings.cluster.name}-jmx-rules`;
}

/** PrometheusRule, or ConfigMap, with the alert rules. */
export function alertRulesName(settings: StackSettings): string {
  return `${settings.cluster.name}-alerts`;
}

/** The Kafka exporter's Service. */
export function exporterService(settings: Settings): string {
  return `${settings.cluster.name}-metrics`;
}

/** Prometheus' jobs: the operator names them after the exporters' Services. */
export function jobs(settings: Settings): { jmx: string; exporter: string; zookeeper: string } {
  const { name } = settings.cluster;
  return {
    jmx: `${name}-jmx-metrics`,
    exporter: exporterService(settings),
    zookeeper: `${zookeeperName(settings)}-metrics`,
  };
}

/** The console's Deployment, its Service, and the Secret with its login. */
export function consoleName(settings: StackSettings): string {
  return `${settings.cluster.name}-console`;
}

/** Labels of the console's pods. */
export function consoleLabels(settings: StackSettings): Record<string, string> {
  return { "app.kubernetes.io/name": "kafka-console", "app.kubernetes.io/instance": settings.cluster.name };
}

/** Secret with the logins of one client that this program gives the brokers; the client's own follows once they take them. */
export function loginSecretName(settings: StackSettings, user: string): string {
  return `${settings.cluster.name}-login-${user}`;
}

/** Secret with what the clients of a group need, the same in each namespace. */
export function groupSecretName(settings: StackSettings, group: string): string {
  return `${settings.cluster.name}-users-${group}`;
}

/** Secret with the logins of a group that this program gives the brokers. */
export function groupLoginSecretName(settings: StackSettings, group: string): string {
  return `${settings.cluster.name}-logins-${group}`;
}

/** Secret with what a group's passwords are made from: for this program alone, after a lost state. */
export function groupSeedSecretName(settings: StackSettings, group: string): string {
  return `${settings.cluster.name}-seed-${group}`;
}

/** The name of what belongs to one turn of two. */
function slotSecretName(name: string, rotation: number): string {
  return rotation % 2 === 1 ? name : `${name}-b`;
}

function domain(settings: Settings): string {
  return `${settings.kubernetes.namespace}.svc.${CLUSTER_DOMAIN}`;
}

function ordinals(count: number): number[] {
  return Array.from({ length: count }, (_, n) => n);
}
