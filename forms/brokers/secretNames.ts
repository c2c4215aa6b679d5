import type { StackSettings } from "../../config/schema";

/**
 * The secrets of a rendered form, by their environment variables: the only place where a password is, apart from the brokers'
 * memory. `server.properties` names them (`${env:…}`, KIP-887), so it holds none.
 */
export const SECRETS = {
  /** Password of the administrator: this program logs in with it. */
  operator: "KAFKA_OPERATOR_PASSWORD",
  /** Password of the brokers among themselves. */
  interbroker: "KAFKA_INTERBROKER_PASSWORD",
  /** Password of brokers and controllers on the controllers' listener, in KRaft mode. */
  quorum: "KAFKA_QUORUM_PASSWORD",
  /** The KRaft cluster id. Not secret, but generated once and kept like the others. */
  clusterId: "KAFKA_CLUSTER_ID",
  /** Password of the console's login. */
  console: "KAFKA_CONSOLE_PASSWORD",
} as const;

/** The secrets that a form's brokers need. */
export function brokerSecrets({ cluster }: StackSettings): string[] {
  const { operator, interbroker, quorum, clusterId } = SECRETS;
  return [operator, interbroker, ...(cluster.mode === "kraft" ? [quorum, clusterId] : [])];
}

/** Value of a setting that the broker reads from its environment. */
export function fromEnvironment(secret: keyof typeof SECRETS): string {
  return `\${env:${SECRETS[secret]}}`;
}
