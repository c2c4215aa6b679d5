import type { Settings } from "../../../config/schema";
import type { Values } from "./merge";
import { containerSecurityContext, podSecurityContext } from "./podSecurity";

/**
 * The exporters' own shares; the chart sets none, and a JVM without a limit takes the node's memory for its own
 * (`-XX:MaxRAMPercentage=100` in the chart).
 */
const JMX_RESOURCES = { requests: { cpu: "50m", memory: "128Mi" }, limits: { cpu: "500m", memory: "512Mi" } };
const EXPORTER_RESOURCES = { requests: { cpu: "50m", memory: "64Mi" }, limits: { cpu: "250m", memory: "256Mi" } };

/** Both probes ask for all metrics, which takes longer than the chart's one second where there are many partitions. */
const PATIENT = { enabled: true, initialDelaySeconds: 5, periodSeconds: 10, timeoutSeconds: 10, failureThreshold: 3 };

/** The JMX exporter beside each broker, the Kafka exporter, and their ServiceMonitors. */
export function metrics(settings: Settings): Values {
  const { monitoring } = settings;
  const { serviceMonitor } = monitoring;
  const exporter = monitoring.metrics && monitoring.kafkaExporter;
  return {
    metrics: {
      jmx: { enabled: monitoring.metrics, resources: JMX_RESOURCES, containerSecurityContext },
      kafka: {
        enabled: exporter,
        resources: EXPORTER_RESOURCES,
        podSecurityContext,
        containerSecurityContext,
        automountServiceAccountToken: false,
        enableServiceLinks: false,
        // There is only one.
        podAntiAffinityPreset: "",
        livenessProbe: PATIENT,
        readinessProbe: PATIENT,
      },
      serviceMonitor: {
        enabled: monitoring.metrics && serviceMonitor.enabled,
        interval: `${serviceMonitor.interval}s`,
        labels: serviceMonitor.labels,
      },
    },
  };
}
