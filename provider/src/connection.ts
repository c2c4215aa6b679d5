/**
 * How the provider reaches one Kafka cluster. Holds names only: the password is read from its Secret at each run, so that it
 * is never among a resource's inputs, and a new password is no diff.
 */
export interface Connection {
  /** Bootstrap addresses as the brokers advertise them, `host:port`. */
  brokers: string[];
  /** `portForward`: each connection becomes a stream to that pod through the Kubernetes API. `direct`: plain sockets. */
  access: "portForward" | "direct";
  /** SASL mechanism of the client listener. */
  mechanism: "SCRAM-SHA-512" | "SCRAM-SHA-256";
  /** The Kubernetes cluster that holds the Secret and the pods. */
  kubernetes: KubernetesTarget;
  /** Name of the Secret in the target's namespace with the keys `username` and `password` of an administrator. */
  secretName: string;
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
