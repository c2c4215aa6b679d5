import type * as pulumi from "@pulumi/pulumi";
import type { Connection } from "@kafka-on-kubernetes/provider";
import { DynamicResource } from "../dynamic/DynamicResource";

/** Arguments of a {@link BrokerRollout}. */
export interface BrokerRolloutArgs {
  /** How to reach the cluster. */
  connection: pulumi.Input<Connection>;
  /** The StatefulSets to bring to their newest revision, in this order. */
  statefulSets: pulumi.Input<string[]>;
  /** Number of brokers that must be registered and in sync at the end. */
  replicas: pulumi.Input<number>;
  /** A hash of what the pods are made from: a change starts a rollout. */
  revision: pulumi.Input<string>;
  /** Time limit of one broker, from its restart until it is caught up, in seconds. */
  timeoutSeconds: pulumi.Input<number>;
}

/**
 * Restarts the brokers one at a time after the chart has changed: each only while every partition's ISR is full, the active
 * controller last. `up` ends when the cluster is at the new revision and healthy, or says where it stopped; the next `up` goes on.
 */
export class BrokerRollout extends DynamicResource {
  public constructor(name: string, args: BrokerRolloutArgs, options?: pulumi.CustomResourceOptions) {
    super("rollout", "cluster:BrokerRollout", name, { ...args }, options);
  }
}
