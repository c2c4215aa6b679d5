import * as pulumi from "@pulumi/pulumi";
import type { Connection } from "@kafka-on-kubernetes/provider";
import type { ClientCredentialsArgs } from "../credentials/ClientCredentials";
import { ClientCredentials } from "../credentials/ClientCredentials";
import { KafkaRevocation } from "./KafkaRevocation";
import type { KafkaUserArgs } from "./KafkaUser";
import { KafkaUser } from "./KafkaUser";

/** Arguments of a {@link KafkaClient}. */
export interface KafkaClientArgs
  extends Omit<ClientCredentialsArgs, "username">, Pick<KafkaUserArgs, "rules" | "exclusive" | "quotas"> {
  /** How to reach the cluster. */
  connection: pulumi.Input<Connection>;
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
  /** Current user name and password, secret. */
  public readonly credentials: ClientCredentials["credentials"];

  /** @param name The client's name. */
  public constructor(name: string, args: KafkaClientArgs, options?: pulumi.ComponentResourceOptions) {
    super("kafka:users:KafkaClient", name, {}, options);
    const { connection, iterations, cluster, rules, exclusive, quotas, ...rest } = args;
    const { secretName, loginSecretName, namespaces, rotation, previous, access } = rest;
    const { mechanism } = access;
    const [namespace] = namespaces;
    const child = { parent: this };

    const credentials = new ClientCredentials(`${name}-credentials`, { username: name, ...rest }, child);
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
        rotation,
        previous,
        rules,
        exclusive,
        quotas,
      },
      { ...child, dependsOn: [...cluster, ...credentials.login] },
    );
    const secrets = credentials.publish(user);
    new KafkaRevocation(name, { connection, mechanism }, { ...child, dependsOn: [user, ...secrets] });

    this.credentials = credentials.credentials;
    this.secret = user.name.apply(() => ({ name: secretName, namespaces }));
    this.registerOutputs({ secret: this.secret });
  }
}
