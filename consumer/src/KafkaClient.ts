import * as pulumi from "@pulumi/pulumi";
import { Secret } from "@pulumi/kubernetes/core/v1/secret";
import { ClientSecret } from "./ClientSecret";
import type { OutputsReader } from "./contract/OutputsReader";
import { filledIn } from "./filledIn";
import { unknownName } from "./unknownName";

/** SCRAM user name and password. */
export interface Login {
  username: string;
  password: string;
}

/** Arguments of {@link KafkaClient.copySecret}. */
export interface CopySecretArgs {
  /** The namespace that gets the Secret; it must exist. */
  namespace: pulumi.Input<string>;
  /**
   * Name of the Secret. The Kubernetes provider makes a Secret anew when its data change: under a generated name the new one is there
   * before the pods move to it, under a given one all that uses it is replaced too, unless the provider has `enableSecretMutable`.
   * @default generated from the resource's name
   */
  name?: pulumi.Input<string>;
  /** Labels of the Secret. @default none */
  labels?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/** One client of a Kafka stack: an application's login, and the ways to give it to pods. */
export class KafkaClient {
  /** Use `KafkaPlatform.client`. */
  public constructor(
    /** The client's name. */
    public readonly name: string,
    private readonly reader: OutputsReader,
  ) {}

  /** Current login, secret. */
  public get credentials(): pulumi.Output<Login> {
    return this.reader.secret("clientCredentials").apply((all) => {
      // The engine gives an empty object for what it can't decrypt.
      if (Object.keys(all).length > 0) return this.known(all);
      throw this.reader.error(
        "found no login in output clientCredentials. Either it has no client (kafka:users), or you can't decrypt that stack's secrets",
      );
    });
  }

  /** The keys of the client's Secret with their values in base64, as `data` of a Kubernetes Secret; secret. */
  public get secretData(): pulumi.Output<Record<string, string>> {
    const template = this.reader.plain("clientSecretTemplate").apply((found) => {
      if (found !== undefined) return found;
      throw this.reader.error(
        "found no output clientSecretTemplate, which a copy of its Secrets needs. Run `pulumi up` on that stack with the current program, or use secretIn",
      );
    });
    const data = pulumi.all([template, this.credentials]).apply(([keys, login]) => filledIn(keys, login));
    return pulumi.secret(data);
  }

  /**
   * The Secret that the Kafka stack itself keeps in a namespace. The best way: no password passes through the consumer's stack.
   * The namespace must be among those that the stack names for the client (`kafka:users.<client>.namespaces`).
   */
  public secretIn(namespace: pulumi.Input<string>): ClientSecret {
    const name = pulumi.all([this.reader.plain("clients"), namespace]).apply(([clients, wanted]) => {
      if (Object.keys(clients).length === 0) {
        throw this.reader.error("it keeps no client's Secret in Kubernetes. Make one with copySecret");
      }
      const { name: secret, namespaces } = this.known(clients);
      if (!namespaces.includes(wanted)) {
        throw this.reader.error(
          `client "${this.name}" has its Secret in ${namespaces.join(", ")} and not in "${wanted}". Add it to kafka:users.${this.name}.namespaces there, or make a copy with copySecret`,
        );
      }
      return secret;
    });
    return this.clientSecret(name);
  }

  /**
   * A Secret of the consumer's own with the same keys as the Kafka stack's, for namespaces that the Kafka stack does not know. The
   * password passes through the consumer's state, encrypted; a rotation arrives with the consumer's next `pulumi up`.
   * @param resource Name of the resource.
   */
  public copySecret(resource: string, args: CopySecretArgs, options?: pulumi.CustomResourceOptions): ClientSecret {
    const { name, namespace, labels } = args;
    const secret = new Secret(
      resource,
      { metadata: { name, namespace, labels }, type: "Opaque", data: this.secretData },
      options,
    );
    return this.clientSecret(secret.metadata.name);
  }

  private clientSecret(name: pulumi.Output<string>): ClientSecret {
    const rotation = this.reader.plain("clients").apply((clients) => clients[this.name]?.rotation);
    const signed = this.reader.plain("caCertificates").apply((certificates) => typeof certificates === "string");
    return new ClientSecret(this.name, name, { rotation, signed });
  }

  private known<T>(clients: Record<string, T>): T {
    const client = Object.hasOwn(clients, this.name) ? clients[this.name] : undefined;
    if (client !== undefined) return client;
    throw this.reader.error(`${unknownName("client", this.name, Object.keys(clients))} (kafka:users)`);
  }
}
