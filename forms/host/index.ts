import { readFileSync } from "node:fs";
import { join } from "node:path";
import { INTERBROKER, OPERATOR } from "../../components/cluster/values/security";
import { jmxRuleFile } from "../../components/monitoring/jmx/ruleFile";
import { GUIDE_MINIMUM } from "../../config/checks/system";
import { propertiesText } from "../../config/kafka/propertiesText";
import type { StackSettings } from "../../config/schema";
import { isExternal } from "../../config/schema";
import { quantityToBytes } from "../../config/units";
import type { LeftOf, Render, RenderedFile, SecretsOf } from "../../render/form";
import type { FormNode } from "../brokers/nodes";
import { formNodes, namedNode } from "../brokers/nodes";
import { brokerSecrets } from "../brokers/secretNames";
import type { BrokerPlace } from "../brokers/serverProperties";
import { serverProperties } from "../brokers/serverProperties";
import type { ZooKeeperServer } from "../brokers/zooKeeper";
import { ensembleSize, ZOOKEEPER_PORTS, zooKeeperProperties } from "../brokers/zooKeeper";
import { OPEN_FILES } from "../containers";
import { leftSettings } from "../left";
import { readme } from "../readme";
import { kernelSettings, MAX_MAP_COUNT } from "./kernel";
import { JAVA_MAJOR, JMX_AGENT, KAFKA } from "./release";
import { brokerUnit, zooKeeperUnit } from "./units";

/** Folders of a node. */
const DATA_FOLDER = "/var/lib/kafka/data";
const ZOOKEEPER_FOLDER = "/var/lib/kafka-zookeeper";

/**
 * A direct install on Ubuntu 22.04: one folder a node, to be copied there whole.
 *
 * - `<node>/install.sh`, `<node>/preflight.sh`: installs or upgrades in place; found against required.
 * - `<node>/root/…`: files by their places: `server.properties`, units, kernel settings.
 * - `<node>/secrets.env`: the secrets, the same on every node, kept from render to render in `.env`.
 */
export const render: Render = async ({ stack, settings }) => {
  const nodes = formNodes(settings, namedNode);
  return [
    ...nodes.flatMap((node) => nodeFiles(settings, node, nodes)),
    { path: "README.md", text: readme({ stack, settings, form: "host", nodes, start: start(settings, nodes) }) },
  ];
};

export const secrets: SecretsOf = ({ settings }) => ({
  file: ".env",
  copies: formNodes(settings, namedNode).map(({ name }) => `${name}/secrets.env`),
  names: brokerSecrets(settings),
});

export const left: LeftOf = ({ settings }) => leftSettings(settings, "host");

/** `server.properties` of a node. Its two ports beside the clients' are the next ones. */
export function hostProperties(
  settings: StackSettings,
  node: FormNode,
  nodes: readonly FormNode[],
  dataFolder = DATA_FOLDER,
): Record<string, string> {
  const protocol = isExternal(settings) ? settings.cluster.protocol : "SASL_PLAINTEXT";
  const { controller, internal } = portsOf(node);
  const place: BrokerPlace = {
    node,
    clients: [{ name: "CLIENT", port: node.port, advertised: `${node.host}:${node.port}`, protocol }],
    internal: { name: "INTERNAL", port: internal, advertised: `${node.host}:${internal}`, protocol },
    controller: { port: controller, protocol },
    voters: nodes.map((each) => `${each.id}@${each.host}:${portsOf(each).controller}`).join(","),
    zooKeeper: zooKeeperServers(settings, nodes)
      .map(({ host }) => `${host}:${ZOOKEEPER_PORTS.client}`)
      .join(","),
    dataFolder,
    tls: { keyStore: "/etc/kafka/keystore.pem", trustStore: "/etc/kafka/truststore.pem" },
  };
  return serverProperties(settings, place);
}

function portsOf({ port }: FormNode): { controller: number; internal: number } {
  return { controller: port + 1, internal: port + 2 };
}

/** ZooKeeper servers run on the first nodes. */
function zooKeeperServers(settings: StackSettings, nodes: readonly FormNode[]): ZooKeeperServer[] {
  return settings.cluster.mode === "kraft"
    ? []
    : nodes.slice(0, ensembleSize(settings)).map(({ id, host }) => ({ id, host }));
}

function nodeFiles(settings: StackSettings, node: FormNode, nodes: readonly FormNode[]): RenderedFile[] {
  const servers = zooKeeperServers(settings, nodes);
  const ensemble = servers.some(({ id }) => id === node.id);
  const at = (path: string, text: string): RenderedFile => ({ path: `${node.name}/root/${path}`, text });
  return [
    ...["install.sh", "preflight.sh"].map((name) => ({
      path: `${node.name}/${name}`,
      text: ownFile(name),
      executable: true,
    })),
    { ...at("usr/local/lib/kafka/prepare.sh", ownFile("prepare.sh")), executable: true },
    at("etc/kafka/node.env", nodeEnvironment(settings, node, servers)),
    at("etc/kafka/server.properties", propertiesText(hostProperties(settings, node, nodes))),
    ...["log4j.properties", "tools-log4j.properties"].map((name) => at(`etc/kafka/${name}`, ownFile(name))),
    ...(settings.monitoring.metrics ? [at("etc/kafka/jmx.yml", jmxRuleFile())] : []),
    at("etc/systemd/system/kafka.service", brokerUnit(settings, node, ensemble)),
    at("etc/sysctl.d/90-kafka.conf", kernelSettings(settings)),
    ...(ensemble
      ? [
          at("etc/systemd/system/kafka-zookeeper.service", zooKeeperUnit(settings, node)),
          at("etc/kafka/zookeeper.properties", propertiesText(zooKeeperProperties(servers, ZOOKEEPER_FOLDER))),
          at("etc/kafka/zookeeper.id", `${node.id}\n`),
        ]
      : []),
  ];
}

function ownFile(name: string): string {
  return readFileSync(join(__dirname, "files", name), "utf8");
}

/** What the scripts and the service know of the node: for the shell and for systemd, so values are plain words. */
function nodeEnvironment(settings: StackSettings, node: FormNode, servers: readonly ZooKeeperServer[]): string {
  const { cluster, security, monitoring } = settings;
  const agent = monitoring.metrics ? JMX_AGENT : { file: "", sha256: "" };
  const values: Record<string, string | number> = {
    DATA_FOLDER,
    INTERBROKER,
    JAVA_MAJOR,
    JMX_AGENT: agent.file,
    JMX_AGENT_SHA256: agent.sha256,
    KAFKA_RELEASE: KAFKA.release,
    KAFKA_SHA256: KAFKA.sha256,
    KAFKA_URL: KAFKA.url,
    MAX_MAP_COUNT,
    MECHANISM: security.mechanism,
    MODE: cluster.mode,
    NODE_ID: node.id,
    NODE_NAME: node.name,
    OPEN_FILES,
    OPERATOR,
    REQUIRED_CPUS: GUIDE_MINIMUM.cpus,
    REQUIRED_DISK_GB: Math.max(GUIDE_MINIMUM.diskGB, Math.ceil(quantityToBytes(cluster.storage.size) / 1e9)),
    REQUIRED_MEMORY_MIB: GUIDE_MINIMUM.memoryGiB * 1024,
    ZOOKEEPER: servers.map(({ host }) => `${host}:${ZOOKEEPER_PORTS.client}`).join(","),
  };
  return Object.entries(values)
    .map(([name, value]) => `${name}=${value}\n`)
    .join("");
}

function start(settings: StackSettings, nodes: readonly FormNode[]): string[] {
  const tls = isExternal(settings) && settings.cluster.protocol === "SASL_SSL";
  const { metrics } = settings.monitoring;
  const agent = metrics ? ` ${JMX_AGENT.file}` : "";
  return [
    ...(tls
      ? ["# on each node first: /etc/kafka/keystore.pem (key and certificate) and /etc/kafka/truststore.pem"]
      : []),
    ...(metrics ? [`# into this folder first: ${JMX_AGENT.file} (${JMX_AGENT.coordinates} of Maven Central)`] : []),
    ...(nodes.length > 1
      ? ["# one node after the other; for an upgrade, wait each time until every partition is in sync"]
      : []),
    ...nodes.flatMap(({ name, host }) => [
      `scp -r ${name}${agent} root@${host}:`,
      `ssh root@${host} ./${name}/install.sh${metrics ? ` --jmx-agent${agent}` : ""}`,
    ]),
  ];
}
