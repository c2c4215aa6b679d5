import type { RequiredKind } from "@kafka-on-kubernetes/provider";
import type { Settings, StackSettings } from "../../config/schema";

const PROMETHEUS = "monitoring.coreos.com/v1";

/** The kinds of objects that this stack's monitoring makes and that only an operator brings. */
export function requiredKinds(settings: Settings): RequiredKind[] {
  const { metrics, serviceMonitor } = settings.monitoring;
  return [
    ...(metrics && serviceMonitor.enabled
      ? [
          {
            apiVersion: PROMETHEUS,
            kind: "ServiceMonitor",
            keyPath: "kafka:monitoring.serviceMonitor.enabled",
            advice:
              "install the Prometheus operator, or set it to false, and the Services get scrape annotations instead",
          },
        ]
      : []),
    ...existingKinds(settings),
  ];
}

/** The kinds among them that a stack has whose brokers exist already. */
export function existingKinds(settings: StackSettings): RequiredKind[] {
  return [
    ...(settings.monitoring.alerts.as === "prometheusRule"
      ? [
          {
            apiVersion: PROMETHEUS,
            kind: "PrometheusRule",
            keyPath: "kafka:monitoring.alerts.as",
            advice: "install the Prometheus operator, or set it to configMap and mount the rule file",
          },
        ]
      : []),
    ...dashboardKinds(settings),
  ];
}

/** The kind that this stack's dashboards are of, where only an operator brings it. */
function dashboardKinds({ monitoring: { dashboards } }: StackSettings): RequiredKind[] {
  if (dashboards.as !== "grafanaDashboard") return [];
  return [
    {
      apiVersion: "grafana.integreatly.org/v1beta1",
      kind: "GrafanaDashboard",
      keyPath: "kafka:monitoring.dashboards.as",
      advice: "install the Grafana operator, or set it to configMap for Grafana's sidecar",
    },
  ];
}
