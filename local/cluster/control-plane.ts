import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { tryCommand } from "../../commands/subprocess";
import { poll } from "../../commands/deadline";
import { net } from "./plan";
import { Pki } from "./pki";
import { endOfLog, requireAlive, startProcess, StartOptions } from "./processes";

/** Where a control plane listens, and what it is made of. */
export interface ControlPlane {
  /** Holds its keys, logs, pid records and etcd's data. */
  folder: string;
  /** The folder with the executables. */
  binaries: string;
  kubectl: string;
  context: string;
  bindAddress: string;
  ports: { apiServer: number; etcd: number; etcdPeer: number; controllerManager: number };
  /** More names that the API server's certificate is good for, such as `IP:192.0.2.1`. */
  names: string[];
  start: StartOptions;
}

export const adminKubeconfig = (folder: string) => join(folder, "admin.kubeconfig");
const componentKubeconfig = (folder: string, name: string) => join(folder, `${name}.kubeconfig`);

const components = {
  admin: "/O=system:masters/CN=admin",
  "controller-manager": "/CN=system:kube-controller-manager",
  scheduler: "/CN=system:kube-scheduler",
  "kubelet-client": "/O=system:masters/CN=kube-apiserver-kubelet-client",
  "front-proxy": "/CN=front-proxy-client",
};

/** Starts etcd, the API server and the controller manager, and waits until the API server is ready. */
export async function startControlPlane(plane: ControlPlane): Promise<Pki> {
  mkdirSync(plane.folder, { recursive: true, mode: 0o700 });
  const pki = await createCertificates(plane);
  startProcess(plane.folder, "etcd", [join(plane.binaries, "etcd"), ...etcdFlags(plane)], plane.start);
  const apiServer = [join(plane.binaries, "kube-apiserver"), ...apiServerFlags(plane, pki)];
  startProcess(plane.folder, "kube-apiserver", apiServer, plane.start);
  await poll(
    async () => {
      requireAlive(plane.folder);
      return (await isReady(plane.kubectl, adminKubeconfig(plane.folder), plane.start.netns)) || undefined;
    },
    { what: "the API server", timeout: 240_000, explain: () => endOfLog(plane.folder, "kube-apiserver") },
  );
  const manager = [join(plane.binaries, "kube-controller-manager"), ...controllerManagerFlags(plane, pki)];
  startProcess(plane.folder, "kube-controller-manager", manager, plane.start);
  return pki;
}

export function startScheduler(plane: ControlPlane): void {
  const kubeconfig = componentKubeconfig(plane.folder, "scheduler");
  const options = { kubeconfig, "authentication-kubeconfig": kubeconfig, "authorization-kubeconfig": kubeconfig };
  const argv = flags({ ...options, "bind-address": "127.0.0.1", "leader-elect": "false" });
  startProcess(plane.folder, "kube-scheduler", [join(plane.binaries, "kube-scheduler"), ...argv], plane.start);
}

/** Pods can't be created in a namespace before the controller manager has made its default service account. */
export async function waitForServiceAccount(kubectl: string, kubeconfig: string): Promise<void> {
  const get = ["--kubeconfig", kubeconfig, "-n", "default", "get", "serviceaccount", "default"];
  await poll(async () => ((await tryCommand(kubectl, get)).code === 0 ? true : undefined), {
    what: "the controller manager",
    timeout: 60_000,
  });
}

/** Whether the API server says that it is ready. On a busy machine it may take the connection and not answer for long. */
export async function isReady(kubectl: string, kubeconfig: string, netns?: string): Promise<boolean> {
  const inNamespace = netns ? ["nsenter", `--net=/run/netns/${netns}`, "--"] : [];
  const get = ["get", "--raw", "/readyz", "--request-timeout=5s"];
  const [command = "", ...args] = [...inNamespace, kubectl, "--kubeconfig", kubeconfig, ...get];
  return (await tryCommand(command, args)).stdout === "ok";
}

async function createCertificates(plane: ControlPlane): Promise<Pki> {
  const pki = new Pki(join(plane.folder, "pki"));
  await pki.create();
  const hosts = ["localhost", "kubernetes", "kubernetes.default", "kubernetes.default.svc"];
  hosts.push("kubernetes.default.svc.cluster.local");
  const addresses = ["127.0.0.1", net.apiServerAddress, net.apiServerService];
  const names = [...hosts.map((name) => `DNS:${name}`), ...addresses.map((name) => `IP:${name}`), ...plane.names];
  await Promise.all([
    pki.issue({ file: "apiserver", subject: "/CN=kube-apiserver", usage: "serverAuth", names }),
    ...Object.entries(components).map(([file, subject]) => pki.issue({ file, subject, usage: "clientAuth" })),
  ]);
  const server = `https://127.0.0.1:${plane.ports.apiServer}`;
  for (const name of ["controller-manager", "scheduler", "admin"]) {
    pki.kubeconfig(componentKubeconfig(plane.folder, name), server, name, plane.context);
  }
  return pki;
}

export function etcdFlags({ folder, ports }: Pick<ControlPlane, "folder" | "ports">): string[] {
  const client = `http://127.0.0.1:${ports.etcd}`;
  const peer = `http://127.0.0.1:${ports.etcdPeer}`;
  return flags({
    name: "local",
    "data-dir": join(folder, "etcd"),
    "unsafe-no-fsync": "true", // the data lives as long as the cluster: speed is worth more than a power failure
    "listen-client-urls": client,
    "advertise-client-urls": client,
    "listen-peer-urls": peer,
    "initial-advertise-peer-urls": peer,
    "initial-cluster": `local=${peer}`,
    "log-level": "warn",
  });
}

export function apiServerFlags(plane: Pick<ControlPlane, "bindAddress" | "ports">, pki: Pick<Pki, "path">): string[] {
  return flags({
    "etcd-servers": `http://127.0.0.1:${plane.ports.etcd}`,
    "bind-address": plane.bindAddress,
    "secure-port": `${plane.ports.apiServer}`,
    "advertise-address": net.apiServerAddress, // must not be a loopback address
    "tls-cert-file": pki.path("apiserver.crt"),
    "tls-private-key-file": pki.path("apiserver.key"),
    "client-ca-file": pki.path("ca.crt"),
    "authorization-mode": "Node,RBAC",
    "allow-privileged": "true",
    "enable-admission-plugins": "NodeRestriction",
    "kubelet-client-certificate": pki.path("kubelet-client.crt"),
    "kubelet-client-key": pki.path("kubelet-client.key"),
    "kubelet-certificate-authority": pki.path("ca.crt"),
    "kubelet-preferred-address-types": "InternalIP", // node names resolve nowhere
    "service-account-key-file": pki.path("sa.pub"),
    "service-account-signing-key-file": pki.path("sa.key"),
    "service-account-issuer": "https://kubernetes.default.svc.cluster.local",
    "service-cluster-ip-range": net.serviceCidr,
    "requestheader-client-ca-file": pki.path("ca.crt"),
    "requestheader-allowed-names": "front-proxy-client",
    "requestheader-username-headers": "X-Remote-User",
    "requestheader-group-headers": "X-Remote-Group",
    "requestheader-extra-headers-prefix": "X-Remote-Extra-",
    "proxy-client-cert-file": pki.path("front-proxy.crt"),
    "proxy-client-key-file": pki.path("front-proxy.key"),
    profiling: "false",
  });
}

export function controllerManagerFlags(
  plane: Pick<ControlPlane, "folder" | "ports">,
  pki: Pick<Pki, "path">,
): string[] {
  const kubeconfig = componentKubeconfig(plane.folder, "controller-manager");
  return flags({
    kubeconfig,
    "authentication-kubeconfig": kubeconfig,
    "authorization-kubeconfig": kubeconfig,
    "bind-address": "127.0.0.1",
    "secure-port": `${plane.ports.controllerManager}`,
    "leader-elect": "false",
    "use-service-account-credentials": "true",
    "service-account-private-key-file": pki.path("sa.key"),
    "root-ca-file": pki.path("ca.crt"),
    "cluster-signing-cert-file": pki.path("ca.crt"),
    "cluster-signing-key-file": pki.path("ca.key"),
    "service-cluster-ip-range": net.serviceCidr,
  });
}

export function flags(options: Record<string, string>): string[] {
  return Object.entries(options).map(([name, value]) => `--${name}=${value}`);
}
