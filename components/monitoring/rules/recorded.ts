import type { StackSettings } from "../../../config/schema";
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

/** The recording rules on the Kafka exporter's metrics. */
export function exporterRecordings({ settings, series }: Watched<StackSettings>): Recording[] {
  if (!settings.monitoring.kafkaExporter) return [];
  const lag = `clamp_min(${series("kafka_consumergroup_lag")}, 0)`;
  return [{ record: LAG, expr: `sum by (${STACK_LABELS}, consumergroup, topic) (${lag})` }];
}

/** The recording rules of a stack. */
export function recordings(watched: Watched): Recording[] {
  const { series } = watched;
  const perTopic = (metric: string): string => `sum by (${STACK_LABELS}, topic) (rate(${series(metric)}[5m]))`;
  return [
    ...exporterRecordings(watched),
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
