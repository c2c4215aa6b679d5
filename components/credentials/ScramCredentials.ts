import * as pulumi from "@pulumi/pulumi";
import { RandomBytes, RandomPassword } from "@pulumi/random";
import type { KubernetesConnection } from "@kafka-on-kubernetes/provider";
import { CredentialsGuard } from "./CredentialsGuard";
import { clientSecret } from "./clientSecret";
import { clusterId } from "./clusterId";
import { internalSecret } from "./internalSecret";
import { password } from "./password";
import { secretObject } from "./secretObject";

/** The internal passwords are generated once: brokers formatted with them can't be reached with others. */
const FIRST = 1;

/** Arguments of {@link ScramCredentials}. */
export interface ScramCredentialsArgs {
  /** Namespace of the Secrets. */
  namespace: pulumi.Input<string>;
  /**
   * What must exist before the Secrets, such as the namespace. The passwords need not wait for it.
   * @default nothing
   */
  before?: pulumi.Resource[];
  /** Literal names of the Secrets. `clusterId` is left out in ZooKeeper mode, where the ensemble makes the id. */
  secretNames: { internal: string; operator: string; clusterId?: string };
  /** Labels of the Secrets. */
  labels: Record<string, string>;
  /** Names the Kubernetes cluster, where the Secrets may be already. */
  connection: pulumi.Input<KubernetesConnection>;
  /** Bootstrap address that goes into the operator's Secret. */
  bootstrapServers: string;
  /** SCRAM mechanism that goes into the operator's Secret. */
  mechanism: "SCRAM-SHA-512" | "SCRAM-SHA-256";
  /**
   * Generate a password for the brokers' key stores too, which external access needs.
   * @default false
   */
  keyStores?: boolean;
  /**
   * Refuse to delete the cluster id, and with it the stack: claims that outlive it are of no use to a cluster with another id.
   * @default true
   */
  protectClusterId?: boolean;
}

/**
 * The credentials that a cluster is born with: passwords of its internal users and, in KRaft mode, the cluster id. They are
 * generated once, kept in the state (encrypted) and written to Secrets under literal names, which the chart refers to.
 */
export class ScramCredentials extends pulumi.ComponentResource {
  /** Name of the administrator's Secret, known once it exists. */
  public readonly operatorSecretName: pulumi.Output<string>;
  /** What refuses to write over the passwords of a living cluster. Every Secret with a generated value depends on it. */
  public readonly guard: pulumi.Resource;

  public constructor(name: string, args: ScramCredentialsArgs, options?: pulumi.ComponentResourceOptions) {
    super("kafka:credentials:ScramCredentials", name, {}, options);
    const { namespace, labels, secretNames } = args;
    const child = { parent: this };
    const generate = (user: string): RandomPassword => new RandomPassword(`${name}-${user}`, password(FIRST), child);
    const operator = generate("operator");
    const interbroker = generate("interbroker");
    const stores = args.keyStores ? generate("stores").result : undefined;

    this.guard = new CredentialsGuard(
      `${name}-guard`,
      {
        connection: args.connection,
        secret: { name: secretNames.internal, namespace, key: "client-passwords" },
        password: operator.result,
      },
      child,
    );
    const inNamespace = { parent: this, dependsOn: [...(args.before ?? []), this.guard] };

    secretObject(
      `${name}-internal`,
      {
        name: secretNames.internal,
        namespace,
        labels,
        values: pulumi
          .all([operator.result, interbroker.result, stores])
          .apply(([ofOperator, ofBrokers, ofStores]) =>
            internalSecret({ operator: ofOperator, interbroker: ofBrokers, stores: ofStores }),
          ),
      },
      inNamespace,
    );

    const operatorSecret = secretObject(
      `${name}-operator-access`,
      {
        name: secretNames.operator,
        namespace,
        labels,
        values: operator.result.apply((result) =>
          clientSecret({
            username: "operator",
            password: result,
            bootstrapServers: args.bootstrapServers,
            securityProtocol: "SASL_PLAINTEXT",
            mechanism: args.mechanism,
          }),
        ),
      },
      inNamespace,
    );

    if (secretNames.clusterId !== undefined) {
      const bytes = new RandomBytes(
        `${name}-cluster-id`,
        { length: 16 },
        { ...child, protect: args.protectClusterId ?? true },
      );
      secretObject(
        `${name}-cluster-id`,
        {
          name: secretNames.clusterId,
          namespace,
          labels,
          values: bytes.base64.apply((base64) => ({ "kraft-cluster-id": clusterId(base64) })),
        },
        inNamespace,
      );
    }

    this.operatorSecretName = operatorSecret.metadata.name;
    this.registerOutputs({ operatorSecretName: this.operatorSecretName });
  }
}
