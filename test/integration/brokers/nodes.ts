import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { NodePlan } from "./configuration";
import type { NodeStart } from "./cluster";
import { JavaProcess, log4jProperties } from "./java";
import { freePorts } from "./ports";

/** Heap of a broker of the tests, in MiB. */
const brokerHeap = 384;

/** A folder for one cluster's data and logs. */
export async function clusterFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "kafka-brokers-"));
  await writeFile(join(folder, "log4j.properties"), log4jProperties);
  return folder;
}

/** Ports and data folders of a cluster's nodes, with ids from 0 on. */
export async function planNodes(count: number, folder: string): Promise<NodePlan[]> {
  const ports = await freePorts(count * 3);
  return Array.from({ length: count }, (_, id) => {
    const [client = 0, internal = 0, controller = 0] = ports.slice(id * 3, id * 3 + 3);
    return { id, ports: { client, internal, controller }, dataFolder: join(folder, `data-${id}`) };
  });
}

/** Writes a node's configuration file. @returns how the node is started with it */
export async function prepareNode(
  node: NodePlan,
  folder: string,
  properties: string,
): Promise<NodeStart & { file: string }> {
  const file = join(folder, `node-${node.id}.properties`);
  await writeFile(file, properties);
  const start = () =>
    JavaProcess.start({ mainClass: "kafka.Kafka", args: [file], heap: brokerHeap, folder, name: `node-${node.id}` });
  return { id: node.id, clientPort: node.ports.client, start, file };
}
