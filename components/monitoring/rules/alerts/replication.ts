import { brokerCount } from "../../../../config/brokerCount";
import type { AlertGroup } from "../alert";
import { minutes } from "../alert";

/** Leaders and replicas. */
export const replicationAlerts: AlertGroup = ({ settings, series, thresholds }) => ({
  KafkaOfflinePartitions: {
    expr: `max(${series("kafka_controller_kafkacontroller_offlinepartitionscount_value")}) > 0`,
    for: minutes(1),
    severity: "critical",
    summary: "{{ $value }} partitions have no leader",
    description: "They can be neither written nor read: none of their in-sync replicas is up.",
  },
  KafkaUnderMinIsr: {
    expr: `sum(${series("kafka_server_replicamanager_total_underminisrpartitioncount_value")}) > 0`,
    for: minutes(2),
    severity: "critical",
    summary: "{{ $value }} partitions are below min.insync.replicas",
    description: "Producers with acks=all are refused (NOT_ENOUGH_REPLICAS) until the replicas are back.",
  },
  KafkaUnderReplicatedPartitions: {
    expr: `sum by (instance) (${series("kafka_server_replicamanager_total_underreplicatedpartitions_value")}) > 0`,
    for: minutes(10),
    severity: "warning",
    summary: "{{ $value }} partitions led by {{ $labels.instance }} lack replicas in sync",
    description: "One more failure may make them unavailable, or lose messages where min.insync.replicas is 1.",
  },
  KafkaIsrShrinking: {
    expr: `rate(${series("kafka_server_replicamanager_total_isrshrinkspersec_count")}[5m]) * 60 > ${thresholds.isrShrinksPerMinute}`,
    for: minutes(10),
    severity: "warning",
    summary: "ISRs led by {{ $labels.instance }} shrink {{ $value | humanize }} times a minute",
    description: "Followers fall behind and catch up again: a slow disk, a full network, long garbage collections.",
  },
  KafkaReplicaLag: {
    expr: `${series("kafka_server_replicafetchermanager_maxlag_value", 'client_id="Replica"')} > ${thresholds.replicaLag}`,
    for: minutes(10),
    severity: "warning",
    summary: "a replica on {{ $labels.instance }} is {{ $value | humanize }} messages behind",
    description: "It can't take over, and it will be long in doing so if it must.",
  },
  ...(brokerCount(settings.cluster) > 1
    ? {
        KafkaLeadersUneven: {
          expr: `${mostLeaders(series)} / ${averageLeaders(series)} > ${thresholds.leaderImbalance} and ${averageLeaders(series)} >= 10`,
          for: minutes(60),
          severity: "warning",
          summary: "one broker leads {{ $value | humanize }} times as many partitions as the average",
          description: "It does the others' work: leaders did not go back to their preferred replicas.",
        },
      }
    : {}),
});

const LEADERS = "kafka_server_replicamanager_total_leadercount_value";
const mostLeaders = (series: (metric: string) => string): string => `max(${series(LEADERS)})`;
const averageLeaders = (series: (metric: string) => string): string => `avg(${series(LEADERS)})`;
