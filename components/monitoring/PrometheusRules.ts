import * as pulumi from "@pulumi/pulumi";
import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource";
import { ConfigMap } from "@pulumi/kubernetes/core/v1/configMap";
import { stringify } from "yaml";
import type { RuleGroup } from "./rules";

/** Name of the rule file in its ConfigMap. */
export const RULES_FILE = "kafka.rules.yml";

/** Arguments of {@link PrometheusRules}. */
export interface PrometheusRulesArgs {
  /** Name of the object in Kubernetes. */
  objectName: pulumi.Input<string>;
  /** Its namespace. */
  namespace: pulumi.Input<string>;
  /** Labels, those that the Prometheus instance selects by among them. */
  labels?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** The rules. */
  groups: RuleGroup[];
  /** A PrometheusRule for the Prometheus operator, or a ConfigMap with a rule file for a Prometheus that mounts it. */
  as: "prometheusRule" | "configMap";
}

/** Alert and recording rules, where Prometheus finds them. */
export class PrometheusRules extends pulumi.ComponentResource {
  public constructor(name: string, args: PrometheusRulesArgs, options?: pulumi.ComponentResourceOptions) {
    super("kafka:monitoring:PrometheusRules", name, {}, options);
    const { objectName, namespace, labels, groups, as } = args;
    const metadata = { name: objectName, namespace, labels };
    const child = { parent: this };
    if (as === "prometheusRule") {
      new CustomResource(
        name,
        { apiVersion: "monitoring.coreos.com/v1", kind: "PrometheusRule", metadata, spec: { groups } },
        child,
      );
    } else {
      new ConfigMap(name, { metadata, data: { [RULES_FILE]: stringify({ groups }, { lineWidth: 0 }) } }, child);
    }
    this.registerOutputs({});
  }
}
