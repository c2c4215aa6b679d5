import type { StackSettings } from "../../config/schema";

/** Labels of every object that this program makes beside the chart. */
export function labels(settings: StackSettings): Record<string, string> {
  return {
    "app.kubernetes.io/instance": settings.cluster.name,
    "app.kubernetes.io/managed-by": "pulumi",
    "app.kubernetes.io/part-of": "kafka",
    ...(settings.environment === undefined ? {} : { environment: settings.environment }),
  };
}
