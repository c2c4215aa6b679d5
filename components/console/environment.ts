/** Port of the console in its container. */
export const CONSOLE_PORT = 8080;

/** Name of the console's only login; its password is generated. */
export const CONSOLE_LOGIN = "admin";

/** Variables whose values are secret: the password of the console's login, and Kafka's login as a Java client takes it. */
export const CONSOLE_SECRETS = {
  password: "SPRING_SECURITY_USER_PASSWORD",
  signers: "KAFKA_CLUSTERS_0_PROPERTIES_SSL_TRUSTSTORE_CERTIFICATES",
  jaasConfig: "KAFKA_CLUSTERS_0_PROPERTIES_SASL_JAAS_CONFIG",
} as const;

/** The cluster that the console shows. */
export interface ConsoleCluster {
  name: string;
  /** `host:port`, comma-separated. */
  bootstrapServers: string;
  securityProtocol: string;
  /** Whether the user's Secret says who signs the brokers' certificates (key `ca.crt`). @default false */
  signers?: boolean;
  mechanism: string;
}

/**
 * The console's environment but for {@link CONSOLE_SECRETS}: nobody sees anything without a login, nobody changes anything with one, and
 * what it shows can't be configured in it (kafbat/kafka-ui: `auth.type`, `kafka.clusters[].readOnly`, `dynamic.config.enabled`). Version 1.5.0
 * asks for no login at `/metrics`, where topics and groups are named, nor at the actuator's: of these only what the probes ask is left.
 */
export function consoleEnvironment(cluster: ConsoleCluster): Record<string, string> {
  return {
    AUTH_TYPE: "LOGIN_FORM",
    DYNAMIC_CONFIG_ENABLED: "false",
    MANAGEMENT_ENDPOINTS_WEB_EXPOSURE_INCLUDE: "health",
    SPRING_SECURITY_USER_NAME: CONSOLE_LOGIN,
    KAFKA_CLUSTERS_0_NAME: cluster.name,
    KAFKA_CLUSTERS_0_READONLY: "true",
    KAFKA_CLUSTERS_0_METRICS_PROMETHEUSEXPOSE: "false",
    KAFKA_CLUSTERS_0_BOOTSTRAPSERVERS: cluster.bootstrapServers,
    KAFKA_CLUSTERS_0_PROPERTIES_SECURITY_PROTOCOL: cluster.securityProtocol,
    ...(cluster.signers === true ? { KAFKA_CLUSTERS_0_PROPERTIES_SSL_TRUSTSTORE_TYPE: "PEM" } : {}),
    KAFKA_CLUSTERS_0_PROPERTIES_SASL_MECHANISM: cluster.mechanism,
  };
}

/** The console's image as a container runtime names it; by its digest where the stack pins it. */
export function consoleImage({
  registry,
  repository,
  tag,
  digest,
}: {
  registry: string;
  repository: string;
  tag: string;
  digest?: string | undefined;
}): string {
  return `${registry}/${repository}:${tag}${digest === undefined ? "" : `@${digest}`}`;
}
