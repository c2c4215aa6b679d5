import type { Problem } from "../problem";
import type { KubernetesCheck } from "./check";

/** Rules and dashboards on metrics that nobody gives. */
export const monitoredMetrics: KubernetesCheck = ({ monitoring: { metrics, serviceMonitor, alerts, dashboards } }) => {
  const needs: [boolean, string[]][] = [
    [serviceMonitor.enabled, ["monitoring", "serviceMonitor", "enabled"]],
    [alerts.as !== "none", ["monitoring", "alerts", "as"]],
    [dashboards.as !== "none", ["monitoring", "dashboards", "as"]],
  ];
  return needs
    .filter(([asked]) => asked && !metrics)
    .map(([, path]) => ({
      path,
      text: "there is nothing to see without metrics; set kafka:monitoring.metrics to true, or leave it out",
      restsOn: [["monitoring", "metrics"]],
    }));
};

/** Prometheus refuses a time limit beyond the interval. */
export const scrapeTimes: KubernetesCheck = ({ monitoring: { serviceMonitor } }) =>
  serviceMonitor.scrapeTimeout <= serviceMonitor.interval
    ? []
    : [
        {
          path: ["monitoring", "serviceMonitor", "scrapeTimeout"],
          text: `found ${serviceMonitor.scrapeTimeout}s; allowed: at most ${serviceMonitor.interval}s, the interval`,
          restsOn: [["monitoring", "serviceMonitor", "interval"]],
        },
      ];

/** A topic that must not be silent has to be there. */
export const silentTopics: KubernetesCheck = ({ topics, monitoring }) =>
  Object.keys(monitoring.alerts.silentTopics)
    .filter((topic) => !Object.hasOwn(topics, topic))
    .map((topic): Problem => ({
      path: ["monitoring", "alerts", "silentTopics", topic],
      text: `there is no topic ${topic} in kafka:topics (known here: ${Object.keys(topics).join(", ")})`,
      restsOn: [["topics"]],
    }));
