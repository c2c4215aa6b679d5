import type * as pulumi from "@pulumi/pulumi";
import type { KubernetesTarget, RequiredKind } from "@kafka-on-kubernetes/provider";
import { DynamicResource } from "../dynamic/DynamicResource";

/** Arguments of a {@link KindGuard}. */
export interface KindGuardArgs {
  /** Name of the Kafka cluster. */
  cluster: pulumi.Input<string>;
  /** The Kubernetes cluster to look at. */
  kubernetes: pulumi.Input<KubernetesTarget>;
  /** Kinds of objects that the stack makes and that only an operator brings. */
  kinds: pulumi.Input<RequiredKind[]>;
}

/** Refuses, at preview, objects of a kind that the Kubernetes cluster doesn't know, where the brokers exist already. */
export class KindGuard extends DynamicResource {
  public constructor(name: string, args: KindGuardArgs, options?: pulumi.CustomResourceOptions) {
    super("kindGuard", "platform:KindGuard", name, { ...args }, options);
  }
}
