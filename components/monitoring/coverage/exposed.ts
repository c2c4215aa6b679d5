import type { Settings } from "../../../config/schema";
import exporters from "../metrics/exposed.json";
import { LAG } from "../rules/recorded";
import type { RuleGroup } from "../rules";

/** Metrics by name, each with the labels that its series may have. */
export type Exposed = ReadonlyMap<string, ReadonlySet<string>>;

/** Labels that the operator, and this program's relabelling, put on every series. */
const TARGET = [
  ...["job", "instance", "namespace", "service", "pod", "container", "endpoint"],
  ...["cluster", "environment"],
];

/** Labels of the recorded metrics beside those of the stack. */
const RECORDED: Readonly<Record<string, string[]>> = { [LAG]: ["consumergroup", "topic"] };

/** What Prometheus has of every target, and what others in the Kubernetes cluster bring: kubelet, and a watcher of certificates. */
const OTHERS: Readonly<Record<string, string[]>> = {
  up: [],
  scrape_duration_seconds: [],
  scrape_samples_scraped: [],
  kubelet_volume_stats_available_bytes: ["persistentvolumeclaim"],
  kubelet_volume_stats_capacity_bytes: ["persistentvolumeclaim"],
  x509_cert_not_after: ["secret_namespace", "secret_name", "secret_key"],
  certmanager_certificate_expiration_timestamp_seconds: ["exported_namespace", "name"],
};

/**
 * What a stack's Prometheus can be asked for.
 *
 * @param rules The stack's rules, for the metrics that they record. @default none
 */
export function exposedBy({ cluster, monitoring }: Settings, rules: readonly RuleGroup[] = []): Exposed {
  const recorded = rules.flatMap((group) =>
    group.rules.flatMap(({ record }) => (record === undefined ? [] : [record])),
  );
  const all: Record<string, string[]> = {
    ...OTHERS,
    ...(monitoring.metrics ? (exporters.jmx[cluster.mode] as Record<string, string[]>) : {}),
    ...(monitoring.metrics && cluster.mode === "zookeeper" ? (exporters.zookeeper as Record<string, string[]>) : {}),
    ...(monitoring.metrics && monitoring.kafkaExporter ? (exporters.kafkaExporter as Record<string, string[]>) : {}),
    ...Object.fromEntries(recorded.map((metric) => [metric, RECORDED[metric] ?? ["topic"]])),
  };
  return new Map(Object.entries(all).map(([metric, labels]) => [metric, new Set([...labels, ...TARGET])]));
}
