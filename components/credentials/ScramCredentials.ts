import * as pulumi from "@pulumi/pulumi";
import { slotName } from "@kafka-on-kubernetes/provider/dist/users/slots";
import type { Secret } from "@pulumi/kubernetes/core/v1/secret";
import { RandomBytes, RandomPassword } from "@pulumi/random";
import type { KubernetesConnection } from "@kafka-on-kubernetes/provider";
import { CredentialsGuard } from "./CredentialsGuard";
import { clientSecret } from "./clientSecret";
import { clusterId } from "./clusterId";
import { internalSecret } from "./internalSecret";
import { password } from "./password";
import { secretObject } from "./secretObject";

/** Arguments of {@link ScramCredentials}. */
export interface ScramCredentialsArgs {
  /** Namespace of the Secrets. */
  namespace: pulumi.Input<string>;
  /**
   * What must exist before the passwords and the Secrets, such as the namespace.
   * @default nothing
   */
  before?: pulumi.Resource[];
  /** Literal names of the Secrets. `clusterId` is left out in ZooKeeper mode, where the ensemble makes the id. */
  secretNames: { internal: string; operator: string; clusterId?: string };
  /** Labels of the Secrets. */
  labels: Record<string, string>;
  /** Names the Kubernetes cluster, where the Secrets may be already. */
  connection: pulumi.Input<KubernetesConnection>;
  /** Counts the passwords of the internal users: a higher number generates new ones, for the other of their two names. */
  rotation: number;
  /** Bootstrap address that goes into the operator's Secret. */
  bootstrapServers: string;
  /** SCRAM mechanism that goes into the operator's Secret. */
  mechanism: "SCRAM-SHA-512" | "SCRAM-SHA-256";
  /** Security protocol of the client listener, for the operator's Secret. */
  securityProtocol: "SASL_PLAINTEXT" | "SASL_SSL";
  /** PEM certificates of who signs the client listener's, for the operator's Secret. @default none */
  authorities?: pulumi.Input<string>;
  /**
   * Whether a listener has TLS, so that the chart asks for more keys.
   * @default false
   */
  tls?: boolean;
  /**
   * Refuse to delete the cluster id, and with it the stack: claims that outlive it are of no use to a cluster with another id.
   * @default true
   */
  protectClusterId?: boolean;
}

/**
 * The credentials of a cluster itself: passwords of its internal users and, in KRaft mode, the cluster id. They are generated here, kept
 * in the state (encrypted) and written to Secrets under literal names, which the chart refers to. The administrator's Secret, which this
 * program logs in with, follows with {@link publish} once the brokers take the login.
 */
export class ScramCredentials extends pulumi.ComponentResource {
  /** What refuses to write over the passwords of a living cluster. Every Secret with a generated value depends on it. */
  public readonly guard: pulumi.Resource;
  /** The Secret that the chart reads. */
  public readonly internal: Secret;
  /** What the brokers' pods can't start without. */
  public readonly secrets: pulumi.Resource[];
  private readonly operator: pulumi.Output<string>;

  public constructor(
    private readonly resourceName: string,
    private readonly args: ScramCredentialsArgs,
    options?: pulumi.ComponentResourceOptions,
  ) {
    super("kafka:credentials:ScramCredentials", resourceName, {}, options);
    const { namespace, labels, secretNames, rotation, before = [] } = args;
    const child = { parent: this, dependsOn: before };
    const slot = rotation % 2 === 1 ? "" : "-b";

    const generate = (name: string, turn: number): pulumi.Output<string> =>
      new RandomPassword(`${resourceName}-${name}`, password(turn), child).result;
    this.operator = generate(`operator${slot}`, rotation);
    const interbroker = generate(`interbroker${slot}`, rotation);

    this.guard = new CredentialsGuard(
      `${resourceName}-guard`,
      {
        connection: args.connection,
        secret: { name: secretNames.internal, namespace, key: "client-passwords" },
        password: this.operator,
      },
      child,
    );
    const inNamespace = { parent: this, dependsOn: [...before, this.guard] };

    this.internal = secretObject(
      `${resourceName}-internal${slot}`,
      {
        name: secretNames.internal,
        namespace,
        labels,
        values: pulumi
          .all([this.operator, interbroker])
          .apply(([ofOperator, ofBrokers]) =>
            internalSecret({ operator: ofOperator, interbroker: ofBrokers }, { tls: args.tls ?? false }),
          ),
      },
      inNamespace,
    );

    this.secrets = [this.internal];
    if (secretNames.clusterId !== undefined) {
      const bytes = new RandomBytes(
        `${resourceName}-cluster-id`,
        { length: 16 },
        { ...child, protect: args.protectClusterId ?? true },
      );
      const secret = secretObject(
        `${resourceName}-cluster-id`,
        {
          name: secretNames.clusterId,
          namespace,
          labels,
          values: bytes.base64.apply((base64) => ({ "kraft-cluster-id": clusterId(base64) })),
        },
        inNamespace,
      );
      this.secrets.push(secret);
    }

    this.registerOutputs({});
  }

  /**
   * Writes the administrator's Secret.
   * @param accepted What the brokers take the login by: the Secret waits for it.
   */
  public publish(accepted: pulumi.Resource): Secret {
    const {
      namespace,
      labels,
      secretNames,
      rotation,
      bootstrapServers,
      securityProtocol,
      mechanism,
      before = [],
    } = this.args;
    return secretObject(
      `${this.resourceName}-operator-access`,
      {
        name: secretNames.operator,
        namespace,
        labels,
        values: pulumi.all([this.operator, this.args.authorities]).apply(([result, authorities]) =>
          clientSecret({
            username: slotName("operator", rotation),
            password: result,
            bootstrapServers,
            securityProtocol,
            mechanism,
            ...(authorities === undefined ? {} : { authorities }),
          }),
        ),
      },
      { parent: this, dependsOn: [...before, accepted] },
    );
  }
}
