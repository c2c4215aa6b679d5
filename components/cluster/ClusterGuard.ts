import type * as pulumi from "@pulumi/pulumi";
import type { ClusterIdentity, Connection, RequiredKind, StatefulSetTemplate } from "@kafka-on-kubernetes/provider";
import { DynamicResource } from "../dynamic/DynamicResource";

/** Arguments of a {@link ClusterGuard}. */
export interface ClusterGuardArgs {
  /** Names the Kubernetes cluster to look at. */
  connection: pulumi.Input<Connection>;
  /** What the cluster is from its first `up` to its last. */
  cluster: pulumi.Input<ClusterIdentity>;
  /** What the StatefulSets are to be like, as far as Kubernetes never lets it change. */
  templates: pulumi.Input<StatefulSetTemplate[]>;
  /**
   * Kinds of objects that the stack makes and that only an operator brings.
   * @default none
   */
  kinds?: pulumi.Input<RequiredKind[]>;
}

/**
 * Stands before the chart and refuses, at preview, what would stop all brokers at once or lose what they hold: another name, namespace,
 * mode, mechanism or number of voters, and a change of the StatefulSets' claims, which Kubernetes would not take, so that the engine would
 * replace them; and a stack with objects of a kind that the Kubernetes cluster doesn't know. A template may change once the live StatefulSet is gone or agrees.
 */
export class ClusterGuard extends DynamicResource {
  public constructor(name: string, args: ClusterGuardArgs, options?: pulumi.CustomResourceOptions) {
    super("guard", "cluster:ClusterGuard", name, { ...args }, options);
  }
}
