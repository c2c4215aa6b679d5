import { listenersWithTls } from "../../../cluster/listenerTls";
import type { AlertGroup, Alerts } from "../alert";
import { minutes } from "../alert";
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
  ...certificateAlerts(watched),
});

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
