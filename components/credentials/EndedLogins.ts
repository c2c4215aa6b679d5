import type * as pulumi from "@pulumi/pulumi";
import type { KubernetesConnection } from "@kafka-on-kubernetes/provider";
import { DynamicResource } from "../dynamic/DynamicResource";

/** Arguments of {@link EndedLogins}. */
export interface EndedLoginsArgs {
  /** How to reach the cluster. */
  connection: pulumi.Input<KubernetesConnection>;
  /** Counts the passwords of the internal users. */
  rotation: pulumi.Input<number>;
}

/**
 * Takes the logins of the administrator and of the brokers for the turn before away. It depends on the restart that brought all brokers to
 * the current turn.
 */
export class EndedLogins extends DynamicResource {
  public constructor(name: string, args: EndedLoginsArgs, options?: pulumi.CustomResourceOptions) {
    super("endedLogins", "credentials:EndedLogins", name, { ...args, name }, options);
  }
}
