import type { Settings } from "../../../config/schema";
import { exporterService, jmxRulesName } from "../names";
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
      jmx: {
        enabled: monitoring.metrics,
        existingConfigmap: monitoring.metrics ? jmxRulesName(settings) : "",
        resources: JMX_RESOURCES,
        containerSecurityContext,
        service: { annotations: scrapeAnnotations(settings) },
      },
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
        // Without it the lag of a group is missing from every other scrape (seen with 1.7.0).
        extraFlags: { "concurrent.enable": "" },
        service: { annotations: scrapeAnnotations(settings) },
      },
      serviceMonitor: {
        enabled: monitoring.metrics && serviceMonitor.enabled,
        ...monitorTimes(settings),
        labels: serviceMonitor.labels,
        relabelings: relabelings(settings),
      },
    },
  };
}

/** A Prometheus that follows annotations as well as ServiceMonitors would scrape everything twice. */
export function scrapeAnnotations({ monitoring }: Settings): Values {
  return { "prometheus.io/scrape": String(!monitoring.serviceMonitor.enabled) };
}

/** When a ServiceMonitor's targets are scraped. */
export function monitorTimes({ monitoring: { serviceMonitor } }: Settings): Values {
  return { interval: `${serviceMonitor.interval}s`, scrapeTimeout: `${serviceMonitor.scrapeTimeout}s` };
}

/**
 * Labels of every series. `instance` would be the pod's address, which another pod has after a restart: the pod's name stays, so a
 * broker's history is one line. The exporter's pod has a new name each time: it goes by its Service's.
 */
export function relabelings(settings: Settings): Values[] {
  return [
    { sourceLabels: ["__meta_kubernetes_pod_name"], targetLabel: "instance" },
    {
      sourceLabels: ["__meta_kubernetes_service_name"],
      regex: `(${exporterService(settings)})`,
      targetLabel: "instance",
    },
    { targetLabel: "cluster", replacement: settings.cluster.name },
    ...(settings.environment === undefined ? [] : [{ targetLabel: "environment", replacement: settings.environment }]),
  ];
}
