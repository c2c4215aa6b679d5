import { existsSync, readdirSync, readFileSync, readlinkSync, rmdirSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { podNetwork } from "./plan";

/** Things that containerd and the kubelet put at fixed places on the machine, whatever they are told. */

/** The shims' sockets, by the addresses that the containers' folders record: read before these folders go. */
export function shimSockets(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .map((node) => join(folder, node, "containerd-run/io.containerd.runtime.v2.task/k8s.io"))
    .filter((tasks) => existsSync(tasks))
    .flatMap((tasks) => readdirSync(tasks).map((task) => join(tasks, task, "address")))
    .filter((file) => existsSync(file))
    .map((file) => readFileSync(file, "utf8").trim().replace("unix://", ""));
}

const CONTAINER_LOGS = "/var/log/containers";
const DEVICE_PLUGINS = "/var/lib/kubelet/device-plugins";
const CNI_RESULTS = "/var/lib/cni/results";

export function removeLeftovers(folder: string, slot: number, sockets: string[]): void {
  sockets.forEach((socket) => rmSync(socket, { force: true }));
  removeFrom(CONTAINER_LOGS, (name) => readLink(join(CONTAINER_LOGS, name))?.startsWith(`${folder}/`) ?? false);
  removeFrom(CNI_RESULTS, (name) => name.startsWith(`${podNetwork(slot)}-`));
  // All kubelets of a machine share this folder, so it stays while another one runs.
  if (!kubeletRuns()) {
    removeFrom(DEVICE_PLUGINS, (name) => ["kubelet.sock", "kubelet_internal_checkpoint"].includes(name));
    removeWhenEmpty([DEVICE_PLUGINS, "/var/lib/kubelet"]);
  }
  removeWhenEmpty([CONTAINER_LOGS, CNI_RESULTS, "/var/lib/cni", "/run/containerd/s", "/run/containerd"]);
}

function kubeletRuns(): boolean {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .some((pid) => basename(readCommand(pid)) === "kubelet");
}

function readCommand(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0")[0] ?? "";
  } catch {
    return ""; // it ended
  }
}

function removeFrom(folder: string, matches: (name: string) => boolean): void {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder).filter(matches)) rmSync(join(folder, name), { force: true });
}

function removeWhenEmpty(folders: string[]): void {
  for (const folder of folders) if (existsSync(folder) && readdirSync(folder).length === 0) rmdirSync(folder);
}

function readLink(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined; // not a link
  }
}
