import { chmodSync, existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { cachedFolder } from "../../tools/cache";
import { findOnPath, runCommand, tryCommand } from "../../commands/subprocess";
import { Progress } from "../../commands/progress";
import { requireGo } from "../../tools/go";
import { reachable } from "../../tools/reach";
import { ensureKubectl } from "../../tools";
import { fits, parseVersion } from "../../tools/version";
import { versions } from "../../tools/versions";
import { stringify } from "yaml";
import { Cluster, ClusterOptions } from "./cluster";
import { checkout } from "../../commands/checkout";

const pin = versions.tools.kind;

export async function dockerRuns(): Promise<boolean> {
  if (!findOnPath("docker")) return false;
  return (await tryCommand("docker", ["version", "--format", "{{.Server.Version}}"], { timeout: 10_000 })).code === 0;
}

export async function nodeImageAvailable(): Promise<boolean> {
  const local = await tryCommand("docker", ["image", "inspect", pin.nodeImage]);
  return local.code === 0 || reachable(new URL(versions.chart.address.replace("oci:", "https:")).host);
}

/** A cluster in Docker. */
export async function startKindCluster(options: Required<ClusterOptions>): Promise<Cluster> {
  const { name, nodes, progress } = options;
  const [kind, kubectl] = [await ensureKind(progress), await ensureKubectl(progress)];
  const context = `kafka-${name}`;
  const state = join(checkout, ".state");
  const kubeconfig = join(state, `${context}.kubeconfig`);
  mkdirSync(state, { recursive: true });
  const stop = async () =>
    void (await runCommand(kind, ["delete", "cluster", "--name", context, "--kubeconfig", kubeconfig]));
  const there = (await runCommand(kind, ["get", "clusters"])).split("\n").includes(context) && existsSync(kubeconfig);
  if (!there) {
    await progress.step(`kind cluster ${context}`, async (note) => {
      await stop();
      const create = ["create", "cluster", "--name", context, "--image", pin.nodeImage, "--kubeconfig", kubeconfig];
      const wait = ["--wait", "180s", "--config", "-"];
      await runCommand(kind, [...create, ...wait], { input: stringify(kindConfig(nodes)), onLine: note });
      const own = ["--kubeconfig", kubeconfig];
      await runCommand(kubectl, [...own, "config", "rename-context", `kind-${context}`, context]);
      await runCommand(kubectl, [...own, "apply", "-f", "-"], { input: JSON.stringify(localClass) });
      chmodSync(kubeconfig, 0o600);
    });
  }
  return { kind: "kind", kubeconfig, context, created: !there, stop };
}

/** Images built here, for a machine that can't pull them. */
export async function loadIntoKind(name: string, archive: string, progress: Progress): Promise<void> {
  await runCommand(await ensureKind(progress), ["load", "image-archive", archive, "--name", `kafka-${name}`]);
}

export async function stopKindCluster(name: string, progress: Progress): Promise<boolean> {
  if (!(await dockerRuns())) return false;
  const listed = await tryCommand("docker", ["ps", "-aq", "--filter", `label=io.x-k8s.kind.cluster=kafka-${name}`]);
  if (!listed.stdout.trim()) return false;
  await runCommand(await ensureKind(progress), ["delete", "cluster", "--name", `kafka-${name}`]);
  return true;
}

/** One control plane that carries pods too, then workers; each in a zone of its own. */
export function kindConfig(nodes: number): object {
  return {
    kind: "Cluster",
    apiVersion: "kind.x-k8s.io/v1alpha4",
    nodes: Array.from({ length: nodes }, (_, i) => ({
      role: i === 0 ? "control-plane" : "worker",
      labels: { "topology.kubernetes.io/region": "local", "topology.kubernetes.io/zone": `zone-${i + 1}` },
    })),
  };
}

/** kind brings the class `standard`; the tests know the same as `local` too. */
const localClass = {
  apiVersion: "storage.k8s.io/v1",
  kind: "StorageClass",
  metadata: { name: "local" },
  provisioner: "rancher.io/local-path",
  volumeBindingMode: "WaitForFirstConsumer",
};

async function ensureKind(progress: Progress): Promise<string> {
  const found = findOnPath("kind");
  const version = found && parseVersion((await tryCommand(found, ["version"])).stdout);
  if (found && version && fits(version, pin.fits)) return found;
  const folder = await cachedFolder({ name: "kind", version: pin.version, recipe: [] }, progress, (target) =>
    progress.step(`kind ${pin.version}, built from Go modules`, async (note) => {
      await requireGo();
      const env = { GOBIN: target, GOFLAGS: "" };
      await runCommand("go", ["install", `sigs.k8s.io/kind@v${pin.version}`], { env, onLine: note });
    }),
  );
  return join(folder, "kind");
}
