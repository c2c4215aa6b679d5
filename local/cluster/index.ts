import { kafkaImageArchive } from "../images";
import { silent } from "../../commands/progress";
import { chooseCluster } from "./choice";
import { Cluster, ClusterOptions } from "./cluster";
import { dockerRuns, loadIntoKind, nodeImageAvailable, startKindCluster, stopKindCluster } from "./kind";
import { namedCluster } from "./named";
import { startOwnCluster, stopOwnCluster } from "./own";
import { slotsOfCheckout } from "./slots";

export { startApiServer } from "./api-server";
export type { Cluster, ClusterOptions } from "./cluster";
export { placeOf } from "./cluster";

/** Starts a cluster (or finds it running): with kind where Docker runs, else the machine's own. */
export async function startCluster(options: ClusterOptions & { context?: string } = {}): Promise<Cluster> {
  const complete = { name: "local", nodes: 1, progress: silent, images: [], ...options };
  const { context, progress, name, images } = complete;
  if (context !== undefined) return namedCluster(context, progress);
  const docker = await dockerRuns();
  const choice = chooseCluster({
    context,
    dockerRuns: docker,
    nodeImageAvailable: docker && (await nodeImageAvailable()),
  });
  if (choice !== "kind") return startOwnCluster(complete);
  const cluster = await startKindCluster(complete);
  // Docker can pull the images of the real chart only when its registry answers; these are for the other case.
  const archives = cluster.created ? [await kafkaImageArchive(progress), ...images] : [];
  for (const archive of archives) await loadIntoKind(name, archive, progress);
  return cluster;
}

/** Stops every cluster that this checkout started. Returns their contexts. */
export async function stopAllClusters(progress = silent): Promise<string[]> {
  const stopped: string[] = [];
  for (const { owner } of slotsOfCheckout()) {
    if (await stopOwnCluster(owner.name, progress)) stopped.push(`kafka-${owner.name}`);
  }
  if (await stopKindCluster("local", progress)) stopped.push("kafka-local");
  return stopped;
}
