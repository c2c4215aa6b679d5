import { existsSync, readdirSync, readFileSync, readlinkSync, rmdirSync, rmSync } from "node:fs";
import { basename, join } from "node:path";

/** Things that containerd and the kubelet put at fixed places on the machine, whatever they are told. */

/** A container (or a pod's sandbox) as containerd's folders record it. */
export interface Task {
  id: string;
  /** Its shim's socket. */
  socket: string;
}

/** All containers of a cluster: to be read before their folders go. */
export function tasksOf(folder: string): Task[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .map((node) => join(folder, node, "containerd-run/io.containerd.runtime.v2.task/k8s.io"))
    .filter((tasks) => existsSync(tasks))
    .flatMap((tasks) => readdirSync(tasks).map((id) => ({ id, address: join(tasks, id, "address") })))
    .map(({ id, address }) => ({ id, socket: existsSync(address) ? readFileSync(address, "utf8").trim() : "" }))
    .map(({ id, socket }) => ({ id, socket: socket.replace("unix://", "") }));
}

const CONTAINER_LOGS = "/var/log/containers";
const DEVICE_PLUGINS = "/var/lib/kubelet/device-plugins";
const CNI_RESULTS = "/var/lib/cni/results";

export function removeLeftovers(folder: string, tasks: Task[]): void {
  tasks.filter(({ socket }) => socket).forEach(({ socket }) => rmSync(socket, { force: true }));
  removeFrom(CONTAINER_LOGS, (name) => readLink(join(CONTAINER_LOGS, name))?.startsWith(`${folder}/`) ?? false);
  removeFrom(CNI_RESULTS, (name) => tasks.some(({ id }) => name.includes(id)));
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
