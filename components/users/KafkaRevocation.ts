import type * as pulumi from "@pulumi/pulumi";
import type { Connection } from "@kafka-on-kubernetes/provider";
import { DynamicResource } from "../dynamic/DynamicResource";

/** Arguments of a {@link KafkaRevocation}. */
export interface KafkaRevocationArgs {
  /** How to reach the cluster. */
  connection: pulumi.Input<Connection>;
  /** SCRAM mechanism of the user's credentials. */
  mechanism: pulumi.Input<"SCRAM-SHA-512" | "SCRAM-SHA-256">;
  /**
   * The users, where it is about a group.
   * @default the one user of the resource's name
   */
  users?: pulumi.Input<string[]>;
}

/**
 * What goes first when a client, or a group of them, goes. It depends on all else of the client, and so is deleted before it: then it takes
 * the user's credentials from the brokers, that nobody logs in while Secrets, access rules and quotas are cleared away. Until then it does
 * nothing. Its resource name is the user's name, or the group's.
 */
export class KafkaRevocation extends DynamicResource {
  public constructor(name: string, args: KafkaRevocationArgs, options?: pulumi.CustomResourceOptions) {
    super("revocations", "users:KafkaRevocation", name, { ...args, name }, options);
  }
}
