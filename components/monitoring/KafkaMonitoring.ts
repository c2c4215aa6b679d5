import * as pulumi from "@pulumi/pulumi";
import type { Settings } from "../../config/schema";
import { alertRulesName } from "../cluster/names";
import { delivery } from "./dashboards/delivery";
import { KafkaDashboards } from "./KafkaDashboards";
import { PrometheusRules } from "./PrometheusRules";
import { ruleGroups } from "./rules";

/** Arguments of {@link KafkaMonitoring}. */
export interface KafkaMonitoringArgs {
  /** The stack's settings. */
  settings: Settings;
  /** Labels of every object. */
  labels: Record<string, string>;
}

/** What watches the cluster beside its exporters: alert and recording rules, dashboards. */
export class KafkaMonitoring extends pulumi.ComponentResource {
  public constructor(name: string, args: KafkaMonitoringArgs, options?: pulumi.ComponentResourceOptions) {
    super("kafka:monitoring:KafkaMonitoring", name, {}, options);
    const { settings, labels } = args;
    const { alerts } = settings.monitoring;
    const { namespace } = settings.kubernetes;
    const child = { parent: this };
    if (alerts.as !== "none") {
      new PrometheusRules(
        `${name}-rules`,
        {
          objectName: alertRulesName(settings),
          namespace,
          labels: { ...labels, ...alerts.labels },
          groups: ruleGroups(settings),
          as: alerts.as,
        },
        child,
      );
    }
    const how = delivery(settings);
    if (how !== undefined) new KafkaDashboards(`${name}-dashboards`, { settings, labels, delivery: how }, child);
    this.registerOutputs({});
  }
}
