import { z } from "zod";
import { duration, quantity, size } from "./units";

/**
 * The one source of the stack file's shape: types, defaults, validation, the editors' JSON schema and the README's table
 * all come from here. Every key is read from the `kafka:` namespace of `Pulumi.<stack>.yaml`.
 */

const kubernetes = z.strictObject({
  context: z.string().min(1).optional().describe("The kube context this stack belongs to. `up` uses this one and no other, never the current one by accident."),
  server: z.url().optional().describe("The API server this stack belongs to. `up` stops before touching another."),
  kubeconfig: z.string().min(1).optional().describe("Path of the kubeconfig file. Default: the KUBECONFIG variable, else the user's own."),
  namespace: z.string().default("middleware").describe("The namespace that everything is deployed to."),
  createNamespace: z.boolean().default(true).describe("Create the namespace. Switch off where another stack owns it."),
});

const chart = z.strictObject({
  repository: z.string().default("oci://registry-1.docker.io/bitnamicharts/kafka").describe("OCI address of the chart."),
  version: z.string().default("26.11.4").describe("Chart version. 26.11.4 is the last of the line that ships Kafka 3.6."),
  path: z.string().optional().describe("A local chart, directory or archive, in place of the repository."),
});

const image = z.strictObject({
  repository: z.string(),
  tag: z.string(),
  digest: z.string().regex(/^sha256:[0-9a-f]{64}$/).optional().describe("Pins the image by its digest."),
});

const images = z.strictObject({
  registry: z.string().default("docker.io").describe("The registry all images come from."),
  pullPolicy: z.enum(["Always", "IfNotPresent", "Never"]).default("IfNotPresent"),
  pullSecrets: z.array(z.string()).default([]).describe("Names of the pull Secrets in the namespace."),
  kafka: image.prefault({ repository: "bitnamilegacy/kafka", tag: "3.6.1-debian-12-r12" }),
  zookeeper: image.prefault({ repository: "bitnamilegacy/zookeeper", tag: "3.8.3-debian-12-r16" }),
  jmxExporter: image.prefault({ repository: "bitnamilegacy/jmx-exporter", tag: "0.20.0-debian-12-r11" }),
  kafkaExporter: image.prefault({ repository: "bitnamilegacy/kafka-exporter", tag: "1.7.0-debian-12-r19" }),
  kubectl: image.prefault({ repository: "bitnamilegacy/kubectl", tag: "1.29.2-debian-12-r2" }).describe("Only for external access with discovered addresses."),
});

const resources = z.strictObject({
  requests: z.strictObject({ cpu: quantity, memory: quantity }),
  limits: z.strictObject({ cpu: quantity, memory: quantity }),
});

const storage = z.strictObject({
  size: quantity.describe("Size of each broker's claim."),
  class: z.string().optional().describe("StorageClass. Default: the cluster's own default class."),
});

const zookeeper = z.strictObject({
  replicas: z.int().min(1).default(3),
  heapMiB: z.int().min(64).default(512).describe("JVM heap in MiB."),
  storage: storage.prefault({ size: "20Gi" }),
  resources: resources.prefault({ requests: { cpu: "250m", memory: "512Mi" }, limits: { cpu: "1000m", memory: "1Gi" } }),
});

const externalAccess = z.strictObject({
  type: z.enum(["LoadBalancer", "NodePort"]),
  tlsSecret: z.string().describe("Secret with `tls.crt`, `tls.key` and `ca.crt`: the external listener is SASL_SSL only."),
  hosts: z.array(z.string()).optional().describe("One advertised host per broker. LoadBalancer without hosts: the address is discovered."),
  nodePorts: z.array(z.int().min(30000).max(32767)).optional().describe("One port per broker, for NodePort."),
  sourceRanges: z.array(z.string()).default([]).describe("CIDR ranges that may reach the load balancers."),
  annotations: z.record(z.string(), z.string()).default({}).describe("Annotations of each Service, such as the cloud's load balancer settings."),
});

const cluster = z.strictObject({
  name: z.string().default("kafka").describe("The chart's full name: StatefulSets, Services and claims start with it."),
  mode: z.enum(["kraft", "zookeeper"]).default("kraft"),
  brokers: z.int().min(1).max(100).default(3).describe("Number of brokers; in KRaft mode each is a controller too."),
  heapMiB: z.int().min(128).default(1024).describe("JVM heap of a broker in MiB, -Xms and -Xmx alike."),
  resources: resources.prefault({ requests: { cpu: "500m", memory: "2Gi" }, limits: { cpu: "2000m", memory: "4Gi" } }),
  storage: storage.prefault({ size: "100Gi" }),
  zookeeper: zookeeper.prefault({}).describe("The ZooKeeper ensemble, in that mode only."),
  settings: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}).describe("Broker settings by Kafka's own names, over the defaults of this program. Durations (`7d`) and sizes (`1GiB`) as people write them."),
  logFlush: z.strictObject({ intervalMessages: z.int().min(1).default(10000), intervalMs: z.int().min(1).default(1000) }).optional()
    .describe("The guide's log.flush.interval.*. Off by default: replication keeps messages safe, a forced fsync per interval only costs throughput (Kafka's own advice)."),
  podDisruptionBudget: z.boolean().default(true).describe("At most one broker may be evicted at a time. Left out with a single broker."),
  antiAffinity: z.enum(["required", "preferred", "none"]).default("preferred").describe("Whether two brokers may share a node."),
  zoneSpread: z.enum(["required", "preferred", "none"]).default("preferred").describe("Spread over topology.kubernetes.io/zone, skew 1."),
  networkPolicy: z.strictObject({
    enabled: z.boolean().default(true),
    clientNamespaces: z.array(z.string()).optional().describe("Namespaces whose pods may reach the client listener. Default: every namespace."),
  }).prefault({}),
  terminationGracePeriod: duration("s").default(120).describe("Time for a broker to hand over its leaders before it is killed, in seconds."),
  rolloutTimeout: duration("s").default(900).describe("Time limit of one broker's restart until it is caught up, in seconds."),
  external: externalAccess.optional().describe("Access from outside Kubernetes, SASL_SSL."),
  values: z.record(z.string(), z.unknown()).default({}).describe("Chart values merged over the computed ones, last: the escape hatch."),
});

const security = z.strictObject({
  mechanism: z.enum(["SCRAM-SHA-512", "SCRAM-SHA-256"]).default("SCRAM-SHA-512"),
  passwordLength: z.int().min(32).max(128).default(40).describe("Characters of each generated password."),
  iterations: z.int().min(4096).max(16384).default(8192).describe("SCRAM iterations (KIP-554: 4,096 to 16,384)."),
  internalRotation: z.int().min(1).default(1).describe("Raise by one for new passwords of the internal users."),
});

const deletion = z.enum(["retain", "delete"]);

const topic = z.strictObject({
  partitions: z.int().min(1),
  replicationFactor: z.int().min(1).max(32767),
  config: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}).describe("Topic configs by Kafka's own names."),
  deletion: deletion.optional().describe("What removal from the stack file does. Default: the stack's `deletion`."),
  adopt: z.boolean().default(false).describe("Take over a topic that exists already."),
});

const user = z.strictObject({
  rotation: z.int().min(1).default(1).describe("Raise by one for a new password."),
  namespaces: z.array(z.string()).default([]).describe("Further namespaces that get the client's Secret."),
});

const monitoring = z.strictObject({
  metrics: z.boolean().default(true).describe("JMX exporter beside each broker, and the Kafka exporter."),
  kafkaExporter: z.boolean().default(true).describe("The Kafka exporter (consumer lag). Off where its image can't be had."),
  serviceMonitor: z.strictObject({
    enabled: z.boolean().default(false),
    labels: z.record(z.string(), z.string()).default({}).describe("Labels the Prometheus instance selects by, such as `release`."),
    interval: duration("s").default(30),
  }).prefault({}),
});

export const schema = z.strictObject({
  environment: z.string().optional().describe("Name of the environment, for labels. Default: the stack's name."),
  kubernetes,
  chart: chart.prefault({}),
  images: images.prefault({}),
  cluster: cluster.prefault({}),
  security: security.prefault({}),
  access: z.enum(["portForward", "direct"]).default("portForward").describe("How the machine that runs `up` reaches the brokers: through the Kubernetes API, or by their own addresses."),
  deletion: deletion.default("retain").describe("What happens to a topic that is taken out of the stack file."),
  topics: z.record(z.string(), topic),
  users: z.record(z.string(), user).default({}),
  monitoring: monitoring.prefault({}),
});

void size;
/** The settings of one stack, validated and with every default filled in. */
export type Settings = z.output<typeof schema>;
/** The settings as they are written in the stack file. */
export type StackFile = z.input<typeof schema>;
