import { brokerSets } from "../../../cluster/names";
import type { AlertGroup } from "../alert";
import { minutes, promDuration } from "../alert";

/** Disks, as the kubelet sees the claims, and log directories, as the broker does. */
export const storageAlerts: AlertGroup = ({ settings, series, thresholds }) => {
  const selector = `namespace="${settings.kubernetes.namespace}",persistentvolumeclaim=~"${claims(settings)}"`;
  const available = `kubelet_volume_stats_available_bytes{${selector}}`;
  const free = `${available} / kubelet_volume_stats_capacity_bytes{${selector}}`;
  return {
    KafkaDiskLow: {
      expr: `${free} < ${thresholds.diskFreeRatio}`,
      for: minutes(5),
      severity: "warning",
      summary: "{{ $value | humanizePercentage }} of {{ $labels.persistentvolumeclaim }} is free",
      description: "A broker with a full disk stops, and does not start again until there is room.",
    },
    KafkaDiskCritical: {
      expr: `${free} < ${thresholds.diskCriticalRatio}`,
      for: minutes(1),
      severity: "critical",
      summary: "{{ $value | humanizePercentage }} of {{ $labels.persistentvolumeclaim }} is free",
      description: "The broker stops when nothing is left, and so does every other one with the same partitions.",
    },
    KafkaDiskFullSoon: {
      expr: `predict_linear(${available}[6h], ${thresholds.diskFullIn}) < 0 and ${free} < 0.5`,
      for: minutes(30),
      severity: "warning",
      summary: `{{ $labels.persistentvolumeclaim }} will be full within ${promDuration(thresholds.diskFullIn)}`,
      description: "If it goes on as in the last 6 hours. Retention may hold it off: see when the oldest segments go.",
    },
    KafkaOfflineLogDirectory: {
      expr: `${series("kafka_log_logmanager_offlinelogdirectorycount_value")} > 0`,
      for: 0,
      severity: "critical",
      summary: "{{ $labels.instance }} gave up {{ $value }} log directories",
      description:
        "Reading or writing failed: what was on them is gone for this broker until it is mended and restarted.",
    },
    KafkaLogCleanerDead: {
      expr: `${series("kafka_log_logcleaner_deadthreadcount_value")} > 0`,
      for: minutes(5),
      severity: "warning",
      summary: "{{ $value }} log cleaner threads of {{ $labels.instance }} are dead",
      description: "Compacted topics, the consumers' offsets among them, grow without end.",
    },
  };
};

/** A regular expression of the brokers' claims. */
function claims(settings: Parameters<AlertGroup>[0]["settings"]): string {
  return brokerSets(settings)
    .map(({ name }) => `data-${name}-[0-9]+`)
    .join("|");
}
