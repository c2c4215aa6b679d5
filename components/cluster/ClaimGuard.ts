import type * as pulumi from "@pulumi/pulumi";
import type { Connection, StatefulSetTemplate } from "@kafka-on-kubernetes/provider";
import { DynamicResource } from "../dynamic/DynamicResource";

/** Arguments of a {@link ClaimGuard}. */
export interface ClaimGuardArgs {
  /** Names the Kubernetes cluster to look at. */
  connection: pulumi.Input<Connection>;
  /** What the StatefulSets are to be like, as far as Kubernetes never lets it change. */
  templates: pulumi.Input<StatefulSetTemplate[]>;
}

/**
 * Stands before the chart and refuses, at preview, a change of a StatefulSet's claims: Kubernetes would not take it, and the
 * engine would replace the StatefulSet with all its pods at once. Passes once the live StatefulSet is gone or agrees.
 */
export class ClaimGuard extends DynamicResource {
  public constructor(name: string, args: ClaimGuardArgs, options?: pulumi.CustomResourceOptions) {
    super("claims", "cluster:ClaimGuard", name, { ...args }, options);
  }
}
