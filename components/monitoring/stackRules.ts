import type * as pulumi from "@pulumi/pulumi";
import type { StackSettings } from "../../config/schema";
import { alertRulesName } from "../cluster/names";
import { PrometheusRules } from "./PrometheusRules";
import { ruleGroups } from "./rules";

/** A stack's alert and recording rules, where it asks for them. */
export function stackRules(
  name: string,
  { settings, labels }: { settings: StackSettings; labels: Record<string, string> },
  options: pulumi.ComponentResourceOptions,
): void {
  const { alerts } = settings.monitoring;
  if (alerts.as === "none") return;
  new PrometheusRules(
    name,
    {
      objectName: alertRulesName(settings),
      namespace: settings.kubernetes.namespace,
      labels: { ...labels, ...alerts.labels },
      groups: ruleGroups(settings),
      as: alerts.as,
    },
    options,
  );
}
