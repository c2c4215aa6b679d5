/** What a client needs to know to connect. */
export interface ClientAccess {
  /** SCRAM user name. */
  username: string;
  /** Its password. */
  password: string;
  /** `host:port` of the bootstrap Service, or several, comma-separated. */
  bootstrapServers: string;
  /** Security protocol of the listener. */
  securityProtocol: "SASL_PLAINTEXT" | "SASL_SSL";
  /** SCRAM mechanism. */
  mechanism: "SCRAM-SHA-512" | "SCRAM-SHA-256";
}

/** The `sasl.jaas.config` line that Java clients take. Safe without escaping, since generated passwords are alphanumeric. */
export function jaasConfig({ username, password }: Pick<ClientAccess, "username" | "password">): string {
  return `org.apache.kafka.common.security.scram.ScramLoginModule required username="${username}" password="${password}";`;
}

/** The keys of a client's Secret, in plain text: for environment variables one by one, and as a ready properties file. */
export function clientSecret(access: ClientAccess): Record<string, string> {
  const properties = {
    "bootstrap.servers": access.bootstrapServers,
    "sasl.jaas.config": jaasConfig(access),
    "sasl.mechanism": access.mechanism,
    "security.protocol": access.securityProtocol,
  };
  return {
    ...properties,
    "client.properties": Object.entries(properties)
      .map(([key, value]) => `${key}=${value}\n`)
      .join(""),
    password: access.password,
    username: access.username,
  };
}
