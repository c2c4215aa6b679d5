import * as pulumi from "@pulumi/pulumi";
import type { Connection } from "@kafka-on-kubernetes/provider";
import type { ClientCredentialsArgs } from "../credentials/ClientCredentials";
import { ClientCredentials } from "../credentials/ClientCredentials";
import { KafkaRevocation } from "./KafkaRevocation";
import { KafkaTurn } from "./KafkaTurn";
import type { KafkaUserArgs } from "./KafkaUser";
import { KafkaUser } from "./KafkaUser";

/** Arguments of a {@link KafkaClient}. */
export interface KafkaClientArgs
  extends Omit<ClientCredentialsArgs, "username" | "turn">, Pick<KafkaUserArgs, "rules" | "exclusive" | "quotas"> {
  /** How to reach the cluster. */
  connection: pulumi.Input<Connection>;
  /** Counts the passwords: a higher number generates a new one, for the other of the client's two SCRAM users. */
  rotation: number;
  /**
   * Age in seconds at which a password is followed by the next by itself, in the first run on that day or later.
   * @default none
   */
  maxAge?: number;
  /** SCRAM iterations, 4,096 to 16,384 (KIP-554). */
  iterations: number;
  /** The brokers, healthy: the user is made after them, its login's Secret need not wait. */
  cluster: pulumi.Resource[];
}

/**
 * One client application: its generated passwords, its user at the brokers, and, once they take the login, its Secrets. When it goes
 * its credentials go first.
 */
export class KafkaClient extends pulumi.ComponentResource {
  /** Where the client finds its credentials in Kubernetes; no namespace where there is none. Known once they work. */
  public readonly secret: pulumi.Output<{ name: string; namespaces: string[] }>;
  /** The turn that the password is of: `rotation`, and what its age added. */
  public readonly turn: pulumi.Output<number>;
  /** Current user name and password, secret. */
  public readonly credentials: ClientCredentials["credentials"];

  /** @param name The client's name. */
  public constructor(name: string, args: KafkaClientArgs, options?: pulumi.ComponentResourceOptions) {
    super("kafka:users:KafkaClient", name, {}, options);
    const { connection, iterations, cluster, rules, exclusive, quotas, ...rest } = args;
    const { secretName, loginSecretName, namespaces, rotation, maxAge, previous, access } = rest;
    const { mechanism } = access;
    const [namespace] = namespaces;
    const child = { parent: this };

    const turn = maxAge === undefined ? rotation : new KafkaTurn(name, { rotation, previous, maxAge }, child).turn;
    const credentials = new ClientCredentials(`${name}-credentials`, { ...rest, username: name, turn }, child);
    const user = new KafkaUser(
      name,
      {
        connection,
        mechanism,
        iterations,
        secret:
          namespace === undefined
            ? credentials.loginKeys.apply((keys) => ({ keys }))
            : { name: loginSecretName, namespace },
        rotation: turn,
        previous,
        rules,
        exclusive,
        quotas,
      },
      { ...child, dependsOn: [...cluster, ...credentials.login] },
    );
    const secrets = credentials.publish(user);
    new KafkaRevocation(name, { connection, mechanism }, { ...child, dependsOn: [user, ...secrets] });

    this.turn = pulumi.output(turn);
    this.credentials = credentials.credentials;
    this.secret = user.name.apply(() => ({ name: secretName, namespaces }));
    this.registerOutputs({ secret: this.secret });
  }
}
