import type { StackSettings } from "../../../config/schema";
import type { Delivery } from "../KafkaDashboard";

/** How the dashboards of a stack reach Grafana; undefined where there are none. */
export function delivery({ monitoring }: StackSettings): Delivery | undefined {
  const { as, folder, labels, instanceSelector } = monitoring.dashboards;
  if (as === "none") return undefined;
  return as === "configMap" ? { as, folder, labels } : { as, folder, instanceSelector };
}
