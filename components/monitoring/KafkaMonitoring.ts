import * as pulumi from "@pulumi/pulumi";
import type { Settings } from "../../config/schema";
import { delivery } from "./dashboards/delivery";
import { KafkaDashboards } from "./KafkaDashboards";
import { stackRules } from "./stackRules";

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
    const child = { parent: this };
    stackRules(`${name}-rules`, { settings, labels }, child);
    const how = delivery(settings);
    if (how !== undefined) new KafkaDashboards(`${name}-dashboards`, { settings, labels, delivery: how }, child);
    this.registerOutputs({});
  }
}
