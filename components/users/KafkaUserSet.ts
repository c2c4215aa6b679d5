import type * as pulumi from "@pulumi/pulumi";
import type { Connection } from "@kafka-on-kubernetes/provider";
import { DynamicResource } from "../dynamic/DynamicResource";
import type { KafkaUserArgs } from "./KafkaUser";

/** One user of a set: what a {@link KafkaUser} takes, its name is the key. */
export type KafkaUserSetMember = Omit<KafkaUserArgs, "connection">;

/** Arguments of a {@link KafkaUserSet}. */
export interface KafkaUserSetArgs {
  /** How to reach the cluster. */
  connection: pulumi.Input<Connection>;
  /** The users by name, each with a Secret that exists. */
  users: pulumi.Input<Record<string, pulumi.Input<KafkaUserSetMember>>>;
}

/**
 * Many users as one resource, for estates of hundreds: the engine's own cost per resource is paid once. Each user has its own result;
 * what failed is named user by user, what succeeded is kept, and the next run does the rest. The passwords' Secrets are brought along.
 *
 * @example
 * new KafkaUserSet("devices", {
 *   connection,
 *   users: { "device-1": { mechanism: "SCRAM-SHA-512", secret: { name: "device-1", namespace }, rules: { produce: ["metrics"] } } },
 * });
 */
export class KafkaUserSet extends DynamicResource {
  /** The users that exist, by name. */
  declare public readonly users: pulumi.Output<Record<string, object>>;

  public constructor(name: string, args: KafkaUserSetArgs, options?: pulumi.CustomResourceOptions) {
    super("userSets", "users:KafkaUserSet", name, { ...args, name }, options);
  }
}
