import { listenersWithTls } from "../../../cluster/listenerTls";
import type { Alert, AlertGroup, Alerts } from "../alert";
import { minutes, promDuration } from "../alert";
import { LAG } from "../recorded";
import type { Watched } from "../watched";

/** Those who use the cluster. */
export const clientAlerts: AlertGroup = (watched) => ({
  KafkaLoginFailures: {
    expr: `sum by (instance, listener) (rate(${watched.series("kafka_server_socket_server_metrics_failed_authentication_total")}[5m])) * 60 > ${watched.thresholds.loginFailuresPerMinute}`,
    for: minutes(5),
    severity: "warning",
    summary: "{{ $value | humanize }} logins a minute fail on {{ $labels.instance }}, listener {{ $labels.listener }}",
    description: "An application with an old password, or somebody who tries.",
  },
  ...(watched.settings.monitoring.kafkaExporter ? groupAlerts(watched) : {}),
  ...certificateAlerts(watched),
});

function groupAlerts({ settings, series, thresholds }: Watched): Alerts {
  const window = promDuration(thresholds.stuckAfter);
  const silent = Object.entries(settings.monitoring.alerts.silentTopics).map(([topic, after]): Alert => ({
    expr: `sum by (topic) (increase(${series("kafka_topic_partition_current_offset", `topic="${topic}"`)}[${promDuration(after)}])) == 0`,
    for: 0,
    severity: "warning",
    summary: `no message in {{ $labels.topic }} for ${promDuration(after)}`,
    description: "Its producers are down, or can't reach it.",
  }));
  return {
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
}

/**
 * Kafka tells nobody when its certificate expires; one of these does, where it is installed: the x509-certificate-exporter, which reads the
 * Secrets, or cert-manager, whose Certificate has the Secret's name where this program asks for it. cert-manager's own label `namespace` is
 * renamed by Prometheus unless its ServiceMonitor honors labels, and its value is 0 until there is a certificate.
 */
function certificateAlerts({ settings, thresholds }: Watched): Alerts {
  const secrets = listenersWithTls(settings).map(({ secret }) => secret);
  if (secrets.length === 0) return {};
  const { namespace } = settings.kubernetes;
  const named = secrets.join("|");
  const issued = ["exported_namespace", "namespace"].map((label) => {
    const series = `certmanager_certificate_expiration_timestamp_seconds{${label}="${namespace}",name=~"${named}"}`;
    return `label_replace(${series} > 0, "secret_name", "$1", "name", "(.*)")`;
  });
  const known = [`x509_cert_not_after{secret_namespace="${namespace}",secret_name=~"${named}"}`, ...issued];
  return {
    KafkaCertificateExpires: {
      expr: `min by (secret_name) (${known.join(" or ")}) - time() < ${thresholds.certificateExpiresIn}`,
      for: minutes(60),
      severity: "warning",
      summary: "the certificate in Secret {{ $labels.secret_name }} expires in {{ $value | humanizeDuration }}",
      description: "Afterwards no client can connect to the listener that serves it.",
    },
  };
}
