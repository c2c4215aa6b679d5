import type * as pulumi from "@pulumi/pulumi";
import type { Connection } from "@kafka-on-kubernetes/provider";
import { DynamicResource } from "../dynamic/DynamicResource";

/** Arguments of a {@link KafkaRevocation}. */
export interface KafkaRevocationArgs {
  /** How to reach the cluster. */
  connection: pulumi.Input<Connection>;
  /** SCRAM mechanism of the user's credentials. */
  mechanism: pulumi.Input<"SCRAM-SHA-512" | "SCRAM-SHA-256">;
}

/**
 * What goes first when a client goes. It depends on all else of the client, and so is deleted before it: then it takes the user's
 * credentials from the brokers, that nobody logs in while Secrets, access rules and quotas are cleared away. Until then it does
 * nothing. Its resource name is the user's name.
 */
export class KafkaRevocation extends DynamicResource {
  public constructor(name: string, args: KafkaRevocationArgs, options?: pulumi.CustomResourceOptions) {
    super("revocations", "users:KafkaRevocation", name, { ...args, name }, options);
  }
}
