import type * as pulumi from "@pulumi/pulumi";
import type { Connection, SecretSource } from "@kafka-on-kubernetes/provider";
import { DynamicResource } from "../dynamic/DynamicResource";
import type { KafkaUserArgs } from "./KafkaUser";

/** One user of a set: what a {@link KafkaUser} takes, its name is the key. It needs no Secret of its own where the set has one. */
export type KafkaUserSetMember = Omit<KafkaUserArgs, "connection" | "secret"> & Partial<Pick<KafkaUserArgs, "secret">>;

/** Arguments of a {@link KafkaUserSet}. */
export interface KafkaUserSetArgs {
  /** How to reach the cluster. */
  connection: pulumi.Input<Connection>;
  /**
   * The Secret with the logins of all users that name none of their own: the keys of {@link KafkaUserArgs.secret}, each behind its user's
   * name and `_`, such as `device-1_password`.
   * @default none: each user names its own
   */
  secret?: pulumi.Input<SecretSource>;
  /** The users by name. */
  users: pulumi.Input<Record<string, pulumi.Input<KafkaUserSetMember>>>;
  /**
   * Names of the users that the program declares elsewhere, as single ones or in other sets. A user that moves there is left alone by this
   * set. Never stored.
   * @default none
   */
  elsewhere?: pulumi.Input<string[]>;
}

/**
 * Many users as one resource, for estates of hundreds: the engine's own cost per resource is paid once. Each user has its own result;
 * what failed is named user by user, what succeeded is kept, and the next run does the rest. The passwords are brought along.
 *
 * @example
 * new KafkaUserSet("devices", {
 *   connection,
 *   secret: { name: "device-logins", namespace },
 *   users: { "device-1": { mechanism: "SCRAM-SHA-512", rules: { produce: ["metrics"] } } },
 * });
 */
export class KafkaUserSet extends DynamicResource {
  /** The users that exist, by name. */
  declare public readonly users: pulumi.Output<Record<string, object>>;

  public constructor(name: string, args: KafkaUserSetArgs, options?: pulumi.CustomResourceOptions) {
    const { elsewhere = [], ...rest } = args;
    super("userSets", "users:KafkaUserSet", name, { ...rest, name, elsewhere }, options);
  }
}
