/** One rule of the JMX exporter (0.20.0): what it matches of a bean's attribute, and the metric that comes of it. */
export interface JmxRule {
  /** Regular expression over `domain<key=value, ...><composite>attribute: value`. */
  pattern: string;
  /** Name of the metric; `$1` is the first group. Names end up in small letters. */
  name: string;
  /** Labels of the metric. */
  labels?: Record<string, string>;
  /** The metric's value where the attribute is a text. @default the attribute's own */
  value?: number;
}

/**
 * The beans that are read, and no others: reading a bean costs a call over JMX, so what is not named here costs nothing. Of the beans of a
 * partition there is one, its size; of a topic's there are three.
 */
export const BEANS: readonly string[] = [
  "java.lang:type=GarbageCollector,*",
  "java.lang:type=Memory",
  "java.lang:type=OperatingSystem",
  "java.lang:type=Runtime",
  "java.lang:type=Threading",
  "kafka.controller:type=ControllerEventManager,*",
  "kafka.controller:type=ControllerStats,*",
  "kafka.controller:type=KafkaController,*",
  "kafka.coordinator.group:type=GroupMetadataManager,*",
  "kafka.log:type=Log,name=Size,*",
  "kafka.log:type=LogCleaner,name=DeadThreadCount",
  "kafka.log:type=LogFlushStats,*",
  "kafka.log:type=LogManager,*",
  "kafka.network:type=RequestChannel,name=RequestQueueSize",
  "kafka.network:type=RequestChannel,name=ResponseQueueSize",
  "kafka.network:type=RequestMetrics,name=ErrorsPerSec,*",
  "kafka.network:type=RequestMetrics,name=RequestsPerSec,*",
  ...["Fetch", "FetchConsumer", "FetchFollower", "Produce"].flatMap((request) =>
    [
      ...["LocalTimeMs", "RemoteTimeMs", "RequestQueueTimeMs", "ResponseQueueTimeMs", "ResponseSendTimeMs"],
      ...["ThrottleTimeMs", "TotalTimeMs"],
    ].map((name) => `kafka.network:type=RequestMetrics,name=${name},request=${request}`),
  ),
  "kafka.network:type=SocketServer,*",
  ...["BytesInPerSec", "BytesOutPerSec", "MessagesInPerSec"].map(
    (name) => `kafka.server:type=BrokerTopicMetrics,name=${name},*`,
  ),
  ...[
    ...["BytesRejectedPerSec", "FailedFetchRequestsPerSec", "FailedProduceRequestsPerSec"],
    ...["FetchMessageConversionsPerSec", "ProduceMessageConversionsPerSec"],
    ...["ReassignmentBytesInPerSec", "ReassignmentBytesOutPerSec"],
    ...["ReplicationBytesInPerSec", "ReplicationBytesOutPerSec"],
    ...["TotalFetchRequestsPerSec", "TotalProduceRequestsPerSec"],
  ].map((name) => `kafka.server:type=BrokerTopicMetrics,name=${name}`),
  "kafka.server:type=DelayedOperationPurgatory,name=PurgatorySize,*",
  "kafka.server:type=KafkaRequestHandlerPool,*",
  "kafka.server:type=KafkaServer,name=BrokerState",
  "kafka.server:type=ReplicaFetcherManager,*",
  "kafka.server:type=ReplicaManager,*",
  "kafka.server:type=SessionExpireListener,*",
  "kafka.server:type=ZooKeeperClientMetrics,*",
  "kafka.server:type=app-info,id=*",
  "kafka.server:type=broker-metadata-metrics",
  "kafka.server:type=group-coordinator-metrics",
  "kafka.server:type=raft-metrics",
  "kafka.server:type=socket-server-metrics,*",
];

/** Percentiles as Prometheus writes them: the digits behind the dot. */
const PERCENTILE = "(50|95|99|999)thPercentile";

/**
 * The rules, the first that matches counts. Names that the chart's own rules give as well (chart 26.11.4, templates/metrics/jmx-configmap.yaml)
 * are the same here, so that dashboards and alerts made for the chart go on working; what is new: percentiles, log flushes, log
 * directories, the KRaft quorum, logins, the version.
 */
export const RULES: readonly JmxRule[] = [
  // Of a topic or a partition: the part becomes a label.
  {
    pattern: "kafka.log<type=Log, name=Size, topic=(.+), partition=(\\d+)><>Value",
    name: "kafka_log_log_size",
    labels: { topic: "$1", partition: "$2" },
  },
  {
    pattern: "kafka.server<type=BrokerTopicMetrics, name=(\\w+), topic=(.+)><>Count",
    name: "kafka_server_brokertopicmetrics_$1_count",
    labels: { topic: "$2" },
  },
  // Of a kind of request.
  {
    pattern: "kafka.network<type=RequestMetrics, name=RequestsPerSec, request=(\\w+), version=(\\d+)><>Count",
    name: "kafka_network_requestmetrics_requestspersec_count",
    labels: { request: "$1", version: "$2" },
  },
  {
    pattern: "kafka.network<type=RequestMetrics, name=ErrorsPerSec, request=(\\w+), error=(\\w+)><>Count",
    name: "kafka_network_requestmetrics_errorspersec_count",
    labels: { request: "$1", error: "$2" },
  },
  {
    pattern: `kafka.network<type=RequestMetrics, name=(\\w+), request=(\\w+)><>${PERCENTILE}`,
    name: "kafka_network_requestmetrics_$1",
    labels: { request: "$2", quantile: "0.$3" },
  },
  {
    pattern: "kafka.network<type=RequestMetrics, name=(\\w+), request=(\\w+)><>Count",
    name: "kafka_network_requestmetrics_$1_count",
    labels: { request: "$2" },
  },
  // Of the log directories.
  {
    pattern: `kafka.log<type=LogFlushStats, name=LogFlushRateAndTimeMs><>${PERCENTILE}`,
    name: "kafka_log_logflushstats_logflushrateandtimems",
    labels: { quantile: "0.$1" },
  },
  {
    pattern: "kafka.log<type=LogFlushStats, name=LogFlushRateAndTimeMs><>(Count|OneMinuteRate)",
    name: "kafka_log_logflushstats_logflushrateandtimems_$1",
  },
  {
    pattern: 'kafka.log<type=LogManager, name=LogDirectoryOffline, logDirectory="(.+)"><>Value',
    name: "kafka_log_logmanager_logdirectoryoffline_value",
    labels: { log_directory: "$1" },
  },
  { pattern: "kafka.log<type=(LogManager|LogCleaner), name=(\\w+)><>Value", name: "kafka_log_$1_$2_value" },
  // Of the controller: every broker has the beans, the active one the true values.
  {
    pattern: "kafka.controller<type=KafkaController, name=(\\w+)><>Value",
    name: "kafka_controller_kafkacontroller_$1_value",
  },
  {
    pattern: "kafka.controller<type=ControllerStats, name=(\\w+)><>Count",
    name: "kafka_controller_controllerstats_$1_count",
  },
  {
    pattern: `kafka.controller<type=ControllerEventManager, name=(\\w+)><>${PERCENTILE}`,
    name: "kafka_controller_controllereventmanager_$1",
    labels: { quantile: "0.$2" },
  },
  // Of the KRaft quorum.
  {
    pattern: "kafka.server<type=raft-metrics><>current-state: (\\w+)",
    name: "kafka_server_raft_metrics_current_state",
    labels: { state: "$1" },
    value: 1,
  },
  { pattern: "kafka.server<type=raft-metrics><>([a-z-]+)", name: "kafka_server_raft_metrics_$1" },
  { pattern: "kafka.server<type=broker-metadata-metrics><>([a-z-]+)", name: "kafka_server_broker_metadata_metrics_$1" },
  // Of logins and connections, and of the threads that serve them.
  {
    pattern:
      "kafka.server<type=socket-server-metrics, listener=(\\w+), networkProcessor=(\\d+)><>((?:successful|failed)-authentication-total|connection-(?:count|creation-total|close-total)|io-wait-ratio)",
    name: "kafka_server_socket_server_metrics_$3",
    labels: { listener: "$1", network_processor: "$2" },
  },
  {
    pattern: "kafka.network<type=(SocketServer|RequestChannel), name=(\\w+)><>Value",
    name: "kafka_network_$1_$2_value",
  },
  // Of consumer groups, as their coordinator sees them.
  {
    pattern: "kafka.coordinator.group<type=GroupMetadataManager, name=(\\w+)><>Value",
    name: "kafka_coordinator_group_groupmetadatamanager_$1_value",
  },
  {
    pattern: "kafka.server<type=group-coordinator-metrics><>(offset-commit-count|group-completed-rebalance-count)",
    name: "kafka_server_group_coordinator_metrics_$1",
  },
  // Of replication.
  {
    pattern: "kafka.server<type=ReplicaFetcherManager, name=(\\w+), clientId=(.+)><>Value",
    name: "kafka_server_replicafetchermanager_$1_value",
    labels: { client_id: "$2" },
  },
  {
    pattern: "kafka.server<type=DelayedOperationPurgatory, name=PurgatorySize, delayedOperation=(\\w+)><>Value",
    name: "kafka_server_delayedoperationpurgatory_purgatorysize_$1_value",
  },
  // Of ZooKeeper, as a broker sees it, in that mode.
  {
    pattern: `kafka.server<type=ZooKeeperClientMetrics, name=ZooKeeperRequestLatencyMs><>${PERCENTILE}`,
    name: "kafka_server_zookeeperclientmetrics_zookeeperrequestlatencyms",
    labels: { quantile: "0.$1" },
  },
  // Of the whole broker.
  {
    pattern: "kafka.server<type=app-info, id=(\\d+)><>Version: (.+)",
    name: "kafka_server_app_info",
    labels: { id: "$1", version: "$2" },
    value: 1,
  },
  {
    pattern:
      "kafka.server<type=(BrokerTopicMetrics|KafkaRequestHandlerPool|KafkaServer|ReplicaManager|SessionExpireListener), name=(\\w+)><>(Count|Value|OneMinuteRate)",
    name: "kafka_server_$1_total_$2_$3",
  },
  // Of the JVM.
  {
    // Since Java 9 the JVM's own beans have their keys in order of the alphabet: the chart's rule, type first, finds none of them.
    pattern: "java.lang<name=(.+), type=GarbageCollector><>(CollectionCount|CollectionTime)",
    name: "java_lang_garbagecollector_$2",
    labels: { collector: "$1" },
  },
  { pattern: "java.lang<type=Memory><(\\w+)>(used|committed|max)", name: "java_lang_memory_$1_$2" },
  {
    pattern:
      "java.lang<type=(OperatingSystem)><>(AvailableProcessors|MaxFileDescriptorCount|OpenFileDescriptorCount|ProcessCpuLoad|ProcessCpuTime|SystemLoadAverage)",
    name: "java_lang_$1_$2",
  },
  { pattern: "java.lang<type=(Runtime)><>(StartTime|Uptime)", name: "java_lang_$1_$2" },
  { pattern: "java.lang<type=(Threading)><>(ThreadCount)", name: "java_lang_$1_$2" },
];
