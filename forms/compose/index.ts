import { stringify } from "yaml";
import type { StackSettings } from "../../config/schema";
import type { LeftOf, Render, SecretsOf } from "../../render/form";
import type { FormNode } from "../brokers/nodes";
import { formNodes, localNode } from "../brokers/nodes";
import { brokerSecrets, SECRETS } from "../brokers/secretNames";
import { containerProperties, needsCertificates, zooKeeperServers } from "../containers";
import { leftSettings } from "../left";
import { readme } from "../readme";
import { brokerService, consoleService, zooKeeperService } from "./services";

/**
 * Docker Compose, on one machine: a container per broker and ZooKeeper server, and a console behind a profile.
 *
 * - `compose.yaml`: the services. No password in it: it names the variables of `.env`.
 * - `<node>/server.properties`: each broker's settings.
 * - `.env`: the secrets, kept from render to render.
 */
export const render: Render = async ({ stack, settings }) => {
  const nodes = formNodes(settings, localNode);
  return [
    { path: "compose.yaml", text: composeFile(settings, nodes) },
    ...nodes.map((node) => ({
      path: `${node.name}/server.properties`,
      text: containerProperties(settings, node, nodes),
    })),
    { path: "README.md", text: readme({ stack, settings, form: "compose", nodes, start: start(settings) }) },
  ];
};

export const secrets: SecretsOf = ({ settings }) => ({
  file: ".env",
  copies: [],
  names: [...brokerSecrets(settings), SECRETS.console],
});

export const left: LeftOf = ({ settings }) => leftSettings(settings, "compose");

function start(settings: StackSettings): string[] {
  return [
    ...(needsCertificates(settings)
      ? [
          "# first put keystore.pem (key and certificate) into each broker's folder, and truststore.pem beside compose.yaml",
        ]
      : []),
    "docker compose up --detach --wait",
    "docker compose --profile console up --detach   # with the console: http://127.0.0.1:8080, user admin, KAFKA_CONSOLE_PASSWORD",
  ];
}

function composeFile(settings: StackSettings, nodes: readonly FormNode[]): string {
  const servers = zooKeeperServers(settings);
  const volumes = [...nodes.map(({ name }) => name), ...servers.map(({ host }) => host)].map((name) => `${name}-data`);
  return stringify(
    {
      name: settings.cluster.name,
      services: Object.fromEntries([
        ...servers.map((server) => [server.host, zooKeeperService(settings, server)] as const),
        ...nodes.map((node) => [node.name, brokerService(settings, node)] as const),
        [`${settings.cluster.name}-console`, consoleService(settings, nodes)] as const,
      ]),
      networks: { clients: {}, brokers: { internal: true } },
      volumes: Object.fromEntries(volumes.map((name) => [name, {}])),
    },
    { lineWidth: 0, aliasDuplicateObjects: false },
  );
}
