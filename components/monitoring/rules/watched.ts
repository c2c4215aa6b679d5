import { isExternal } from "../../../config/schema";
import type { Settings, StackSettings } from "../../../config/schema";

/** How the series of one stack are found. */
export interface SeriesOf {
  /**
   * A metric's series of this stack's cluster alone: one Prometheus may watch several.
   * @param more Further matchers, such as `topic="orders"`.
   */
  series: (metric: string, more?: string) => string;
  /** Labels that tell the cluster, for what no longer has them after a sum. */
  labels: Record<string, string>;
}

/** One stack, as its rules see it; whichever kind its brokers are of where a rule asks for no more. */
export interface Watched<Stack extends StackSettings = Settings> extends SeriesOf {
  settings: Stack;
  thresholds: Settings["monitoring"]["alerts"]["thresholds"];
}

/** How the rules of a stack find its series. */
export function watched<Stack extends StackSettings>(settings: Stack): Watched<Stack> {
  return { settings, thresholds: settings.monitoring.alerts.thresholds, ...seriesOf(settings) };
}

/** How a stack's series are found: brokers that this program didn't deploy are in no namespace of Kubernetes. */
export function seriesOf(settings: StackSettings): SeriesOf {
  const { cluster, kubernetes, environment } = settings;
  const place: Record<string, string> = isExternal(settings) ? {} : { namespace: kubernetes.namespace };
  const matchers = Object.entries({ ...place, cluster: cluster.name })
    .map(([label, value]) => `${label}="${value}"`)
    .join(",");
  return {
    series: (metric, more) => `${metric}{${matchers}${more === undefined ? "" : `,${more}`}}`,
    labels: {
      cluster: cluster.name,
      ...place,
      ...(environment === undefined ? {} : { environment }),
    },
  };
}
