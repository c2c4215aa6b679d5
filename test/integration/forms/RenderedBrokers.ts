import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { StackSettings } from "../../../config/schema";
import { anySchema } from "../../../config/schema";
import { render } from "../../../forms/host";
import type { RenderedFile } from "../../../render/form";
import { BrokerCluster, operator } from "../brokers";
import type { NodeStart } from "../brokers/cluster";
import { clusterFolder } from "../brokers/folder";
import { JavaProcess, runJava } from "../brokers/java";
import { freePortRows, freePorts } from "../../../local/cluster/ports";

/** What a test wants of its brokers. */
export interface RenderedOptions {
  mode: "kraft" | "zookeeper";
  nodes: 1 | 3;
  protocol: "SASL_PLAINTEXT" | "SASL_SSL";
}

/** Brokers that run what `--form host` rendered, and the stack that it was rendered from. */
export interface RenderedBrokers {
  cluster: BrokerCluster;
  /** `kafka:cluster` of the stack. */
  clusterSettings: Record<string, unknown>;
  /** The secrets that brokers were given. */
  secrets: Record<string, string>;
}

/** Heap of a broker of the tests, in MiB. */
const HEAP = 384;

/**
 * Starts real brokers on the rendered `server.properties`. Nothing in them is changed but the places of files, and ZooKeeper's port:
 * they stand for machines of their own, which share this one's folders and ports.
 */
export async function startRendered({ mode, nodes, protocol }: RenderedOptions): Promise<RenderedBrokers> {
  const folder = await clusterFolder();
  const ports = await freePortRows(nodes, 3);
  const [zooKeeperPort = 0] = await freePorts(1);
  const caFile = join(folder, "truststore.pem");
  const clusterSettings = {
    type: "external",
    bootstrapServers: ports.map((port) => `127.0.0.1:${port}`),
    protocol,
    ...(protocol === "SASL_SSL" ? { caFile } : {}),
    mode,
    brokers: nodes,
    zookeeper: { replicas: 1 },
    // Few partitions of Kafka's own: many small JVMs share two cores.
    settings: { "offsets.topic.num.partitions": 4, "transaction.state.log.num.partitions": 4 },
  };
  const settings = anySchema.parse({ cluster: clusterSettings });
  if (protocol === "SASL_SSL") makeCertificate(folder);
  const files = await render({ stack: "test", settings, root: "/" });
  const secrets = {
    KAFKA_OPERATOR_PASSWORD: operator.password,
    KAFKA_INTERBROKER_PASSWORD: "interbroker-password-of-the-tests",
    KAFKA_QUORUM_PASSWORD: "quorum-password-of-the-tests",
    KAFKA_CLUSTER_ID: "4L6g3nShT-eMCtK--X86sw",
  };
  const place = { folder, zooKeeperPort };
  const others = mode === "zookeeper" ? [await startZooKeeper(files, place)] : [];
  try {
    const starts = await Promise.all(
      ports.map((port, index) => prepareNode({ id: index + 1, port, files, settings, secrets, place })),
    );
    if (mode === "zookeeper") await writeUsers(settings, secrets, place);
    const ssl = protocol === "SASL_SSL" ? { ca: readFileSync(caFile, "utf8") } : undefined;
    return { cluster: await BrokerCluster.start(starts, folder, others, ssl), clusterSettings, secrets };
  } catch (error) {
    await Promise.all(others.map((process) => process.kill()));
    throw error;
  }
}

interface Place {
  folder: string;
  zooKeeperPort: number;
}

/** A rendered file with the places of this test in it. */
function placed(files: readonly RenderedFile[], path: string, own: string, { zooKeeperPort, folder }: Place): string {
  const text = files.find((file) => file.path === path)?.text;
  if (text === undefined) throw new Error(`${path} was not rendered`);
  return text
    .replaceAll("/etc/kafka/", `${folder}/`)
    .replaceAll("/var/lib/kafka-zookeeper", join(folder, "zookeeper"))
    .replaceAll("/var/lib/kafka/data", join(folder, own))
    .replaceAll("2181", String(zooKeeperPort));
}

interface RenderedNode {
  id: number;
  port: number;
  files: readonly RenderedFile[];
  settings: StackSettings;
  secrets: Record<string, string>;
  place: Place;
}

async function prepareNode({ id, port, files, settings, secrets, place }: RenderedNode): Promise<NodeStart> {
  const { folder } = place;
  const file = join(folder, `node-${id}.properties`);
  await writeFile(file, placed(files, `kafka-${id}/root/etc/kafka/server.properties`, `data-${id}`, place));
  if (settings.cluster.mode === "kraft") {
    const scram = (user: string, password = ""): string[] => [
      "--add-scram",
      `${settings.security.mechanism}=[name=${user},password=${password}]`,
    ];
    await runJava({
      mainClass: "kafka.tools.StorageTool",
      args: [
        ...["format", "--cluster-id", secrets["KAFKA_CLUSTER_ID"] ?? "", "--config", file],
        ...scram("operator", secrets["KAFKA_OPERATOR_PASSWORD"]),
        ...scram("interbroker", secrets["KAFKA_INTERBROKER_PASSWORD"]),
      ],
      folder,
      name: `format-${id}`,
    });
  }
  const start = (): Promise<JavaProcess> =>
    JavaProcess.start({ mainClass: "kafka.Kafka", args: [file], heap: HEAP, folder, name: `node-${id}`, env: secrets });
  return { id, clientPort: port, start };
}

async function startZooKeeper(files: readonly RenderedFile[], place: Place): Promise<JavaProcess> {
  const { folder } = place;
  const file = join(folder, "zookeeper.properties");
  await mkdir(join(folder, "zookeeper"));
  await writeFile(file, placed(files, "kafka-1/root/etc/kafka/zookeeper.properties", "zookeeper", place));
  const mainClass = "org.apache.zookeeper.server.quorum.QuorumPeerMain";
  return JavaProcess.start({ mainClass, args: [file], heap: 128, folder, name: "zookeeper" });
}

/** As the service does before its broker starts. */
async function writeUsers(
  { security }: StackSettings,
  secrets: Record<string, string>,
  { folder, zooKeeperPort }: Place,
): Promise<void> {
  const users = { operator: "KAFKA_OPERATOR_PASSWORD", interbroker: "KAFKA_INTERBROKER_PASSWORD" };
  for (const [user, secret] of Object.entries(users)) {
    await runJava({
      mainClass: "kafka.admin.ConfigCommand",
      args: [
        ...["--zookeeper", `127.0.0.1:${zooKeeperPort}`, "--alter", "--entity-type", "users", "--entity-name", user],
        ...["--add-config", `${security.mechanism}=[password=${secrets[secret]}]`],
      ],
      folder,
      name: user,
    });
  }
}

/** A key with a certificate that signs itself, for the loopback address; brokers look up the name of the controllers' address. */
function makeCertificate(folder: string): void {
  const key = join(folder, "key.pem");
  const certificate = join(folder, "truststore.pem");
  const options = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"];
  const names = ["-subj", "/CN=kafka", "-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost"];
  execFileSync("openssl", ["req", "-x509", ...options, ...names, "-keyout", key, "-out", certificate], {
    stdio: "ignore",
  });
  writeFileSync(join(folder, "keystore.pem"), readFileSync(key, "utf8") + readFileSync(certificate, "utf8"));
}
