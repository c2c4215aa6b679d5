import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { runCommand } from "../../commands/subprocess";
import { list } from "./manifests";
import { ClusterPlan, NodePlan } from "./plan";

/** Volumes of each class on each node. One node may have to carry three brokers and three ZooKeeper servers, and a second stack. */
export const VOLUMES: Record<string, number> = { standard: 12, local: 8 };

/** Only a number to be compared with a claim's size: the volumes are folders and share the machine's disk. */
const CAPACITY = "1Ti";

interface Volume {
  name: string;
  path: string;
  node: string;
  storageClass: string;
}

export function volumesOf(node: NodePlan): Volume[] {
  return Object.entries(VOLUMES).flatMap(([storageClass, count]) =>
    Array.from({ length: count }, (_, i) => {
      const name = `${storageClass}-${node.name}-${i + 1}`;
      return { name, path: join(node.folder, "volumes", name), node: node.name, storageClass };
    }),
  );
}

const persistentVolume = ({ name, path, node, storageClass }: Volume) => ({
  apiVersion: "v1",
  kind: "PersistentVolume",
  metadata: { name },
  spec: {
    capacity: { storage: CAPACITY },
    accessModes: ["ReadWriteOnce"],
    persistentVolumeReclaimPolicy: "Retain",
    storageClassName: storageClass,
    local: { path },
    nodeAffinity: {
      required: {
        nodeSelectorTerms: [{ matchExpressions: [{ key: "kubernetes.io/hostname", operator: "In", values: [node] }] }],
      },
    },
  },
});

/** The objects of all volumes; their folders are made here. */
export function createVolumes(plan: ClusterPlan): string {
  const volumes = plan.nodes.flatMap(volumesOf);
  volumes.forEach(({ path }) => mkdirSync(path, { recursive: true }));
  return list(volumes.map(persistentVolume));
}

/** Empties the volumes whose claim was deleted and makes them available again. Returns how many. */
export async function reclaimVolumes(plan: ClusterPlan, kubectl: string, kubeconfig: string): Promise<number> {
  const call = (args: string[], input?: string) =>
    runCommand(kubectl, ["--kubeconfig", kubeconfig, ...args], { input });
  const answer = JSON.parse(await call(["get", "persistentvolumes", "-o", "json"])) as PersistentVolumes;
  const released = new Set(releasedVolumes(answer));
  const volumes = plan.nodes.flatMap(volumesOf).filter(({ name }) => released.has(name));
  for (const { name, path } of volumes) {
    rmSync(path, { recursive: true, force: true });
    mkdirSync(path, { recursive: true });
    await call(["patch", "persistentvolume", name, "--type=json", "-p", '[{"op":"remove","path":"/spec/claimRef"}]']);
  }
  return volumes.length;
}

export interface PersistentVolumes {
  items: { metadata: { name: string }; status?: { phase?: string } }[];
}

export function releasedVolumes({ items }: PersistentVolumes): string[] {
  return items.filter(({ status }) => status?.phase === "Released").map(({ metadata }) => metadata.name);
}
