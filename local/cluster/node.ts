import { mkdirSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { stringify } from "yaml";
import { runCommand } from "../../commands/subprocess";
import { poll } from "../../commands/deadline";
import { cniConfig, containerdConfig, kubeletConfig, kubeProxyConfig } from "./node-config";
import { ClusterPlan, net, NodePlan } from "./plan";
import { Pki } from "./pki";
import { endOfLog, requireAlive, startProcess } from "./processes";

const API_SERVER = `https://${net.apiServerAddress}:${net.apiServerPort}`;

export interface NodeStart {
  plan: ClusterPlan;
  node: NodePlan;
  binaries: string;
  pki: Pki;
  systemImages: string;
}

/** Starts containerd, kubelet and kube-proxy in the node's namespace. The node turns Ready by itself some seconds later. */
export async function startNode({ plan, node, binaries, pki, systemImages }: NodeStart): Promise<void> {
  for (const folder of ["cni", "pod-logs"]) mkdirSync(join(node.folder, folder), { recursive: true });
  const start = (name: string, argv: string[]) =>
    startProcess(plan.folder, `${node.name}-${name}`, argv, { netns: node.netns });

  const toml = file(node, "containerd.toml", containerdConfig(node));
  file(node, "cni/10-pods.conflist", JSON.stringify(cniConfig(node)));
  file(node, "resolv.conf", "");
  start("containerd", ["containerd", "--config", toml]);
  const [kubelet, proxy] = await Promise.all([
    issueNodeCertificate(pki, plan, node),
    issueProxyCertificate(pki, plan, node),
    waitForContainerd(plan, node).then(() => importImages(node, systemImages)),
  ]);

  const kubeletYaml = file(node, "kubelet.yaml", stringify(kubeletConfig(node, (name) => pki.path(name))));
  start("kubelet", [
    join(binaries, "kubelet"),
    `--config=${kubeletYaml}`,
    `--kubeconfig=${kubelet}`,
    `--root-dir=${join(node.folder, "kubelet")}`,
    `--cert-dir=${join(node.folder, "kubelet-pki")}`,
    `--hostname-override=${node.name}`,
    `--node-ip=${node.address}`,
    `--node-labels=topology.kubernetes.io/region=local,topology.kubernetes.io/zone=${node.zone}`,
  ]);
  const proxyYaml = file(node, "kube-proxy.yaml", stringify(kubeProxyConfig(node, proxy)));
  start("kube-proxy", [join(binaries, "kube-proxy"), `--config=${proxyYaml}`]);
}

/** Every node has its own copy: nothing pulls. */
export async function importImages(node: NodePlan, archive: string): Promise<void> {
  await runCommand("ctr", ["--address", node.socket, "--namespace", "k8s.io", "images", "import", archive]);
}

function file(node: NodePlan, name: string, content: string): string {
  const path = join(node.folder, name);
  writeFileSync(path, content);
  return path;
}

async function issueNodeCertificate(pki: Pki, plan: ClusterPlan, node: NodePlan): Promise<string> {
  const name = `kubelet-${node.name}`;
  await pki.issue({
    file: name,
    subject: `/O=system:nodes/CN=system:node:${node.name}`,
    usage: "serverAuth,clientAuth",
    names: [`DNS:${node.name}`, `IP:${node.address}`],
  });
  const kubeconfig = join(node.folder, "kubelet.kubeconfig");
  pki.kubeconfig(kubeconfig, API_SERVER, name, plan.context);
  return kubeconfig;
}

async function issueProxyCertificate(pki: Pki, plan: ClusterPlan, node: NodePlan): Promise<string> {
  const name = `kube-proxy-${node.name}`;
  await pki.issue({ file: name, subject: "/CN=system:kube-proxy", usage: "clientAuth" });
  const kubeconfig = join(node.folder, "kube-proxy.kubeconfig");
  pki.kubeconfig(kubeconfig, API_SERVER, name, plan.context);
  return kubeconfig;
}

async function waitForContainerd(plan: ClusterPlan, node: NodePlan): Promise<void> {
  await poll(
    async () => {
      requireAlive(plan.folder);
      return (await accepts(node.socket)) || undefined;
    },
    {
      what: `containerd of ${node.name}`,
      timeout: 60_000,
      explain: () => endOfLog(plan.folder, `${node.name}-containerd`),
    },
  );
}

function accepts(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const connection = connect(socket);
    connection.on("connect", () => resolve(true)).on("error", () => resolve(false));
    connection.on("connect", () => connection.destroy());
  });
}
