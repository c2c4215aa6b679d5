/**
 * How the provider reaches one Kafka cluster. Holds names only: the administrator's password is read from its place at each run,
 * so that it is never among a resource's inputs, and a new password is no diff.
 */
export type Connection = KubernetesConnection | ConfiguredConnection;

/** The brokers, and the way to them. */
interface Brokers {
  /** Bootstrap addresses as the brokers advertise them, `host:port`. */
  brokers: string[];
  /** `portForward`: each connection becomes a stream to that pod through the Kubernetes API. `direct`: sockets. */
  access: "portForward" | "direct";
  /** SASL mechanism of the client listener. */
  mechanism: "SCRAM-SHA-512" | "SCRAM-SHA-256";
  /** TLS with the brokers, whatever the way to them. @default none: SASL_PLAINTEXT */
  tls?: TlsOptions;
  /**
   * Brokers may restart into TLS, or out of it, while the connection is used: each then speaks one or the other, and both are tried.
   * @default false
   */
  mixed?: boolean;
}

/** A cluster whose administrator's password is in a Kubernetes Secret. */
export interface KubernetesConnection extends Brokers {
  /** The Kubernetes cluster that holds the Secret and the pods. */
  kubernetes: KubernetesTarget;
  /** Name of the Secret in the target's namespace with the keys `username` and `password` of an administrator. */
  secretName: string;
}

/** A cluster whose administrator's password is an encrypted setting of the stack. */
export interface ConfiguredConnection extends Brokers {
  /** The administrator, and the full name of the setting that is its password. */
  administrator: { username: string; setting: string };
  /** The Kubernetes cluster that holds the clients' Secrets. @default none: there are no Secrets */
  kubernetes?: KubernetesTarget;
}

/**
 * A Secret by its name in the connection's Kubernetes cluster; or, where there is no Kubernetes, its keys themselves, which the
 * caller must mark as secret for the engine.
 */
export type SecretSource = { name: string; namespace: string } | { keys: Record<string, string> };

/** How the brokers prove who they are. */
export interface TlsOptions {
  /** Path of the PEM certificates that sign the brokers'. @default the public authorities that Node.js knows */
  caFile?: string;
  /** Secrets in the namespace of the connection's Kubernetes cluster whose key `ca.crt` holds such certificates; one may lack it. @default none */
  caSecrets?: string[];
}

/** A Kubernetes API server, always named, never the current context. */
export interface KubernetesTarget {
  /** Context of the kubeconfig. */
  context: string;
  /** Path of the kubeconfig file. @default the KUBECONFIG variable, else the user's own file, as kubectl does */
  kubeconfig?: string;
  /** Where given, the context's API server must be this one. */
  server?: string;
  /** Namespace of the Kafka cluster. */
  namespace: string;
}
