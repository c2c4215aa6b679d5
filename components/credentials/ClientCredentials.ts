import * as pulumi from "@pulumi/pulumi";
import type { Secret } from "@pulumi/kubernetes/core/v1/secret";
import { RandomPassword } from "@pulumi/random";
import type { ClientAccess } from "./clientSecret";
import { clientSecret } from "./clientSecret";
import type { Login } from "./loginSecret";
import { loginOfTurn, loginSecret, turnOf } from "./loginSecret";
import { password } from "./password";
import { secretObject } from "./secretObject";

/** Arguments of {@link ClientCredentials}. */
export interface ClientCredentialsArgs {
  /** The client's name. Its SCRAM users are this and a second one, which take turns (see {@link rotation}). */
  username: string;
  /** Literal name of the client's Secret, the same in each namespace. */
  secretName: string;
  /** Literal name of the Secret that the provider reads, in the first namespace. */
  loginSecretName: string;
  /** Namespaces that get the client's Secret; the first is the cluster's own. None: there is no Kubernetes. */
  namespaces: string[];
  /**
   * What must exist before the Secrets, such as the namespace. The password need not wait for it.
   * @default nothing
   */
  before?: pulumi.Resource[];
  /** Labels of the Secrets. */
  labels: Record<string, string>;
  /** What the client's Secret says beside user and password. */
  access: Omit<ClientAccess, "username" | "password">;
  /** Counts the passwords: a higher number generates a new one, for the other of the two SCRAM users. */
  rotation: number;
  /** Whether the password before the current one still works. */
  previous: "keep" | "remove";
}

/**
 * A client's generated passwords and its Secrets. The Secret that the provider reads comes first; the client's own follow with
 * {@link publish} once the brokers take the new login, so that a client that reads its Secret always finds one that works.
 */
export class ClientCredentials extends pulumi.ComponentResource {
  /** Current user name and password, secret. */
  public readonly credentials: pulumi.Output<Login>;
  /** The keys of the Secret that the provider reads, secret. */
  public readonly loginKeys: pulumi.Output<Record<string, string>>;
  /** The Secret that the provider reads; none without Kubernetes. */
  public readonly login: Secret[];
  private readonly args: ClientCredentialsArgs;

  public constructor(
    private readonly resourceName: string,
    args: ClientCredentialsArgs,
    options?: pulumi.ComponentResourceOptions,
  ) {
    super("kafka:credentials:ClientCredentials", resourceName, {}, options);
    this.args = args;
    const { username, rotation, previous } = args;
    const generate = (name: string, turn: number): RandomPassword =>
      new RandomPassword(name, password(turn), { parent: this });
    const odd = generate(`${resourceName}-password`, turnOf("odd", rotation) ?? 1);
    const evenTurn = turnOf("even", rotation);
    const even = evenTurn === undefined ? undefined : generate(`${resourceName}-password-b`, evenTurn);
    const passwords = pulumi.all([odd.result, even?.result]).apply(([ofOdd, ofEven]) => ({ odd: ofOdd, even: ofEven }));
    const loginOf = (turn: number) => passwords.apply((each) => loginOfTurn(username, turn, each));

    this.credentials = pulumi.secret(loginOf(rotation));
    const before = rotation > 1 && previous === "keep" ? loginOf(rotation - 1) : undefined;
    this.loginKeys = pulumi.secret(
      pulumi.all([this.credentials, before]).apply(([now, earlier]) => loginSecret(now, earlier)),
    );
    const { loginSecretName: secret, labels, before: dependsOn } = args;
    this.login = args.namespaces
      .slice(0, 1)
      .map((namespace) =>
        secretObject(
          `${resourceName}-login`,
          { name: secret, namespace, labels, values: this.loginKeys },
          { parent: this, dependsOn },
        ),
      );
    this.registerOutputs({});
  }

  /**
   * Writes the client's Secrets with the current login.
   * @param accepted The user with that login, at the brokers: the Secrets wait for it.
   */
  public publish(accepted: pulumi.Resource): Secret[] {
    const { access, labels, namespaces, secretName, before = [] } = this.args;
    const values = this.credentials.apply((credentials) => clientSecret({ ...access, ...credentials }));
    return namespaces.map((namespace) =>
      secretObject(
        `${this.resourceName}-${namespace}`,
        { name: secretName, namespace, labels, values },
        { parent: this, dependsOn: [...before, accepted] },
      ),
    );
  }
}
