import * as pulumi from "@pulumi/pulumi";
import type { Secret } from "@pulumi/kubernetes/core/v1/secret";
import { RandomPassword } from "@pulumi/random";
import type { ClientAccess } from "./clientSecret";
import { clientSecret } from "./clientSecret";
import type { Login } from "./loginSecret";
import { loginOfTurn, loginSecret, TURN, turnOf } from "./loginSecret";
import { password } from "./password";
import { secretObject } from "./secretObject";

/** Arguments of {@link ClientCredentials}. */
export interface ClientCredentialsArgs {
  /** The client's name. Its SCRAM users are this and a second one, which take turns (see {@link turn}). */
  username: string;
  /** Literal name of the client's Secret, the same in each namespace. */
  secretName: string;
  /** Literal name of the Secret that the provider reads, in the first namespace. */
  loginSecretName: string;
  /** Namespaces that get the client's Secret; the first is the cluster's own. None: there is no Kubernetes. */
  namespaces: string[];
  /**
   * What must exist before the passwords and the Secrets, such as the namespace.
   * @default nothing
   */
  before?: pulumi.Resource[];
  /** Labels of the Secrets. */
  labels: Record<string, string>;
  /** What the client's Secret says beside user and password. */
  access: Omit<ClientAccess, "username" | "password" | "authorities">;
  /** PEM certificates of who signs the brokers'. @default none */
  authorities?: pulumi.Input<string>;
  /**
   * Counts the passwords: a higher number generates a new one, for the other of the two SCRAM users. Both have one from the start where
   * only a run tells the number.
   */
  turn: pulumi.Input<number>;
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
    const { username, turn, previous, before: dependsOn } = args;
    const generate = (name: string, parity: "odd" | "even"): RandomPassword =>
      new RandomPassword(
        name,
        password(
          typeof turn === "number" ? latest(parity, turn) : pulumi.output(turn).apply((now) => latest(parity, now)),
        ),
        { parent: this, dependsOn },
      );
    const odd = generate(`${resourceName}-password`, "odd");
    const unused = typeof turn === "number" && turnOf("even", turn) === undefined;
    const even = unused ? undefined : generate(`${resourceName}-password-b`, "even");
    const logins = pulumi.all([turn, odd.result, even?.result]).apply(([now, ofOdd, ofEven]) => {
      const loginOf = (of: number): Login => loginOfTurn(username, of, { odd: ofOdd, even: ofEven });
      return { current: loginOf(now), before: now > 1 && previous === "keep" ? loginOf(now - 1) : undefined };
    });

    this.credentials = pulumi.secret(logins.apply(({ current }) => current));
    this.loginKeys = pulumi.secret(logins.apply(({ current, before }) => loginSecret(current, before)));
    const { loginSecretName: secret, labels } = args;
    const recoverable =
      typeof turn === "number"
        ? this.loginKeys
        : pulumi.all([this.loginKeys, turn]).apply(([keys, now]) => ({ ...keys, [TURN]: String(now) }));
    this.login = args.namespaces
      .slice(0, 1)
      .map((namespace) =>
        secretObject(
          `${resourceName}-login`,
          { name: secret, namespace, labels, values: recoverable },
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
    const { access, authorities: signers, labels, namespaces, secretName, before = [] } = this.args;
    const values = pulumi
      .all([this.credentials, signers])
      .apply(([credentials, authorities]) =>
        clientSecret({ ...access, ...credentials, ...(authorities === undefined ? {} : { authorities }) }),
      );
    return namespaces.map((namespace) =>
      secretObject(
        `${this.resourceName}-${namespace}`,
        { name: secretName, namespace, labels, values },
        { parent: this, dependsOn: [...before, accepted] },
      ),
    );
  }
}

/** The latest turn of a parity, 0 where there was none yet. */
function latest(parity: "odd" | "even", turn: number): number {
  return turnOf(parity, turn) ?? (parity === "odd" ? 1 : 0);
}
