import type { Settings } from "../../../config/schema";

/** One stack, as its rules see it. */
export interface Watched {
  settings: Settings;
  thresholds: Settings["monitoring"]["alerts"]["thresholds"];
  /**
   * A metric's series of this stack's cluster alone: one Prometheus may watch several.
   * @param more Further matchers, such as `topic="orders"`.
   */
  series: (metric: string, more?: string) => string;
  /** Labels that tell the cluster, for what no longer has them after a sum. */
  labels: Record<string, string>;
}

/** How the rules of a stack find its series. */
export function watched(settings: Settings): Watched {
  const { cluster, kubernetes, monitoring, environment } = settings;
  const matchers = `namespace="${kubernetes.namespace}",cluster="${cluster.name}"`;
  return {
    settings,
    thresholds: monitoring.alerts.thresholds,
    series: (metric, more) => `${metric}{${matchers}${more === undefined ? "" : `,${more}`}}`,
    labels: {
      cluster: cluster.name,
      namespace: kubernetes.namespace,
      ...(environment === undefined ? {} : { environment }),
    },
  };
}
