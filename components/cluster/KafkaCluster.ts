import * as pulumi from "@pulumi/pulumi";
import { Chart } from "@pulumi/kubernetes/helm/v4";
import type { Connection, RequiredKind } from "@kafka-on-kubernetes/provider";
import { brokerCount } from "../../config/brokerCount";
import type { Settings } from "../../config/schema";
import { BrokerRollout } from "./BrokerRollout";
import { chartTransforms } from "./chartTransforms";
import { clusterIdentity } from "./clusterIdentity";
import { ChartObjects } from "./ChartObjects";
import { ClusterGuard } from "./ClusterGuard";
import { statefulSetTemplates } from "./statefulSetTemplates";
import { rolledStatefulSets } from "./names";
import { revision } from "./revision";
import { chartValues, valueProblems } from "./values";

/** Arguments of {@link KafkaCluster}. */
export interface KafkaClusterArgs {
  /** The stack's settings. */
  settings: Settings;
  /** How to reach the brokers, for the ordered restarts. */
  connection: pulumi.Input<Connection>;
  /**
   * What must exist before the chart's objects, such as the Secrets that they refer to by name. No components: what they make is not seen.
   * @default nothing
   */
  before?: pulumi.Resource[];
  /**
   * Makes what may only be made once the guard lets the stack pass, and must exist before the chart.
   * @default nothing
   */
  afterGuard?: (guard: pulumi.Resource) => pulumi.Resource[];
  /**
   * Kinds of objects that the stack makes and that only an operator brings: looked for before anything is made.
   * @default none
   */
  kinds?: RequiredKind[];
  /**
   * Changes every object of the chart before it is registered, after the program's own changes: the last hatch, where
   * `cluster.values` does not reach.
   * @default none
   */
  transforms?: pulumi.ResourceTransform[];
}

/**
 * The brokers: the Bitnami chart with the values of the settings, then the ordered rollout that ends when every broker runs
 * the newest revision and is in sync. What needs a healthy cluster depends on this component.
 *
 * @throws RunError with one line for each of the stack's own chart values that the chart does not know.
 */
export class KafkaCluster extends pulumi.ComponentResource {
  /** What refuses a stack that can't be, before anything is made. What needs no brokers may depend on it alone. */
  public readonly guard: pulumi.Resource;

  public constructor(name: string, args: KafkaClusterArgs, options?: pulumi.ComponentResourceOptions) {
    super("kafka:cluster:KafkaCluster", name, {}, options);
    const { settings, connection, kinds = [] } = args;
    const problems = valueProblems(settings.cluster.values);
    if (problems.length > 0) throw new pulumi.RunError(problems.join("\n"));
    const values = chartValues(settings);
    const child = { parent: this };

    this.guard = new ClusterGuard(
      `${name}-guard`,
      {
        connection,
        cluster: clusterIdentity(settings),
        templates: statefulSetTemplates(settings, values),
        ...(kinds.length === 0 ? {} : { kinds }),
      },
      child,
    );

    const objects = new ChartObjects([this.guard, ...(args.before ?? []), ...(args.afterGuard?.(this.guard) ?? [])]);
    const chart = new Chart(
      name,
      {
        chart: settings.chart.path ?? settings.chart.repository,
        version: settings.chart.path === undefined ? settings.chart.version : undefined,
        namespace: settings.kubernetes.namespace,
        values,
        // The rollout does the waiting: the engine's own never ends for a StatefulSet whose pods are replaced on delete.
        skipAwait: true,
      },
      {
        ...child,
        // An unknown kind among the chart's own objects ends the whole run, in the plugin's words, so the guard must have looked before.
        dependsOn: kinds.length > 0 ? this.guard : [],
        transforms: [objects.transform, ...chartTransforms(settings), ...(args.transforms ?? [])],
      },
    );

    new BrokerRollout(
      `${name}-rollout`,
      {
        connection,
        statefulSets: rolledStatefulSets(settings),
        replicas: brokerCount(settings.cluster),
        revision: revision({ chart: settings.chart, values }),
        timeoutSeconds: settings.cluster.rolloutTimeout,
      },
      { ...child, dependsOn: objects.of(chart) },
    );

    this.registerOutputs({});
  }
}
