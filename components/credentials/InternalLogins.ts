import type * as pulumi from "@pulumi/pulumi";
import type { KubernetesConnection } from "@kafka-on-kubernetes/provider";
import { DynamicResource } from "../dynamic/DynamicResource";

/** Arguments of {@link InternalLogins}. */
export interface InternalLoginsArgs {
  /** How to reach the cluster. */
  connection: pulumi.Input<KubernetesConnection>;
  /** Counts the passwords of the internal users. */
  rotation: pulumi.Input<number>;
  /** The Secret with the passwords of this turn, by the keys that the chart reads. */
  secret: pulumi.Input<{ name: string; namespace: string }>;
  /** The brokers' StatefulSet. While there is none, the brokers get their users at their first start. */
  statefulSet: pulumi.Input<string>;
  /** SCRAM iterations, 4,096 to 16,384 (KIP-554). */
  iterations: pulumi.Input<number>;
}

/**
 * Gives the brokers the logins of the administrator and of the brokers themselves for a new turn, and ends when every live broker takes
 * them. It stands before all that uses them: the administrator's Secret, and the chart with the restart.
 */
export class InternalLogins extends DynamicResource {
  public constructor(name: string, args: InternalLoginsArgs, options?: pulumi.CustomResourceOptions) {
    super("internalLogins", "credentials:InternalLogins", name, { ...args, name }, options);
  }
}
