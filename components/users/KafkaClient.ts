import * as pulumi from "@pulumi/pulumi";
import type { Connection } from "@kafka-on-kubernetes/provider";
import type { ClientCredentialsArgs } from "../credentials/ClientCredentials";
import { ClientCredentials } from "../credentials/ClientCredentials";
import { KafkaUser } from "./KafkaUser";

/** Arguments of a {@link KafkaClient}. */
export interface KafkaClientArgs extends Omit<ClientCredentialsArgs, "username"> {
  /** How to reach the cluster. */
  connection: pulumi.Input<Connection>;
  /** SCRAM iterations, 4,096 to 16,384 (KIP-554). */
  iterations: number;
  /** The brokers, healthy: the user is made after them, the Secrets need not wait. */
  cluster: pulumi.Resource[];
}

/** One client application: its generated password, its Secrets and its SCRAM user. */
export class KafkaClient extends pulumi.ComponentResource {
  /** Where the client finds its credentials in Kubernetes; no namespace where there is none. Known once they work. */
  public readonly secret: pulumi.Output<{ name: string; namespaces: string[] }>;
  /** User name and password, secret. */
  public readonly credentials: ClientCredentials["credentials"];

  /** @param name The user's name. */
  public constructor(name: string, args: KafkaClientArgs, options?: pulumi.ComponentResourceOptions) {
    super("kafka:users:KafkaClient", name, {}, options);
    const { connection, iterations, cluster, ...rest } = args;
    const { secretName, namespaces, rotation, access } = rest;
    const [namespace] = namespaces;

    const credentials = new ClientCredentials(`${name}-credentials`, { username: name, ...rest }, { parent: this });
    const user = new KafkaUser(
      name,
      {
        connection,
        mechanism: access.mechanism,
        iterations,
        secret:
          namespace === undefined
            ? credentials.credentials.apply((keys) => ({ keys }))
            : { name: secretName, namespace },
        rotation,
      },
      { parent: this, dependsOn: [...cluster, credentials] },
    );

    this.credentials = credentials.credentials;
    this.secret = user.name.apply(() => ({ name: secretName, namespaces }));
    this.registerOutputs({ secret: this.secret });
  }
}
