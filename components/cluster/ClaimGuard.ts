import type * as pulumi from "@pulumi/pulumi";
import type { Connection } from "@kafka-on-kubernetes/provider";
import { DynamicResource } from "../dynamic/DynamicResource";
import type { ClaimTemplate } from "./claims";

/** Arguments of a {@link ClaimGuard}. */
export interface ClaimGuardArgs {
  /** Names the Kubernetes cluster to look at. */
  connection: pulumi.Input<Connection>;
  /** The claims that the StatefulSets are to have. */
  claims: pulumi.Input<ClaimTemplate[]>;
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
