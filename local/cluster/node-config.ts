import { join } from "node:path";
import { systemImages } from "../images";
import { net, NodePlan } from "./plan";

/** The configuration files of a node's processes. */
export function containerdConfig(node: NodePlan): string {
  return `version = 2
root = "${join(node.folder, "containerd")}"
state = "${join(node.folder, "containerd-run")}"
[grpc]
  address = "${node.socket}"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "${systemImages.pause}"
  # A machine without CAP_SYS_RESOURCE (a container, a small VM) may not lower a score.
  restrict_oom_score_adj = true
  # Pods' network namespaces are then mounted in this cluster's folder, not beside those of others.
  netns_mounts_under_state_dir = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "${join(node.folder, "cni")}"
  [plugins."io.containerd.grpc.v1.cri".containerd]
    snapshotter = "overlayfs"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
      runtime_type = "io.containerd.runc.v2"
      [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
        # The same driver as the kubelet's: the machine need not run systemd.
        SystemdCgroup = false
        Root = "${join(node.folder, "runc")}"
`;
}

export function cniConfig(node: NodePlan): object {
  return {
    cniVersion: "0.4.0",
    name: "pods",
    plugins: [
      {
        type: "bridge",
        bridge: "cni0",
        isGateway: true,
        ipMasq: false,
        hairpinMode: true, // a pod reaches itself through its own service
        ipam: {
          type: "host-local",
          dataDir: join(node.folder, "cni-addresses"),
          ranges: [[{ subnet: node.podCidr }]],
          routes: [{ dst: "0.0.0.0/0" }],
        },
      },
      { type: "portmap", capabilities: { portMappings: true } },
    ],
  };
}

export function kubeletConfig(node: NodePlan, pki: (file: string) => string): object {
  return {
    apiVersion: "kubelet.config.k8s.io/v1beta1",
    kind: "KubeletConfiguration",
    address: "0.0.0.0",
    authentication: {
      anonymous: { enabled: false },
      webhook: { enabled: true },
      x509: { clientCAFile: pki("ca.crt") },
    },
    authorization: { mode: "Webhook" },
    tlsCertFile: pki(`kubelet-${node.name}.crt`),
    tlsPrivateKeyFile: pki(`kubelet-${node.name}.key`),
    cgroupDriver: "cgroupfs",
    cgroupRoot: `/${node.cgroup}`,
    failCgroupV1: false, // Kubernetes 1.35 no longer runs on version 1
    failSwapOn: false,
    oomScoreAdj: 0, // a lower one needs CAP_SYS_RESOURCE
    containerRuntimeEndpoint: `unix://${node.socket}`,
    podLogsDir: join(node.folder, "pod-logs"),
    volumePluginDir: join(node.folder, "volume-plugins"),
    clusterDNS: [net.dnsService],
    clusterDomain: "cluster.local",
    resolvConf: join(node.folder, "resolv.conf"), // empty: there is no outside to ask
    // The folder shares the machine's disk: Kubernetes' own limits would evict pods from a disk that is 15 % free.
    evictionHard: {
      "memory.available": "100Mi",
      "nodefs.available": "1%",
      "imagefs.available": "1%",
      "nodefs.inodesFree": "1%",
    },
    imageGCHighThresholdPercent: 100, // an image that is collected can't be pulled again
    imageGCLowThresholdPercent: 99,
    nodeStatusUpdateFrequency: "5s",
    serializeImagePulls: false,
    shutdownGracePeriod: "0s",
  };
}

export function kubeProxyConfig(node: NodePlan, kubeconfig: string): object {
  return {
    apiVersion: "kubeproxy.config.k8s.io/v1alpha1",
    kind: "KubeProxyConfiguration",
    mode: "iptables", // IPVS is in no small kernel
    hostnameOverride: node.name,
    oomScoreAdj: 0,
    clusterCIDR: net.podCidr,
    clientConnection: { kubeconfig },
    // The limits are the machine's own, and can't be set from a namespace.
    conntrack: { maxPerCore: 0, min: 0, tcpEstablishedTimeout: "0s", tcpCloseWaitTimeout: "0s" },
    healthzBindAddress: "127.0.0.1:10256",
    metricsBindAddress: "127.0.0.1:10249",
  };
}
