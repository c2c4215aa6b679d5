import * as pulumi from "@pulumi/pulumi";
import type { Settings } from "../../config/schema";
import { alertRulesName } from "../cluster/names";
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
    const { alerts, dashboards } = settings.monitoring;
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
    if (dashboards.as !== "none") {
      const { folder, labels: found, instanceSelector } = dashboards;
      const delivery =
        dashboards.as === "configMap"
          ? { as: dashboards.as, folder, labels: found }
          : { as: dashboards.as, folder, instanceSelector };
      new KafkaDashboards(`${name}-dashboards`, { settings, labels, delivery }, child);
    }
    this.registerOutputs({});
  }
}
