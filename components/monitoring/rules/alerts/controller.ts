import type { AlertGroup, Alerts } from "../alert";
import { minutes } from "../alert";

/** The controller, and what keeps the metadata. */
export const controllerAlerts: AlertGroup = (watched) => ({
  KafkaActiveControllerCount: {
    expr: `sum(${watched.series("kafka_controller_kafkacontroller_activecontrollercount_value")}) != 1`,
    for: minutes(1),
    severity: "critical",
    summary: `${watched.settings.cluster.name} has {{ $value }} active controllers`,
    description: "With none, no topic, leader or ISR changes; with two, brokers may follow different ones.",
  },
  KafkaControllerElections: {
    // Each node counts for itself, and starts from 0 again: the one that saw most is right.
    expr: `max(increase(${watched.series(ELECTIONS[watched.settings.cluster.mode])}[1h])) > ${watched.thresholds.controllerElectionsPerHour}`,
    for: 0,
    severity: "warning",
    summary: "{{ $value | humanize }} elections of a controller in an hour",
    description:
      "Controllers that are elected again and again are cut off, overloaded, or stand still in garbage collection.",
  },
  ...(watched.settings.cluster.mode === "kraft" ? quorumAlerts(watched) : zookeeperAlerts(watched)),
});

const ELECTIONS = {
  kraft: "kafka_controller_kafkacontroller_newactivecontrollerscount_value",
  zookeeper: "kafka_controller_controllerstats_controllerchangerateandtimems_count",
};

function quorumAlerts({ series, thresholds }: Parameters<AlertGroup>[0]): Alerts {
  const watermark = series("kafka_server_raft_metrics_high_watermark");
  return {
    KafkaQuorumLag: {
      expr: `scalar(max(${watermark})) - ${watermark} > ${thresholds.quorumLag}`,
      for: minutes(5),
      severity: "warning",
      summary: "{{ $labels.instance }} is {{ $value | humanize }} records behind the KRaft quorum",
      description: "A member that is behind can't be elected, and its broker works with old metadata.",
    },
    KafkaMetadataErrors: {
      expr: `${series("kafka_server_broker_metadata_metrics_metadata_apply_error_count")} + ${series("kafka_server_broker_metadata_metrics_metadata_load_error_count")} > 0`,
      for: 0,
      severity: "critical",
      summary: "{{ $labels.instance }} could not apply {{ $value }} changes of the metadata",
      description: "What this broker believes of topics and leaders may be wrong until it restarts.",
    },
  };
}

function zookeeperAlerts({ settings, series, thresholds }: Parameters<AlertGroup>[0]): Alerts {
  const { replicas } = settings.cluster.zookeeper;
  return {
    // A KRaft controller of Kafka 3.6 has no such counter.
    KafkaUncleanLeaderElections: {
      expr: `sum(increase(${series("kafka_controller_controllerstats_uncleanleaderelectionspersec_count")}[10m])) > 0`,
      for: 0,
      severity: "critical",
      summary: "{{ $value | humanize }} partitions got a leader that was not in sync",
      description: "Messages that only the old leader had are lost.",
    },
    KafkaZooKeeperServerDown: {
      // A server that is not part of the quorum has no tree to count.
      expr: `${replicas} - (count(${series("znode_count")}) or vector(0)) > 0`,
      for: minutes(2),
      severity: "critical",
      summary: `{{ $value }} of ${replicas} ZooKeeper servers of ${settings.cluster.name} are down`,
      description: "Without a majority of them no topic, leader or ISR changes, and no broker may join.",
    },
    KafkaZooKeeperOverloaded: {
      expr: `${series("outstanding_requests")} > ${thresholds.zookeeperOutstanding}`,
      for: minutes(10),
      severity: "warning",
      summary: "{{ $value | humanize }} requests wait in {{ $labels.instance }}",
      description: "Brokers whose requests wait too long lose their sessions, and their leaders with them.",
    },
    KafkaZooKeeperSessionsExpire: {
      expr: `increase(${series("kafka_server_sessionexpirelistener_total_zookeeperexpirespersec_count")}[15m]) > 0`,
      for: 0,
      severity: "warning",
      summary: "{{ $labels.instance }} lost its session with ZooKeeper",
      description: "For the other brokers it was gone in the meantime; its partitions had other leaders.",
    },
  };
}
