import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { NodePlan } from "./configuration";
import type { NodeStart } from "./cluster";
import { JavaProcess } from "./java";
import type { BrokerOptions } from "./options";
import { freePorts } from "../../../local/cluster/ports";

/** Ports and data folders of a cluster's nodes, with ids from 0 on. */
export async function planNodes(options: BrokerOptions, folder: string): Promise<NodePlan[]> {
  const { nodes = 1, jmx = false, dataFolder, classes, heap = 384, jvm = [] } = options;
  const ports = await freePorts(nodes * 4);
  return Array.from({ length: nodes }, (_, id) => {
    const [client = 0, internal = 0, controller = 0, jmxPort = 0] = ports.slice(id * 4, id * 4 + 4);
    return {
      id,
      ports: { client, internal, controller },
      dataFolder: id === 0 && dataFolder !== undefined ? dataFolder : join(folder, `data-${id}`),
      heap,
      jvm: [...jvm, ...(jmx ? jmxOptions(jmxPort) : [])],
      ...(jmx ? { jmxPort } : {}),
      ...(classes === undefined ? {} : { classes }),
    };
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
    JavaProcess.start({
      mainClass: "kafka.Kafka",
      args: [file],
      heap: node.heap,
      folder,
      name: `node-${node.id}`,
      options: node.jvm,
      ...(node.classes === undefined ? {} : { classes: node.classes }),
    });
  return { id: node.id, clientPort: node.ports.client, jmxPort: node.jmxPort, start, file };
}

/** What Kafka's own start script sets for JMX_PORT, bound to the loopback interface. */
function jmxOptions(port: number): string[] {
  const jmx = "-Dcom.sun.management.jmxremote";
  const own = [".authenticate=false", ".ssl=false", ".host=127.0.0.1", `.port=${port}`, `.rmi.port=${port}`];
  return [jmx, ...own.map((option) => `${jmx}${option}`), "-Djava.rmi.server.hostname=127.0.0.1"];
}
