import { randomBytes } from "node:crypto";
import { clusterId } from "../../../components/credentials/clusterId";
import { BrokerCluster, UsersLost } from "./cluster";
import { kraftProperties } from "./configuration";
import { clusterFolder } from "./folder";
import { runJava } from "./java";
import { planNodes, prepareNode } from "./nodes";
import { BrokerOptions, operator } from "./options";

/** Starts of a cluster until it keeps its users; one of hundreds loses them. */
const STARTS = 3;

/** Starts real brokers in KRaft mode, each a controller too, with the administrator written at the format. */
export async function startKraft(options: BrokerOptions = {}): Promise<BrokerCluster> {
  for (let start = 1; ; start++) {
    try {
      return await startOnce(options);
    } catch (error) {
      // A folder of the caller's own is the caller's to empty.
      if (!(error instanceof UsersLost) || start === STARTS || options.dataFolder !== undefined) throw error;
    }
  }
}

async function startOnce(options: BrokerOptions): Promise<BrokerCluster> {
  const folder = await clusterFolder();
  const plans = await planNodes(options, folder);
  const cluster = clusterId(randomBytes(16).toString("base64"));
  const nodes = await Promise.all(
    plans.map((plan) => prepareNode(plan, folder, kraftProperties(plan, plans, options))),
  );
  const scram = [operator, ...(options.users ?? [])].flatMap(({ username, password }) => [
    "--add-scram",
    `SCRAM-SHA-512=[name=${username},password=${password}]`,
  ]);
  await Promise.all(
    nodes.map(({ id, file }) =>
      runJava({
        mainClass: "kafka.tools.StorageTool",
        args: ["format", "-t", cluster, "-c", file, ...scram],
        folder,
        name: `format-${id}`,
        // It reads the nodes' configuration, and looks for the classes that stand there.
        ...(options.classes === undefined ? {} : { classes: options.classes }),
      }),
    ),
  );
  return BrokerCluster.start(nodes, folder, [], options.ssl);
}
