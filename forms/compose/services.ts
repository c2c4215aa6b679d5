import { Scalar } from "yaml";
import type { StackSettings } from "../../config/schema";
import { OPERATOR } from "../../components/cluster/values/security";
import { CONSOLE_PORT, CONSOLE_SECRETS, consoleEnvironment, consoleImage } from "../../components/console/environment";
import { jaasConfig } from "../../components/credentials/clientSecret";
import type { FormNode } from "../brokers/nodes";
import { SECRETS } from "../brokers/secretNames";
import {
  BROKER_CHECK,
  brokerEnvironment,
  CONTAINER_PORTS,
  containerLimits,
  imageName,
  needsCertificates,
  OPEN_FILES,
  PATHS,
  publishedOn,
  USER,
  ZOOKEEPER_CHECK,
  zooKeeperEnvironment,
  zooKeeperServers,
} from "../containers";

/** A part of a Compose file. */
export type Composed = Record<string, unknown>;

/** A published port, in quotes: old YAML takes `9092:9095` for a number of base 60. */
function port(text: string): Scalar {
  const scalar = new Scalar(text);
  scalar.type = Scalar.QUOTE_DOUBLE;
  return scalar;
}

/** A variable of `.env`, which must be there. */
const required = (name: string): string => `\${${name}:?is not set; it is in the .env beside this file}`;

/** What every container of the form has. */
function confined(settings: StackSettings["cluster"]["resources"]): Composed {
  const { cpus, memory } = containerLimits(settings);
  return {
    restart: "unless-stopped",
    user: USER,
    cap_drop: ["ALL"],
    security_opt: ["no-new-privileges:true"],
    cpus: Number(cpus),
    mem_limit: Number(memory),
  };
}

const healthcheck = (test: string): Composed => ({
  test: ["CMD-SHELL", test],
  interval: "10s",
  timeout: "5s",
  retries: 6,
  start_period: "120s",
});

/** One broker. */
export function brokerService(settings: StackSettings, node: FormNode): Composed {
  const { plain, secrets } = brokerEnvironment(settings);
  const certificates = needsCertificates(settings);
  const ensemble = zooKeeperServers(settings);
  return {
    image: imageName(settings, "kafka"),
    hostname: node.name,
    ...confined(settings.cluster.resources),
    // Long enough to hand over the leaders.
    stop_grace_period: `${settings.cluster.terminationGracePeriod}s`,
    ulimits: { nofile: { soft: OPEN_FILES, hard: OPEN_FILES } },
    environment: {
      ...plain,
      ...Object.fromEntries(Object.entries(secrets).map(([name, secret]) => [name, required(secret)])),
    },
    ports: [port(`${publishedOn(node)}${node.port}:${CONTAINER_PORTS.external}`)],
    volumes: [
      `${node.name}-data:${PATHS.volume}`,
      `./${node.name}/server.properties:${PATHS.configuration}:ro`,
      ...(certificates
        ? [`./${node.name}/keystore.pem:${PATHS.keyStore}:ro`, `./truststore.pem:${PATHS.trustStore}:ro`]
        : []),
    ],
    healthcheck: healthcheck(BROKER_CHECK),
    networks: ["clients", "brokers"],
    ...(ensemble.length === 0
      ? {}
      : { depends_on: Object.fromEntries(ensemble.map(({ host }) => [host, { condition: "service_healthy" }])) }),
  };
}

/** One ZooKeeper server, on the brokers' own network. */
export function zooKeeperService(
  settings: StackSettings,
  server: ReturnType<typeof zooKeeperServers>[number],
): Composed {
  return {
    image: imageName(settings, "zookeeper"),
    hostname: server.host,
    ...confined(settings.cluster.zookeeper.resources),
    environment: zooKeeperEnvironment(settings, server, zooKeeperServers(settings)),
    volumes: [`${server.host}-data:${PATHS.zooKeeperVolume}`],
    healthcheck: healthcheck(ZOOKEEPER_CHECK),
    networks: ["brokers"],
  };
}

/** The console, on this machine alone, behind a login, and unable to change anything. */
export function consoleService(settings: StackSettings, nodes: readonly FormNode[]): Composed {
  return {
    image: consoleImage(settings.images.console),
    profiles: ["console"],
    restart: "unless-stopped",
    security_opt: ["no-new-privileges:true"],
    environment: {
      ...consoleEnvironment({
        name: settings.cluster.name,
        bootstrapServers: nodes.map(({ name }) => `${name}:${CONTAINER_PORTS.client}`).join(","),
        securityProtocol: "SASL_PLAINTEXT",
        mechanism: settings.security.mechanism,
      }),
      [CONSOLE_SECRETS.password]: required(SECRETS.console),
      [CONSOLE_SECRETS.jaasConfig]: jaasConfig({ username: OPERATOR, password: required(SECRETS.operator) }),
    },
    ports: [port(`127.0.0.1:${CONSOLE_PORT}:${CONSOLE_PORT}`)],
    depends_on: Object.fromEntries(nodes.map(({ name }) => [name, { condition: "service_healthy" }])),
    networks: ["clients"],
  };
}
