import { z } from "zod";
import { brokerSetting, brokerSettingNames, ownerOf } from "../kafka/brokerSettings";
import { duration } from "../units";
import { existing } from "./existing";
import { externalAccess } from "./external";
import { kafkaValues } from "./kafkaValues";
import { dnsLabel, serviceName } from "./names";
import { resources, storage } from "./resources";
import { zookeeper } from "./zookeeper";

const settings = kafkaValues({
  kind: "broker",
  what: "broker setting",
  find: brokerSetting,
  names: () => brokerSettingNames().filter((name) => ownerOf(name) === undefined),
  owner: (name) => {
    const owner = ownerOf(name);
    return owner && `not for the stack file; it is set by ${owner}`;
  },
  refusal: ({ type }) =>
    type === "PASSWORD"
      ? "a secret, which anybody who may read the ConfigMap would see; put it in a Secret of your own and name that in kafka:cluster.values.existingSecretConfig"
      : undefined,
});

/**
 * The guide's forced flushes. Off by default: a message is safe once its replicas have it, and an fsync per interval only
 * costs throughput (Kafka's own documentation, "Application vs. OS Flush Management", advises against it).
 */
const logFlush = z.strictObject({
  intervalMessages: z
    .int("a whole number")
    .min(1, "1 or more")
    .default(10000)
    .describe("Messages between two flushes of a partition."),
  intervalMs: duration({ unit: "ms", min: 1 })
    .default(1000)
    .describe("Time between two flushes of a partition, in ms."),
});

const spread = z.enum(["required", "preferred", "none"]);

/** What brokers are, wherever they run: the forms that are rendered from an external stack are made of the same keys. */
const brokers = {
  // The longest name made of it is the label controller-revision-hash of <name>-controller: 63 less a dash and ten digits.
  name: serviceName(40)
    .default("kafka")
    .describe("The chart's full name: StatefulSets, Services and claims start with it."),
  mode: z
    .enum(["kraft", "zookeeper"])
    .default("kraft")
    .describe("Who keeps the metadata: the brokers themselves, or a ZooKeeper ensemble."),
  brokers: z
    .int("a whole number")
    .min(1, "1 or more")
    .max(100, "100 or less")
    .default(3)
    .describe("Number of brokers; in KRaft mode each is a controller too."),
  heapMiB: z
    .int("a whole number of MiB")
    .min(128, "128 or more")
    .default(1024)
    .describe("JVM heap of a broker in MiB, -Xms and -Xmx alike."),
  resources: resources({ requests: { cpu: "500m", memory: "2Gi" }, limits: { cpu: "2000m", memory: "4Gi" } }).describe(
    "CPU and memory of a broker.",
  ),
  storage: storage("100Gi").describe("Each broker's claim."),
  zookeeper: zookeeper.prefault({}).describe("The ZooKeeper ensemble, in that mode only."),
  settings: settings
    .default({})
    .describe(
      "Broker settings by Kafka's own names, over the defaults of this program. Durations (`7d`) and sizes (`1GiB`) as people write them.",
    ),
  logFlush: logFlush
    .optional()
    .describe(
      "The guide's `log.flush.interval.*`. Off by default: replication keeps messages safe, a forced fsync per interval only costs throughput (Kafka's own advice).",
    ),
  terminationGracePeriod: duration({ unit: "s", min: 1 })
    .default(120)
    .describe("Time for a broker to hand over its leaders before it is killed, in seconds."),
};

/** Brokers on Kubernetes, deployed by this program. */
export const deployed = z.strictObject({
  // Optional inside, so that a stack file without it is this kind.
  type: z
    .literal("kubernetes")
    .optional()
    .default("kubernetes")
    .describe("`kubernetes`: this program deploys the brokers. `external`: they exist already."),
  ...brokers,
  additionalBrokers: z
    .int("a whole number")
    .min(0, "0 or more")
    .max(100, "100 or less")
    .default(0)
    .describe(
      "Brokers beside the voters of the KRaft quorum, with node ids from 100 on: a cluster of that mode grows and shrinks by them (docs/operations/brokers.md).",
    ),
  podDisruptionBudget: z
    .boolean()
    .default(true)
    .describe("At most one broker may be evicted at a time. Left out with a single broker."),
  antiAffinity: spread.default("preferred").describe("Whether two brokers may share a node."),
  zoneSpread: spread.default("preferred").describe("Spread over topology.kubernetes.io/zone, skew 1."),
  networkPolicy: z
    .strictObject({
      enabled: z
        .boolean()
        .default(true)
        .describe("Only the listeners' ports are open, the quorum's among brokers only."),
      clientNamespaces: z
        .array(dnsLabel(63))
        .optional()
        .describe("Namespaces whose pods may reach the client listener. Default: every namespace."),
    })
    .prefault({})
    .describe("Who may reach the brokers' pods."),
  rolloutTimeout: duration({ unit: "s", min: 1 })
    .default(900)
    .describe("Time limit of one broker's restart until it is caught up, in seconds."),
  external: externalAccess.optional().describe("Access from outside Kubernetes, SASL_SSL. Off by default."),
  values: z
    .record(z.string(), z.unknown())
    .default({})
    .describe("Chart values merged over the computed ones, last: the escape hatch."),
});

/** Brokers that exist already. */
export const external = z.strictObject({ ...existing, ...brokers });

/** The Kafka cluster: deployed here, or there already. */
export const cluster = z.discriminatedUnion("type", [deployed, external], {
  error: ({ code }) => (code === "invalid_union" ? "kubernetes or external" : undefined),
});
