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
  /** PEM certificates of who signs the brokers', with SASL_SSL. @default the public authorities that the client knows */
  authorities?: string;
  /** Sizes that the cluster's largest messages need, by the Java client's names (`clientSizes`). @default the client's own, 1 MiB */
  sizes?: Record<string, string>;
  /**
   * Whether `client.properties` has the certificates in it, or looks for them where `librdkafka.conf` does.
   * @default "inside"
   */
  trust?: "inside" | "mounted";
}

/** The `sasl.jaas.config` line that Java clients take. Safe without escaping, since generated passwords are alphanumeric. */
export function jaasConfig({ username, password }: Pick<ClientAccess, "username" | "password">): string {
  return `org.apache.kafka.common.security.scram.ScramLoginModule required username="${username}" password="${password}";`;
}

/** The keys of a client's Secret, in plain text: for environment variables one by one, and as ready files. */
export function clientSecret(access: ClientAccess): Record<string, string> {
  const properties = {
    "bootstrap.servers": access.bootstrapServers,
    "sasl.jaas.config": jaasConfig(access),
    "sasl.mechanism": access.mechanism,
    "security.protocol": access.securityProtocol,
  };
  return {
    ...properties,
    ...(access.authorities === undefined ? {} : { [AUTHORITIES]: access.authorities }),
    "client.properties": lines({ ...properties, ...access.sizes, ...javaTrust(access) }),
    "librdkafka.conf": lines(librdkafka(access)),
    password: access.password,
    username: access.username,
  };
}

/** Key of the Secret with the certificates of who signs the brokers'. */
export const AUTHORITIES = "ca.crt";

/**
 * Where `librdkafka.conf` looks for them: its file takes no text of several lines, so it must be a path, and this is it if the
 * Secret is mounted there.
 */
export const MOUNTED_AUTHORITIES = `/etc/kafka/${AUTHORITIES}`;

/** The certificates themselves, so that the file works wherever it is (KIP-651). `\\n` is a line's end in a properties file. */
function javaTrust({ authorities, trust = "inside" }: ClientAccess): Record<string, string> {
  if (authorities === undefined) return {};
  return {
    ...(trust === "mounted"
      ? { "ssl.truststore.location": MOUNTED_AUTHORITIES }
      : { "ssl.truststore.certificates": authorities.trim().replace(/\r?\n/g, "\\n") }),
    "ssl.truststore.type": "PEM",
  };
}

/** The largest answer that librdkafka takes unless it is told otherwise (its configuration reference, 2.x). */
const LIBRDKAFKA_RECEIVES = 100_000_000;

/** What librdkafka and the clients made of it take (Python, Go, .NET, Node.js): the same by other names. */
function librdkafka(access: ClientAccess): Record<string, string> {
  const { sizes = {} } = access;
  const fetched = sizes["fetch.max.bytes"];
  return {
    "bootstrap.servers": access.bootstrapServers,
    ...renamed(sizes, {
      "fetch.max.bytes": "fetch.max.bytes",
      "max.partition.fetch.bytes": "max.partition.fetch.bytes",
      "max.request.size": "message.max.bytes",
    }),
    // It refuses to start when an answer may be larger than this, 512 bytes of it being the answer's own.
    ...(fetched !== undefined && Number(fetched) + 512 > LIBRDKAFKA_RECEIVES
      ? { "receive.message.max.bytes": String(Number(fetched) + 512) }
      : {}),
    "sasl.mechanism": access.mechanism,
    "sasl.password": access.password,
    "sasl.username": access.username,
    "security.protocol": access.securityProtocol,
    ...(access.authorities === undefined ? {} : { "ssl.ca.location": MOUNTED_AUTHORITIES }),
    // Clients before librdkafka 2.0 compare no names unless they are told to.
    ...(access.securityProtocol === "SASL_SSL" ? { "ssl.endpoint.identification.algorithm": "https" } : {}),
  };
}

function renamed(values: Record<string, string>, names: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(names).flatMap(([from, to]) => (values[from] === undefined ? [] : [[to, values[from]]])),
  );
}

/** A properties file, sorted by name. */
function lines(properties: Record<string, string>): string {
  return Object.entries(properties)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}=${value}\n`)
    .join("");
}
