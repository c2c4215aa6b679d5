import * as pulumi from "@pulumi/pulumi";
import { RandomPassword } from "@pulumi/random";
import type { ClientAccess } from "./clientSecret";
import { clientSecret } from "./clientSecret";
import { password } from "./password";
import { secretObject } from "./secretObject";

/** Arguments of {@link ClientCredentials}. */
export interface ClientCredentialsArgs {
  /** The SCRAM user. */
  username: string;
  /** Literal name of the Secret, the same in each namespace. */
  secretName: string;
  /** Namespaces that get the Secret; the first is the cluster's own, which the provider reads. None: there is no Kubernetes. */
  namespaces: string[];
  /**
   * What must exist before the Secrets, such as the namespace. The password need not wait for it.
   * @default nothing
   */
  before?: pulumi.Resource[];
  /** Labels of the Secrets. */
  labels: Record<string, string>;
  /** What the Secret says beside user and password. */
  access: Pick<ClientAccess, "bootstrapServers" | "securityProtocol" | "mechanism">;
  /** Counts the passwords: a higher number generates a new one. */
  rotation: number;
}

/** A client's generated password and its Secret in each namespace that the stack names. */
export class ClientCredentials extends pulumi.ComponentResource {
  /** User name and password, secret. */
  public readonly credentials: pulumi.Output<{ username: string; password: string }>;

  public constructor(name: string, args: ClientCredentialsArgs, options?: pulumi.ComponentResourceOptions) {
    super("kafka:credentials:ClientCredentials", name, {}, options);
    const generated = new RandomPassword(`${name}-password`, password(args.rotation), {
      parent: this,
    });
    const { username } = args;
    this.credentials = pulumi.secret(generated.result.apply((result) => ({ username, password: result })));
    const values = this.credentials.apply((credentials) => clientSecret({ ...args.access, ...credentials }));
    for (const namespace of args.namespaces) {
      secretObject(
        `${name}-${namespace}`,
        { name: args.secretName, namespace, labels: args.labels, values },
        { parent: this, dependsOn: args.before },
      );
    }
    this.registerOutputs({});
  }
}
