import type * as pulumi from "@pulumi/pulumi";

/** Version of the shape of the outputs: raised when a consumer of the earlier shape would break. */
export const OUTPUTS_VERSION = 1;

/** Where a client finds its credentials in Kubernetes. */
export interface SecretReference {
  /** Name of the Secret, the same in each namespace. */
  name: string;
  /** Namespaces that have it. */
  namespaces: string[];
}

/** A client's Secret, and how often its password was changed: who reads the Secret at its start only knows by it when to start again. */
export interface ClientReference extends SecretReference {
  /** The turn of the client's password: its `rotation` in the stack file, and what the password's age added. */
  rotation: number;
}

/** What stands for the login in `clientSecretTemplate`; generated passwords have no braces. */
export const LOGIN_PLACEHOLDERS = { username: "{username}", password: "{password}" };

/** What a stack of this program publishes, in plain text. */
export interface PlatformOutputs {
  /** Version of this shape. */
  outputsVersion: pulumi.Output<number>;
  /** `host:port` for clients inside the Kubernetes cluster. */
  bootstrapServers: pulumi.Output<string>;
  /** `host:port` of each broker as it is advertised inside, by ordinal; each host's first label is the pod. */
  brokers: pulumi.Output<string[]>;
  /** `host:port` of each broker for clients outside; null without external access, or where its hosts are not named. */
  externalBootstrapServers: pulumi.Output<string | null>;
  /** Security protocol inside; outside it is always SASL_SSL. */
  securityProtocol: pulumi.Output<"SASL_PLAINTEXT" | "SASL_SSL">;
  /** SASL mechanism of every listener that clients use. */
  saslMechanism: pulumi.Output<"SCRAM-SHA-512" | "SCRAM-SHA-256">;
  /** Secret whose key `ca.crt` signs the external listener's certificate; null without one. */
  caSecret: pulumi.Output<SecretReference | null>;
  /** PEM certificates of who signs the client listener's; null without TLS, and where the public authorities sign it. */
  caCertificates: pulumi.Output<string | null>;
  /** Namespace of the cluster. */
  namespace: pulumi.Output<string>;
  /** Names of the topics, sorted. Published once the topics exist. */
  topics: pulumi.Output<string[]>;
  /** Each client's Secret, by user name. Published once the credentials work. */
  clients: pulumi.Output<Record<string, ClientReference>>;
  /** The keys of a client's Secret with {@link LOGIN_PLACEHOLDERS} for its login: with it another stack makes the same Secret. */
  clientSecretTemplate: pulumi.Output<Record<string, string>>;
}

/** What a stack publishes as secrets, apart from the rest: one secret field would make a whole object secret. */
export interface PlatformSecrets {
  /** User names and passwords, by user name. */
  clientCredentials: pulumi.Output<Record<string, { username: string; password: string }>>;
}
