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
 * the newest revision and is in sync. What needs a healthy cluster depends on this component, once {@link deploy} was called.
 *
 * @throws RunError with one line for each of the stack's own chart values that the chart does not know.
 */
export class KafkaCluster extends pulumi.ComponentResource {
  /** What refuses a stack that can't be, before anything is made: all that the stack makes in Kubernetes depends on it. */
  public readonly guard: pulumi.Resource;
  private readonly values: ReturnType<typeof chartValues>;

  public constructor(
    private readonly resourceName: string,
    private readonly args: KafkaClusterArgs,
    options?: pulumi.ComponentResourceOptions,
  ) {
    super("kafka:cluster:KafkaCluster", resourceName, {}, options);
    const { settings, connection, kinds = [] } = args;
    const problems = valueProblems(settings.cluster.values);
    if (problems.length > 0) throw new pulumi.RunError(problems.join("\n"));
    this.values = chartValues(settings);

    this.guard = new ClusterGuard(
      `${resourceName}-guard`,
      {
        connection,
        cluster: clusterIdentity(settings),
        templates: statefulSetTemplates(settings, this.values),
        ...(kinds.length === 0 ? {} : { kinds }),
      },
      { parent: this },
    );
  }

  /**
   * Makes the chart, and the rollout.
   * @param before What must exist before the chart's objects, such as the Secrets that they refer to by name. No components: what they make is not seen.
   */
  public deploy(before: pulumi.Resource[]): void {
    const { resourceName: name, values } = this;
    const { settings, connection, kinds = [] } = this.args;
    const child = { parent: this };
    const objects = new ChartObjects([this.guard, ...before]);
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
        transforms: [objects.transform, ...chartTransforms(settings), ...(this.args.transforms ?? [])],
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
