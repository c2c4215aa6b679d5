import * as pulumi from "@pulumi/pulumi";
import { ConfigMap } from "@pulumi/kubernetes/core/v1/configMap";
import { JMX_URL, RULE_FILE, jmxRuleFile } from "./jmx/ruleFile";

/** Arguments of {@link JmxRules}. */
export interface JmxRulesArgs {
  /** Name of the ConfigMap, as the chart's `metrics.jmx.existingConfigmap` says it. */
  configMapName: pulumi.Input<string>;
  /** Namespace of the brokers. */
  namespace: pulumi.Input<string>;
  /** Labels of the ConfigMap. */
  labels?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /**
   * What must exist before, such as the namespace.
   * @default nothing
   */
  before?: pulumi.Resource[];
}

/** What the JMX exporter beside each broker gives, in place of the chart's own rules. The brokers' pods wait for it. */
export class JmxRules extends pulumi.ComponentResource {
  /** What the brokers' pods mount. */
  public readonly configMap: ConfigMap;

  public constructor(name: string, args: JmxRulesArgs, options?: pulumi.ComponentResourceOptions) {
    super("kafka:monitoring:JmxRules", name, {}, options);
    const { configMapName, namespace, labels, before = [] } = args;
    this.configMap = new ConfigMap(
      name,
      {
        metadata: { name: configMapName, namespace, labels },
        data: { [RULE_FILE]: jmxRuleFile({ jmxUrl: JMX_URL }) },
      },
      { parent: this, dependsOn: before },
    );
    this.registerOutputs({});
  }
}
