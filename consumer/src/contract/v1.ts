import { list, nullable, object, oneOf, optional, record, text, whole } from "./shape";

/** Version of the outputs that this package reads. */
export const VERSION = 1;

/**
 * The outputs of version 1, frozen: programs in use rely on them. A field may be added here as `optional`; one that goes or changes its
 * meaning needs a new version and a contract of its own, beside this one.
 */
export const outputs = {
  /** `host:port` for clients inside the Kubernetes cluster. */
  bootstrapServers: text,
  /** `host:port` of each broker inside, by ordinal. */
  brokers: list(text),
  /** `host:port` of each broker for clients outside, comma-separated. */
  externalBootstrapServers: nullable(text),
  /** Security protocol inside. */
  securityProtocol: oneOf("SASL_PLAINTEXT", "SASL_SSL"),
  /** SASL mechanism, inside and outside. */
  saslMechanism: oneOf("SCRAM-SHA-512", "SCRAM-SHA-256"),
  /** The Secret whose key `ca.crt` signs the certificate of the outer listener. */
  caSecret: nullable(object({ name: text, namespaces: list(text) })),
  /** PEM certificates of who signs those of the listener inside; none without TLS, and where public authorities sign them. */
  caCertificates: optional(nullable(text)),
  /** Namespace of the brokers. */
  namespace: text,
  /** Names of the topics, sorted. */
  topics: list(text),
  /** Each client's Secret, by the client's name. */
  clients: record(object({ name: text, namespaces: list(text), rotation: optional(whole) })),
  /** The keys of a client's Secret, with {@link LOGIN} in place of the login. */
  clientSecretTemplate: optional(record(text)),
};

/** Outputs that are secret, apart: who reads none of them decrypts nothing. */
export const secrets = {
  /** User names and passwords, by the client's name. */
  clientCredentials: record(object({ username: text, password: text })),
};

/** What stands for the login in `clientSecretTemplate`. */
export const LOGIN = { username: "{username}", password: "{password}" };
