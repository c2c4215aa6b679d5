import type { StackSettings } from "../../config/schema";
import { Failure } from "../../commands/failure";
import type { LeftOf, Render, SecretsOf } from "../../render/form";
import type { FormNode } from "../brokers/nodes";
import { formNodes, localNode } from "../brokers/nodes";
import { brokerSecrets } from "../brokers/secretNames";
import {
  BROKER_CHECK,
  brokerEnvironment,
  CONTAINER_PORTS,
  containerLimits,
  containerProperties,
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
import { leftSettings } from "../left";
import { readme } from "../readme";

/**
 * One broker with plain `docker run`: `run.sh` has the lines. Passwords come from `.env` by the shell's environment, so that
 * they are no process's arguments.
 *
 * @throws Failure for more than one broker.
 */
export const render: Render = async ({ stack, settings }) => {
  const nodes = formNodes(settings, localNode);
  const [node] = nodes;
  if (node === undefined || nodes.length > 1) {
    throw new Failure(
      `kafka:cluster.brokers: found ${nodes.length}; the form docker is one broker: take --form compose for more`,
    );
  }
  return [
    { path: "run.sh", text: runScript(settings, node), executable: true },
    { path: `${node.name}/server.properties`, text: containerProperties(settings, node, nodes) },
    { path: "README.md", text: readme({ stack, settings, form: "docker", nodes, start: ["./run.sh"] }) },
  ];
};

export const secrets: SecretsOf = ({ settings }) => ({
  file: ".env",
  copies: [],
  names: brokerSecrets(settings),
});

export const left: LeftOf = ({ settings }) => leftSettings(settings, "docker");

/** `docker run` with its options, one a line. */
function dockerRun(name: string, options: readonly string[], image: string): string {
  const lines = [`docker run --detach --name ${name} --hostname ${name}`, ...options, image];
  return lines.join(" \\\n  ");
}

function confined(resources: StackSettings["cluster"]["resources"], network: string): string[] {
  const { cpus, memory } = containerLimits(resources);
  return [
    `--network ${network} --restart unless-stopped`,
    `--user ${USER} --cap-drop ALL --security-opt no-new-privileges`,
    `--cpus ${cpus} --memory ${memory}`,
  ];
}

const health = (check: string): string =>
  `--health-cmd ${quoted(check)} --health-interval 10s --health-timeout 5s --health-retries 6 --health-start-period 120s`;

/** A text as one word of the shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

const plainVariables = (variables: Record<string, string>): string[] =>
  Object.entries(variables).map(([name, value]) => `--env ${name}=${quoted(value)}`);

function runScript(settings: StackSettings, node: FormNode): string {
  const { cluster } = settings;
  const { plain, secrets: named } = brokerEnvironment(settings);
  const servers = zooKeeperServers(settings);
  const certificates = needsCertificates(settings);
  const ensemble = servers.map((server) =>
    dockerRun(
      server.host,
      [
        ...confined(cluster.zookeeper.resources, cluster.name),
        ...plainVariables(zooKeeperEnvironment(settings, server, servers)),
        `--volume ${server.host}-data:${PATHS.zooKeeperVolume}`,
        health(ZOOKEEPER_CHECK),
      ],
      imageName(settings, "zookeeper"),
    ),
  );
  const broker = dockerRun(
    node.name,
    [
      ...confined(cluster.resources, cluster.name),
      `--stop-timeout ${cluster.terminationGracePeriod} --ulimit nofile=${OPEN_FILES}:${OPEN_FILES}`,
      ...plainVariables(plain),
      // Without a value: Docker takes it from its own environment.
      ...Object.keys(named).map((name) => `--env ${name}`),
      `--publish ${publishedOn(node)}${node.port}:${CONTAINER_PORTS.external}`,
      `--volume ${node.name}-data:${PATHS.volume}`,
      `--volume "$PWD/${node.name}/server.properties:${PATHS.configuration}:ro"`,
      ...(certificates
        ? [
            `--volume "$PWD/${node.name}/keystore.pem:${PATHS.keyStore}:ro"`,
            `--volume "$PWD/truststore.pem:${PATHS.trustStore}:ro"`,
          ]
        : []),
      health(BROKER_CHECK),
    ],
    imageName(settings, "kafka"),
  );
  return [
    "#!/usr/bin/env bash",
    "# Starts the containers anew; the data stay in their volumes.",
    "set -euo pipefail",
    'cd "$(dirname "$0")"',
    "set -a",
    "# shellcheck source=/dev/null",
    ". ./.env",
    "set +a",
    ...Object.entries(named)
      .filter(([name, secret]) => name !== secret)
      .map(([name, secret]) => `export ${name}="\${${secret}:?}"`),
    "",
    `docker network inspect ${cluster.name} >/dev/null 2>&1 || docker network create ${cluster.name}`,
    ...[node.name, ...servers.map(({ host }) => host)].map(
      (name) =>
        `if docker inspect ${name} >/dev/null 2>&1; then docker stop ${name} >/dev/null && docker rm ${name} >/dev/null; fi`,
    ),
    ...ensemble.flatMap((line) => ["", line]),
    "",
    broker,
    "",
  ].join("\n");
}
