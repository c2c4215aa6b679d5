import type { Watched } from "./watched";

/** Messages that a group is behind in a topic; partitions that it never committed (-1 in the exporter) count as 0. */
export const LAG = "kafka:consumergroup_lag:sum";

/** Labels by which Prometheus tells stacks apart. */
export const STACK_LABELS = "cluster, environment, namespace";

/** What is worth computing once: the metric's name, and what it is made of. */
export interface Recording {
  record: string;
  expr: string;
}

/** The recording rules of a stack. */
export function recordings({ settings, series }: Watched): Recording[] {
  const perTopic = (metric: string): string => `sum by (${STACK_LABELS}, topic) (rate(${series(metric)}[5m]))`;
  return [
    ...(settings.monitoring.kafkaExporter
      ? [
          {
            record: LAG,
            expr: `sum by (${STACK_LABELS}, consumergroup, topic) (clamp_min(${series("kafka_consumergroup_lag")}, 0))`,
          },
        ]
      : []),
    {
      record: "kafka:topic_messages_in:rate5m",
      expr: perTopic("kafka_server_brokertopicmetrics_messagesinpersec_count"),
    },
    { record: "kafka:topic_bytes_in:rate5m", expr: perTopic("kafka_server_brokertopicmetrics_bytesinpersec_count") },
    {
      record: "kafka:topic_size_bytes:sum",
      expr: `sum by (${STACK_LABELS}, topic) (${series("kafka_log_log_size")})`,
    },
  ];
}
