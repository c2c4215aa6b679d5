import type * as pulumi from "@pulumi/pulumi";
import type { Connection, SecretSource } from "@kafka-on-kubernetes/provider";
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
   * The Kubernetes Secret whose key `password` holds the password. It is read when it is needed and never an input. Where there is
   * no Kubernetes: its keys themselves, marked as a secret, so that the state holds them encrypted.
   */
  secret: pulumi.Input<SecretSource>;
  /**
   * Counts the passwords: a higher number sends the Secret's password to the brokers again.
   * @default 1
   */
  rotation?: pulumi.Input<number>;
}

/**
 * The SCRAM credential of one client, managed through the admin protocol. Its resource name is the user's name.
 *
 * @example
 * new KafkaUser("task-worker", { connection, mechanism: "SCRAM-SHA-512", secret: { name: "kafka-client-task-worker", namespace } });
 */
export class KafkaUser extends DynamicResource {
  /** The user's name, the principal is `User:<name>`. */
  declare public readonly name: pulumi.Output<string>;

  public constructor(name: string, args: KafkaUserArgs, options?: pulumi.CustomResourceOptions) {
    const { iterations = 8192, rotation = 1, ...rest } = args;
    super("users", "users:KafkaUser", name, { ...rest, name, iterations, rotation }, options);
  }
}
