import { writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { poll } from "../../../commands/deadline";
import { zooKeeperLibs } from "../../../local/kafka/libs";
import { BrokerCluster } from "./cluster";
import { zooKeeperBrokerProperties, zooKeeperProperties } from "./configuration";
import { clusterFolder } from "./folder";
import { JavaProcess, runJava } from "./java";
import { planNodes, prepareNode } from "./nodes";
import { BrokerOptions, Login, operator } from "./options";
import { freePorts } from "../../../local/cluster/ports";

const LOG_SETTINGS = join(__dirname, "..", "..", "..", "local", "images", "zookeeper", "logback.xml");

/** Starts real brokers in ZooKeeper mode with one ZooKeeper server, and the administrator written to it before. */
export async function startZooKeeper(options: BrokerOptions = {}): Promise<BrokerCluster> {
  const folder = await clusterFolder();
  const [port = 0, metricsPort = 0] = await freePorts(2);
  const zooKeeper = await startServer(folder, port, options.jmx === true ? metricsPort : undefined);
  try {
    await untilServing(zooKeeper, port);
    for (const user of [operator, ...(options.users ?? [])]) await writeUser(user, folder, port);
    const plans = await planNodes(options, folder);
    const nodes = await Promise.all(
      plans.map((plan) => prepareNode(plan, folder, zooKeeperBrokerProperties(plan, plans.length, port, options))),
    );
    const metrics = options.jmx === true ? `127.0.0.1:${metricsPort}` : undefined;
    return await BrokerCluster.start(nodes, folder, [zooKeeper], options.ssl, metrics);
  } catch (error) {
    await zooKeeper.kill();
    throw error;
  }
}

/** Waits until a ZooKeeper server tells what it is: one that is only starting may take a connection and never answer it. */
function untilServing(zooKeeper: JavaProcess, port: number): Promise<true> {
  return poll(
    async () => {
      if (!zooKeeper.running) throw new Error(`ZooKeeper ended:\n${zooKeeper.logTail()}`);
      return (await ask(port, "srvr").catch(() => "")).includes("Mode: ") || undefined;
    },
    { what: `ZooKeeper on port ${port}`, timeout: 60_000, explain: () => zooKeeper.logTail() },
  );
}

/** One of ZooKeeper's commands of four letters. @throws when nobody listens, or nothing is said for a second */
function ask(port: number, command: string): Promise<string> {
  const socket = connect({ host: "127.0.0.1", port, timeout: 1_000 });
  socket.once("timeout", () => socket.destroy(new Error("no answer")));
  socket.write(command);
  return text(socket);
}

/** Writes a SCRAM user to ZooKeeper, as the brokers' image does before its broker starts. */
async function writeUser({ username, password }: Login, folder: string, port: number): Promise<void> {
  await runJava({
    mainClass: "kafka.admin.ConfigCommand",
    args: [
      ...["--zookeeper", `127.0.0.1:${port}`, "--alter", "--entity-type", "users", "--entity-name", username],
      ...["--add-config", `SCRAM-SHA-512=[password=${password}]`],
    ],
    folder,
    name: username,
  });
}

async function startServer(folder: string, port: number, metricsPort: number | undefined): Promise<JavaProcess> {
  const file = join(folder, "zoo.cfg");
  await writeFile(file, zooKeeperProperties(join(folder, "zookeeper"), port, metricsPort));
  return JavaProcess.start({
    mainClass: "org.apache.zookeeper.server.quorum.QuorumPeerMain",
    args: [file],
    heap: 128,
    // Brokers of a test outlive no machine, and a disk that others write to lets an fsync wait for many seconds.
    options: ["-Dzookeeper.forceSync=no", `-Dlogback.configurationFile=${LOG_SETTINGS}`, "-Dzookeeper.log.level=WARN"],
    // The version that the chart's ensemble has, not the older one among Kafka's jars.
    classPath: `${await zooKeeperLibs()}/*`,
    folder,
    name: "zookeeper",
  });
}
