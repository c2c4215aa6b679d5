import type { Settings, StackSettings } from "../../../../config/schema";
import { anySchema, schema } from "../../../../config/schema";
import type { AlertName } from "../../../../config/schema/monitoring/alertNames";

/** A series of promtool's tests: its name, and its values minute by minute (`0+1x5` counts up, `_x5` is absent). */
export interface InputSeries {
  series: string;
  values: string;
}

/** What one alert must do with two histories. */
export interface AlertCase {
  /** The stack whose rules are tested. @default kraft */
  stack?: keyof typeof STACKS;
  /** History that it must fire on. */
  fires: InputSeries[];
  /** When it must have fired, and in `quiet` not, in minutes. */
  at: number;
  /** Labels of the alert beside those of the stack and the severity. */
  labels: Record<string, string>;
  /** The message's line as it must read. */
  summary: string;
  /** A history that is all but as bad, on which it must not fire. */
  quiet: InputSeries[];
}

const stack = (cluster: object): Settings =>
  schema.parse({
    environment: "prod",
    kubernetes: { context: "test" },
    cluster: { ...cluster, external: { type: "LoadBalancer", tlsSecret: "kafka-external-tls" } },
    security: { tls: { secret: "kafka-tls" } },
    monitoring: { alerts: { as: "prometheusRule", silentTopics: { "model-events": "1h" } } },
  });

/** Brokers of others, which are in no namespace of Kubernetes. */
const existing: StackSettings = anySchema.parse({
  environment: "prod",
  kubernetes: { context: "test" },
  cluster: { type: "external", bootstrapServers: ["kafka.example:9093"], brokers: 1 },
  monitoring: { alerts: { as: "prometheusRule", silentTopics: { "model-events": "1h" } } },
});

/** The stacks whose rules are tested: the first two have every alert between them. */
export const STACKS = { kraft: stack({}), zookeeper: stack({ mode: "zookeeper" }), existing };

/** Labels that each scrape of a broker's metrics adds. */
const target = (n = 0): Record<string, string> => ({ instance: `kafka-controller-${n}`, job: "kafka-jmx-metrics" });
const written = (labels: Record<string, string>): string =>
  Object.entries(labels)
    .map(([label, value]) => `${label}="${value}"`)
    .join(",");
const STACK = { namespace: "middleware", cluster: "kafka", environment: "prod" };

const broker = (metric: string, values: string, n = 0, more: Record<string, string> = {}): InputSeries => ({
  series: `${metric}{${written({ ...STACK, ...target(n), ...more })}}`,
  values,
});
const exporter = (metric: string, values: string, more: Record<string, string> = {}): InputSeries => ({
  series: `${metric}{${written({ ...STACK, instance: "kafka-metrics", job: "kafka-metrics", ...more })}}`,
  values,
});
const ensemble = (metric: string, values: string, n = 0): InputSeries => ({
  series: `${metric}{${written({ ...STACK, instance: `kafka-zookeeper-${n}`, job: "kafka-zookeeper-metrics" })}}`,
  values,
});
const claim = (metric: string, values: string, n = 0): InputSeries => ({
  series: `kubelet_volume_stats_${metric}_bytes{namespace="middleware",persistentvolumeclaim="data-kafka-controller-${n}"}`,
  values,
});
/** The x509-certificate-exporter's metric of a Secret, with every label that version 3.21.0 gave it on a real API server. */
const secret = (values: string, name = "kafka-tls"): InputSeries => ({
  series: `x509_cert_not_after{${written({ secret_namespace: "middleware", secret_name: name, secret_key: "tls-combined.pem", issuer_CN: "ca", subject_CN: "kafka", serial_number: "5" })}}`,
  values,
});
/** cert-manager's metric of a Certificate (the labels are those of its own tests), as Prometheus keeps it under either name of the namespace. */
const certificate = (values: string, name = "kafka-tls", label = "exported_namespace"): InputSeries => ({
  series: `certmanager_certificate_expiration_timestamp_seconds{${written({ [label]: "middleware", name, issuer_name: "ca", issuer_kind: "Issuer", issuer_group: "cert-manager.io" })}}`,
  values,
});
const CLAIM = { persistentvolumeclaim: "data-kafka-controller-0" };
const group = { consumergroup: "billing", topic: "orders" };

const RUNNING = "kafka_server_kafkaserver_total_brokerstate_value";
const CONTROLLERS = "kafka_controller_kafkacontroller_activecontrollercount_value";
const LEADERS = "kafka_server_replicamanager_total_leadercount_value";
const IDLE = "kafka_server_kafkarequesthandlerpool_total_requesthandleravgidlepercent_oneminuterate";
const LATENCY = "kafka_network_requestmetrics_totaltimems";
const NETWORK = "kafka_server_socket_server_metrics_io_wait_ratio";
const FAILED_LOGINS = "kafka_server_socket_server_metrics_failed_authentication_total";

/** A gauge of one broker that is above the limit, and at it. */
const gauge = (
  metric: string,
  over: string,
  limit: string,
  rest: Pick<AlertCase, "at" | "summary"> & { more?: Record<string, string>; labels?: Record<string, string> },
): AlertCase => ({
  fires: [broker(metric, `${over}x120`, 0, rest.more)],
  quiet: [broker(metric, `${limit}x120`, 0, rest.more)],
  at: rest.at,
  labels: rest.labels ?? { ...target(), ...rest.more },
  summary: rest.summary,
});

/** One case an alert. */
export const CASES: Record<AlertName, AlertCase> = {
  KafkaBrokerDown: {
    fires: [broker(RUNNING, "3x10", 0), broker(RUNNING, "3x10", 1), broker(RUNNING, "3 3 _x10", 2)],
    quiet: [0, 1, 2].map((n) => broker(RUNNING, "3x20", n)),
    // A series that is gone counts for five minutes more.
    at: 10,
    labels: {},
    summary: "1 of 3 brokers of kafka are down",
  },
  KafkaBrokerRestarting: {
    fires: [broker("java_lang_runtime_starttime", "1 2 3 4 4x20")],
    quiet: [broker("java_lang_runtime_starttime", "1 2 3 3x20")],
    at: 10,
    labels: target(),
    summary: "kafka-controller-0 started 3 times in 30 minutes",
  },
  KafkaScrapeFailing: {
    fires: [broker("up", "0x10")],
    quiet: [broker("up", "1x10"), broker("jmx_scrape_error", "0x10")],
    at: 8,
    labels: target(),
    summary: "no metrics of kafka-controller-0 (kafka-jmx-metrics)",
  },
  KafkaExporterDown: {
    fires: [],
    quiet: [exporter("kafka_brokers", "3x10")],
    at: 8,
    labels: {},
    summary: "the lag of kafka's consumer groups is unknown",
  },
  KafkaActiveControllerCount: {
    fires: [0, 1, 2].map((n) => broker(CONTROLLERS, "0x10", n)),
    quiet: [0, 1, 2].map((n) => broker(CONTROLLERS, n === 1 ? "1x10" : "0x10", n)),
    at: 5,
    labels: {},
    summary: "kafka has 0 active controllers",
  },
  KafkaControllerElections: {
    fires: [broker("kafka_controller_kafkacontroller_newactivecontrollerscount_value", "1+1x60")],
    quiet: [broker("kafka_controller_kafkacontroller_newactivecontrollerscount_value", "1x30 2x30")],
    at: 60,
    labels: {},
    summary: "60 elections of a controller in an hour",
  },
  KafkaUncleanLeaderElections: {
    stack: "zookeeper",
    fires: [broker("kafka_controller_controllerstats_uncleanleaderelectionspersec_count", "0x5 2x10")],
    quiet: [broker("kafka_controller_controllerstats_uncleanleaderelectionspersec_count", "2x15")],
    at: 10,
    labels: {},
    summary: "2 partitions got a leader that was not in sync",
  },
  KafkaZooKeeperServerDown: {
    stack: "zookeeper",
    fires: [
      ensemble("znode_count", "90x10", 0),
      ensemble("znode_count", "90x10", 1),
      ensemble("znode_count", "90 90 _x10", 2),
    ],
    quiet: [0, 1, 2].map((n) => ensemble("znode_count", "90x20", n)),
    // A series that is gone counts for five minutes more.
    at: 10,
    labels: {},
    summary: "1 of 3 ZooKeeper servers of kafka are down",
  },
  KafkaZooKeeperOverloaded: {
    stack: "zookeeper",
    fires: [ensemble("outstanding_requests", "40x20")],
    quiet: [ensemble("outstanding_requests", "10x20")],
    at: 15,
    labels: { instance: "kafka-zookeeper-0", job: "kafka-zookeeper-metrics" },
    summary: "40 requests wait in kafka-zookeeper-0",
  },
  KafkaZooKeeperSessionsExpire: {
    stack: "zookeeper",
    fires: [broker("kafka_server_sessionexpirelistener_total_zookeeperexpirespersec_count", "0x5 1x10")],
    quiet: [broker("kafka_server_sessionexpirelistener_total_zookeeperexpirespersec_count", "1x15")],
    at: 12,
    labels: target(),
    summary: "kafka-controller-0 lost its session with ZooKeeper",
  },
  KafkaQuorumLag: {
    fires: [
      broker("kafka_server_raft_metrics_high_watermark", "5000x10", 0),
      broker("kafka_server_raft_metrics_high_watermark", "3000x10", 1),
    ],
    quiet: [
      broker("kafka_server_raft_metrics_high_watermark", "5000x10", 0),
      broker("kafka_server_raft_metrics_high_watermark", "4000x10", 1),
    ],
    at: 8,
    labels: target(1),
    summary: "kafka-controller-1 is 2k records behind the KRaft quorum",
  },
  KafkaMetadataErrors: {
    fires: [
      broker("kafka_server_broker_metadata_metrics_metadata_apply_error_count", "2x10"),
      broker("kafka_server_broker_metadata_metrics_metadata_load_error_count", "0x10"),
    ],
    quiet: [
      broker("kafka_server_broker_metadata_metrics_metadata_apply_error_count", "0x10"),
      broker("kafka_server_broker_metadata_metrics_metadata_load_error_count", "0x10"),
    ],
    at: 1,
    labels: target(),
    summary: "kafka-controller-0 could not apply 2 changes of the metadata",
  },
  KafkaOfflinePartitions: {
    ...gauge("kafka_controller_kafkacontroller_offlinepartitionscount_value", "4", "0", {
      at: 5,
      labels: {},
      summary: "4 partitions have no leader",
    }),
  },
  KafkaUnderMinIsr: {
    ...gauge("kafka_server_replicamanager_total_underminisrpartitioncount_value", "4", "0", {
      at: 5,
      labels: {},
      summary: "4 partitions are below min.insync.replicas",
    }),
  },
  KafkaUnderReplicatedPartitions: {
    // A restart of one broker is shorter.
    fires: [broker("kafka_server_replicamanager_total_underreplicatedpartitions_value", "4x20")],
    quiet: [broker("kafka_server_replicamanager_total_underreplicatedpartitions_value", "4x8 0x12")],
    at: 15,
    labels: { instance: "kafka-controller-0" },
    summary: "4 partitions led by kafka-controller-0 lack replicas in sync",
  },
  KafkaIsrShrinking: {
    fires: [broker("kafka_server_replicamanager_total_isrshrinkspersec_count", "0+3x30")],
    quiet: [broker("kafka_server_replicamanager_total_isrshrinkspersec_count", "0+1x30")],
    at: 20,
    labels: target(),
    summary: "ISRs led by kafka-controller-0 shrink 3 times a minute",
  },
  KafkaReplicaLag: gauge("kafka_server_replicafetchermanager_maxlag_value", "20000", "10000", {
    at: 15,
    more: { client_id: "Replica" },
    summary: "a replica on kafka-controller-0 is 20k messages behind",
  }),
  KafkaLeadersUneven: {
    fires: [broker(LEADERS, "60x120", 0), broker(LEADERS, "0x120", 1), broker(LEADERS, "0x120", 2)],
    quiet: [broker(LEADERS, "25x120", 0), broker(LEADERS, "20x120", 1), broker(LEADERS, "15x120", 2)],
    at: 90,
    labels: {},
    summary: "one broker leads 3 times as many partitions as the average",
  },
  KafkaDiskLow: {
    fires: [claim("available", "10x10"), claim("capacity", "100x10")],
    quiet: [claim("available", "16x10"), claim("capacity", "100x10")],
    at: 8,
    labels: CLAIM,
    summary: "10% of data-kafka-controller-0 is free",
  },
  KafkaDiskCritical: {
    fires: [claim("available", "4x10"), claim("capacity", "100x10")],
    quiet: [claim("available", "6x10"), claim("capacity", "100x10")],
    at: 5,
    labels: CLAIM,
    summary: "4% of data-kafka-controller-0 is free",
  },
  KafkaDiskFullSoon: {
    // 49 % left, and 0.05 % a minute less: full in 16 hours; against 24 hours and 14 minutes more.
    fires: [claim("available", "4900-5x60"), claim("capacity", "10000x60")],
    quiet: [claim("available", "4900-3x60"), claim("capacity", "10000x60")],
    at: 60,
    labels: CLAIM,
    summary: "data-kafka-controller-0 will be full within 86400s",
  },
  KafkaOfflineLogDirectory: gauge("kafka_log_logmanager_offlinelogdirectorycount_value", "1", "0", {
    at: 1,
    summary: "kafka-controller-0 gave up 1 log directories",
  }),
  KafkaLogCleanerDead: gauge("kafka_log_logcleaner_deadthreadcount_value", "1", "0", {
    at: 8,
    summary: "1 log cleaner threads of kafka-controller-0 are dead",
  }),
  KafkaRequestHandlersBusy: {
    // A node that is a controller too counts to 2; the second one is none.
    fires: [broker(CONTROLLERS, "0x20"), broker(IDLE, "1.25x20"), broker(IDLE, "0.4x20", 1)],
    quiet: [broker(CONTROLLERS, "1x20"), broker(IDLE, "1.4x20"), broker(IDLE, "0.4x20", 1)],
    at: 15,
    labels: target(),
    summary: "request handlers of kafka-controller-0 are idle only 25% of the time",
  },
  KafkaNetworkThreadsBusy: {
    // The controller's listener is idle, and one of a listener's threads may be busy while another has nothing to do.
    fires: [
      broker(NETWORK, "1.02x20", 0, { listener: "CONTROLLER", network_processor: "0" }),
      broker(NETWORK, "0.1x20", 0, { listener: "CLIENT", network_processor: "1" }),
      broker(NETWORK, "0.3x20", 0, { listener: "CLIENT", network_processor: "2" }),
    ],
    quiet: [
      broker(NETWORK, "0.1x20", 0, { listener: "CLIENT", network_processor: "1" }),
      broker(NETWORK, "0.6x20", 0, { listener: "CLIENT", network_processor: "2" }),
    ],
    at: 15,
    labels: { instance: "kafka-controller-0", listener: "CLIENT" },
    summary: "network threads of listener CLIENT of kafka-controller-0 are idle only 20% of the time",
  },
  KafkaProduceLatency: gauge(LATENCY, "1500", "900", {
    at: 20,
    more: { request: "Produce", quantile: "0.99" },
    summary: "one in a hundred Produce requests to kafka-controller-0 takes 1.5k ms or longer",
  }),
  KafkaProduceFailures: {
    fires: [broker("kafka_server_brokertopicmetrics_total_failedproducerequestspersec_count", "0+120x30")],
    quiet: [broker("kafka_server_brokertopicmetrics_total_failedproducerequestspersec_count", "120x30")],
    at: 20,
    labels: target(),
    summary: "2 Produce requests a second fail on kafka-controller-0",
  },
  KafkaGarbageCollection: {
    // 12 s and 3 s of a minute, in ms.
    fires: [broker("java_lang_garbagecollector_collectiontime", "0+12000x30", 0, { collector: "G1 Old Generation" })],
    quiet: [broker("java_lang_garbagecollector_collectiontime", "0+3000x30", 0, { collector: "G1 Old Generation" })],
    at: 20,
    labels: { instance: "kafka-controller-0" },
    summary: "kafka-controller-0 spends 20% of its time in garbage collection",
  },
  KafkaOpenFiles: {
    fires: [
      broker("java_lang_operatingsystem_openfiledescriptorcount", "900x20"),
      broker("java_lang_operatingsystem_maxfiledescriptorcount", "1000x20"),
    ],
    quiet: [
      broker("java_lang_operatingsystem_openfiledescriptorcount", "700x20"),
      broker("java_lang_operatingsystem_maxfiledescriptorcount", "1000x20"),
    ],
    at: 15,
    labels: target(),
    summary: "kafka-controller-0 has 90% of the permitted files open",
  },
  KafkaLoginFailures: {
    // Two network threads of one listener.
    fires: [0, 1].map((thread) =>
      broker(FAILED_LOGINS, "0+4x20", 0, { listener: "CLIENT", network_processor: String(thread) }),
    ),
    quiet: [broker(FAILED_LOGINS, "0+4x20", 0, { listener: "CLIENT", network_processor: "0" })],
    at: 15,
    labels: { instance: "kafka-controller-0", listener: "CLIENT" },
    summary: "8 logins a minute fail on kafka-controller-0, listener CLIENT",
  },
  KafkaConsumerLag: {
    // A partition that was never committed (-1) takes nothing away from the rest.
    fires: [
      exporter("kafka_consumergroup_lag", "12000x30", { ...group, partition: "0" }),
      exporter("kafka_consumergroup_lag", "-1x30", { ...group, partition: "1" }),
    ],
    quiet: [exporter("kafka_consumergroup_lag", "9000x30", { ...group, partition: "0" })],
    at: 25,
    labels: group,
    summary: "billing is 12k messages behind in orders",
  },
  KafkaConsumerGroupStuck: {
    fires: [
      exporter("kafka_consumergroup_lag", "7x60", { ...group, partition: "0" }),
      exporter("kafka_consumergroup_current_offset", "100x60", { ...group, partition: "0" }),
    ],
    quiet: [
      exporter("kafka_consumergroup_lag", "7x60", { ...group, partition: "0" }),
      exporter("kafka_consumergroup_current_offset", "100+1x60", { ...group, partition: "0" }),
    ],
    at: 40,
    labels: group,
    summary: "billing makes no progress in orders, 7 messages behind",
  },
  KafkaTopicSilent: {
    fires: [exporter("kafka_topic_partition_current_offset", "5x90", { topic: "model-events", partition: "0" })],
    quiet: [exporter("kafka_topic_partition_current_offset", "5x60 6x30", { topic: "model-events", partition: "0" })],
    at: 80,
    labels: { topic: "model-events" },
    summary: "no message in model-events for 3600s",
  },
  KafkaCertificateExpires: {
    // Seconds from the first minute on: 10 days by cert-manager and 20 by the other, and then 20 by both and no certificate yet.
    fires: [secret("1728000x120"), certificate("864000x120"), certificate("1728000x120", "kafka-external-tls")],
    quiet: [secret("1728000x120"), certificate("1728000x120"), certificate("0x120", "kafka-tls", "namespace")],
    at: 90,
    labels: { secret_name: "kafka-tls" },
    summary: "the certificate in Secret kafka-tls expires in 9d 22h 30m 0s",
  },
};
