import type * as pulumi from "@pulumi/pulumi";
import type { Connection, UserQuotas, UserRules, UserSecret } from "@kafka-on-kubernetes/provider";
import { DynamicResource } from "../dynamic/DynamicResource";

/** Arguments of a {@link KafkaUser}. */
export interface KafkaUserArgs {
  /** How to reach the cluster. */
  connection: pulumi.Input<Connection>;
  /** SCRAM mechanism of the credential. */
  mechanism: pulumi.Input<"SCRAM-SHA-512" | "SCRAM-SHA-256">;
  /**
   * SCRAM iterations, 4,096 to 16,384 (KIP-554).
   * @default 8192
   */
  iterations?: pulumi.Input<number>;
  /**
   * The Kubernetes Secret with the keys `username` and `password`, and after a rotation `previous.username` and
   * `previous.password`. It is read when it is needed and never an input. Where there is no Kubernetes: its keys themselves, marked
   * as a secret, so that the state holds them encrypted.
   */
  secret: pulumi.Input<UserSecret>;
  /**
   * Counts the passwords: raised by one, it sends the Secret's password to the brokers, under the other of the user's two names
   * (`<name>` and `<name>.b`), so that the one before goes on working.
   * @default 1
   */
  rotation?: pulumi.Input<number>;
  /**
   * What is done with the login before the current one.
   * @default "keep"
   */
  previous?: pulumi.Input<"keep" | "remove">;
  /**
   * What the user may do.
   * @default nothing but to log in
   */
  rules?: pulumi.Input<UserRules>;
  /**
   * Remove access rules and quotas of the user that others made. Otherwise they are shown (output `foreign`).
   * @default false
   */
  exclusive?: pulumi.Input<boolean>;
  /**
   * Limits by Kafka's own names. One that is taken out is removed; those that are not named are left as they are.
   * @default none
   */
  quotas?: pulumi.Input<UserQuotas>;
}

/**
 * One client at the brokers, managed through the admin protocol: SCRAM credential, access rules and quotas. Its resource name is the
 * user's name.
 *
 * @example
 * new KafkaUser("task-worker", {
 *   connection,
 *   mechanism: "SCRAM-SHA-512",
 *   secret: { name: "kafka-login-task-worker", namespace },
 *   rules: { consume: { topics: ["ai-task-queue"], groups: ["task-worker"] } },
 * });
 */
export class KafkaUser extends DynamicResource {
  /** The user's name, the principal is `User:<name>`. */
  declare public readonly name: pulumi.Output<string>;
  /** Rules and quotas of the user that others made, in words; undefined when there are none. */
  declare public readonly foreign: pulumi.Output<string[] | undefined>;

  public constructor(name: string, args: KafkaUserArgs, options?: pulumi.CustomResourceOptions) {
    const { iterations = 8192, rotation = 1, previous = "keep", rules = {}, exclusive = false, quotas = {} } = args;
    const { connection, mechanism, secret } = args;
    super(
      "users",
      "users:KafkaUser",
      name,
      {
        connection,
        name,
        mechanism,
        iterations,
        secret,
        rotation,
        previous,
        rules,
        exclusive,
        quotas,
        foreign: undefined,
      },
      options,
    );
  }
}
