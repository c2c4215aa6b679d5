import type { StackSettings } from "../../../../config/schema";
import type { Alert, AlertGroup } from "../alert";
import { minutes, promDuration } from "../alert";
import { LAG } from "../recorded";

/** Consumer groups and silent topics: what the Kafka exporter sees, whoever runs the brokers. */
export const groupAlerts: AlertGroup<StackSettings> = ({ settings, series, thresholds }) => {
  if (!settings.monitoring.kafkaExporter) return {};
  const window = promDuration(thresholds.stuckAfter);
  const silent = Object.entries(settings.monitoring.alerts.silentTopics).map(([topic, after]): Alert => ({
    expr: `sum by (topic) (increase(${series("kafka_topic_partition_current_offset", `topic="${topic}"`)}[${promDuration(after)}])) == 0`,
    for: 0,
    severity: "warning",
    summary: `no message in {{ $labels.topic }} for ${promDuration(after)}`,
    description: "Its producers are down, or can't reach it.",
  }));
  return {
    KafkaExporterDown: {
      expr: `absent(${series("kafka_brokers")})`,
      for: minutes(5),
      severity: "warning",
      summary: `the lag of ${settings.cluster.name}'s consumer groups is unknown`,
      description: "The Kafka exporter gives nothing, so neither lag nor stuck groups can be seen.",
    },
    KafkaConsumerLag: {
      expr: `${series(LAG)} > ${thresholds.consumerLag}`,
      for: minutes(15),
      severity: "warning",
      summary: "{{ $labels.consumergroup }} is {{ $value | humanize }} messages behind in {{ $labels.topic }}",
      description: "Its consumers are too slow or too few, or wait for something themselves.",
    },
    KafkaConsumerGroupStuck: {
      expr: `${series(LAG)} > 0 and sum by (consumergroup, topic, cluster, namespace, environment) (delta(${series("kafka_consumergroup_current_offset")}[${window}])) == 0`,
      for: minutes(5),
      severity: "warning",
      summary:
        "{{ $labels.consumergroup }} makes no progress in {{ $labels.topic }}, {{ $value | humanize }} messages behind",
      description: "Its consumers are gone, or a message that they can't handle holds them up.",
    },
    ...(silent.length === 0 ? {} : { KafkaTopicSilent: silent }),
  };
};
