import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runCommand } from "../../commands/subprocess";
import { poll } from "../../commands/deadline";
import { ensureDebianPackages } from "../../tools/debian";
import { Failure } from "../../commands/failure";
import { kafkaImageArchive, systemImageArchive } from "../images";
import { withLock } from "../../commands/lock";
import { Progress } from "../../commands/progress";
import { ensureKubectl } from "../../tools";
import { kubernetesBinaries } from "./binaries";
import { createCgroups, removeCgroups } from "./cgroups";
import { Cluster, ClusterOptions } from "./cluster";
import { ControlPlane, isReady, startControlPlane, startScheduler, waitForServiceAccount } from "./control-plane";
import { removeLeftovers, tasksOf } from "./leftovers";
import { coredns, list, proxyBinding, storageClasses } from "./manifests";
import { unmountBelow } from "./mounts";
import { createNetwork, removeNetwork } from "./network";
import { importImages, startNode } from "./node";
import { ClusterPlan, net, planCluster, preferredApiPort, slotFolder } from "./plan";
import { portOrFree } from "./ports";
import { allAlive, endOfLog, startProcess, stopProcesses } from "./processes";
import { claimSlot, lockFile, releaseSlot, slotOf, stateRoot } from "./slots";
import { createVolumes, reclaimVolumes } from "./volumes";

/** What a cluster is made of; a running one is used again when it was made of the same. */
interface Materials {
  nodes: number;
  binaries: string;
  systemImages: string;
  kafkaImages: string;
  furtherImages: string[];
}

/** What is kept in the cluster's folder. */
interface Kept {
  apiPort: number;
  materials: Materials;
}

/**
 * The machine's own cluster: etcd, control plane, and for each node containerd, kubelet and kube-proxy in network namespaces. One that runs
 * already, healthy and made of the same parts, is used as it is.
 */
export async function startOwnCluster(options: Required<ClusterOptions>): Promise<Cluster> {
  requirePlatform();
  const { name, nodes, progress, images } = options;
  await ensureDebianPackages("cluster", progress);
  const kubectl = await ensureKubectl(progress);
  const materials: Materials = {
    nodes,
    binaries: await kubernetesBinaries(progress),
    systemImages: await systemImageArchive(progress),
    kafkaImages: await kafkaImageArchive(progress),
    furtherImages: images,
  };
  const waiting = (pid: number) => progress.info(`waiting for process ${pid}, which works on cluster ${name}`);
  return withLock(
    lockFile(name),
    async () => {
      const running = await runningCluster(name, materials, kubectl, progress);
      if (running) return cluster(running, false, progress);
      const left = slotOf(name);
      if (left !== undefined) await progress.step(`remove what is left of cluster ${name}`, () => clear(left));
      const plan = await prepare(name, materials);
      await progress.step(`cluster ${plan.context} with ${nodes} node${nodes > 1 ? "s" : ""}`, (note) =>
        build(plan, materials, kubectl, note),
      );
      return cluster(plan, true, progress);
    },
    waiting,
  );
}

/** Stops a cluster of this checkout and removes all of it. False when there is none. */
export async function stopOwnCluster(name: string, progress: Progress): Promise<boolean> {
  if (slotOf(name) === undefined) return false;
  requirePlatform();
  return withLock(lockFile(name), async () => {
    const slot = slotOf(name);
    if (slot === undefined) return false;
    await progress.step(`remove cluster kafka-${name}`, () => clear(slot));
    return true;
  });
}

function cluster(plan: ClusterPlan, created: boolean, progress: Progress): Cluster {
  return {
    kind: "own",
    kubeconfig: adminOutside(plan),
    context: plan.context,
    created,
    stop: async () => void (await stopOwnCluster(plan.name, progress)),
  };
}

function requirePlatform(): void {
  if (process.platform !== "linux" || process.arch !== "x64") {
    throw new Failure(
      "a cluster of the machine's own needs Linux on x64: start Docker, or name a cluster with --context",
    );
  }
  if (process.getuid?.() !== 0) {
    throw new Failure(
      "a cluster of the machine's own needs root (namespaces, mounts): run this as root, or with `sudo -E`",
    );
  }
}

const keptFile = (folder: string) => join(folder, "cluster.json");
const adminOutside = (plan: ClusterPlan) => join(plan.folder, "kubeconfig");

async function runningCluster(
  name: string,
  materials: Materials,
  kubectl: string,
  progress: Progress,
): Promise<ClusterPlan | undefined> {
  const slot = slotOf(name);
  const folder = slot === undefined ? "" : slotFolder(stateRoot(), slot);
  if (slot === undefined || !existsSync(keptFile(folder))) return undefined; // not started, or not to its end
  const kept = JSON.parse(readFileSync(keptFile(folder), "utf8")) as Kept;
  const plan = planCluster(name, slot, stateRoot(), kept.materials.nodes, kept.apiPort);
  if (JSON.stringify(kept.materials) !== JSON.stringify(materials)) {
    progress.info(`cluster ${plan.context} was made with other parts or another number of nodes: it is made anew`);
    return undefined;
  }
  if (!allAlive(folder) || !(await isReady(kubectl, adminOutside(plan)))) return undefined;
  const reclaimed = await reclaimVolumes(plan, kubectl, adminOutside(plan));
  if (reclaimed > 0) progress.info(`${reclaimed} volumes of deleted claims are free again`);
  return plan;
}

async function prepare(name: string, materials: Materials): Promise<ClusterPlan> {
  const slot = claimSlot(name);
  return planCluster(name, slot, stateRoot(), materials.nodes, await portOrFree(preferredApiPort(slot)));
}

async function build(
  plan: ClusterPlan,
  materials: Materials,
  kubectl: string,
  note: (text: string) => void,
): Promise<void> {
  note("network namespaces");
  await createNetwork(plan);
  createCgroups(plan);

  note("control plane");
  const [first] = plan.nodes;
  const plane: ControlPlane = {
    folder: plan.folder,
    binaries: materials.binaries,
    kubectl,
    context: plan.context,
    bindAddress: "0.0.0.0",
    // All in a namespace of their own: the usual numbers are free.
    ports: { apiServer: net.apiServerPort, etcd: 2379, etcdPeer: 2380, controllerManager: 10257 },
    names: [`IP:${plan.link.address}`],
    start: { netns: first?.netns },
  };
  const pki = await startControlPlane(plane);
  startScheduler(plane);
  forwardApiPort(plan);
  const kubeconfig = adminOutside(plan);
  pki.kubeconfig(kubeconfig, `https://127.0.0.1:${plan.apiPort}`, "admin", plan.context);
  const call = (args: string[], input?: string) =>
    runCommand(kubectl, ["--kubeconfig", kubeconfig, ...args], { input });

  note("nodes");
  const apply = async (text: string) => void (await call(["apply", "-f", "-"], text));
  await waitForForward(kubectl, kubeconfig, plan);
  await Promise.all([
    apply(list([proxyBinding, ...storageClasses, ...coredns])),
    apply(createVolumes(plan)),
    ...plan.nodes.map((node) =>
      startNode({ plan, node, binaries: materials.binaries, pki, systemImages: materials.systemImages }),
    ),
  ]);
  const nodeNames = plan.nodes.map(({ name }) => `node/${name}`);
  await Promise.all([
    call(["wait", ...nodeNames, "--for=create", "--timeout=60s"])
      .then(() => call(["wait", ...nodeNames, "--for=condition=Ready", "--timeout=120s"]))
      .catch((error: Error) => {
        throw new Failure(`${error.message}${endOfLog(plan.folder, "node1-kubelet")}`);
      }),
    ...plan.nodes.flatMap((node) =>
      [materials.kafkaImages, ...materials.furtherImages].map((archive) => importImages(node, archive)),
    ),
  ]);

  note("name service");
  await call(["-n", "kube-system", "rollout", "status", "deployment/coredns", "--timeout=120s"]);
  await waitForServiceAccount(kubectl, kubeconfig);
  // Written last: a cluster without it was not started to its end.
  writeFileSync(keptFile(plan.folder), JSON.stringify({ apiPort: plan.apiPort, materials } satisfies Kept));
}

/** The API server is in a namespace; this makes it a port on the machine's loopback, out of the reach of proxies and firewalls. */
function forwardApiPort(plan: ClusterPlan): void {
  const listen = `TCP-LISTEN:${plan.apiPort},bind=127.0.0.1,reuseaddr,fork`;
  startProcess(plan.folder, "api-port", ["socat", listen, `TCP:${plan.link.address}:${net.apiServerPort}`]);
}

async function waitForForward(kubectl: string, kubeconfig: string, plan: ClusterPlan): Promise<void> {
  await poll(async () => (await isReady(kubectl, kubeconfig)) || undefined, {
    what: `the API server on port ${plan.apiPort}`,
    timeout: 60_000,
    explain: () => endOfLog(plan.folder, "api-port"),
  });
}

/** Removes a cluster in whatever state it is: running, half started, killed, or left by an earlier boot. */
async function clear(slot: number): Promise<void> {
  const folder = slotFolder(stateRoot(), slot);
  const tasks = tasksOf(folder);
  // First those that would start again what ends.
  await stopProcesses(folder, [/-kubelet$/, /-containerd$/]);
  await removeCgroups(slot);
  await unmountBelow(folder);
  await removeNetwork(slot, planCluster("any", slot, stateRoot(), 1, 0).link.hostInterface);
  removeLeftovers(folder, tasks);
  releaseSlot(slot);
}
