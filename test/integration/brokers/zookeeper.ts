import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { BrokerCluster } from "./cluster";
import { zooKeeperBrokerProperties, zooKeeperProperties } from "./configuration";
import { JavaProcess, runJava } from "./java";
import { clusterFolder, planNodes, prepareNode } from "./nodes";
import { BrokerOptions, operator } from "./options";
import { freePorts } from "./ports";

/** Starts real brokers in ZooKeeper mode with one ZooKeeper server, and the administrator written to it before. */
export async function startZooKeeper(options: BrokerOptions = {}): Promise<BrokerCluster> {
  const folder = await clusterFolder();
  const [port = 0] = await freePorts(1);
  const zooKeeper = await startServer(folder, port);
  try {
    await runJava({
      mainClass: "kafka.admin.ConfigCommand",
      args: [
        ...[
          "--zookeeper",
          `127.0.0.1:${port}`,
          "--alter",
          "--entity-type",
          "users",
          "--entity-name",
          operator.username,
        ],
        ...["--add-config", `SCRAM-SHA-512=[password=${operator.password}]`],
      ],
      folder,
      name: "operator",
    });
    const plans = await planNodes(options, folder);
    const nodes = await Promise.all(
      plans.map((plan) => prepareNode(plan, folder, zooKeeperBrokerProperties(plan, plans.length, port, options))),
    );
    return await BrokerCluster.start(nodes, folder, [zooKeeper]);
  } catch (error) {
    await zooKeeper.kill();
    throw error;
  }
}

async function startServer(folder: string, port: number): Promise<JavaProcess> {
  const file = join(folder, "zoo.cfg");
  await writeFile(file, zooKeeperProperties(join(folder, "zookeeper"), port));
  // ConfigCommand waits by itself until the server takes connections.
  const mainClass = "org.apache.zookeeper.server.quorum.QuorumPeerMain";
  return JavaProcess.start({ mainClass, args: [file], heap: 128, folder, name: "zookeeper" });
}
