import { systemImages } from "../images";
import { net } from "./plan";

interface KubernetesObject {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string; labels?: Record<string, string>; annotations?: Record<string, string> };
  [field: string]: unknown;
}

export function list(items: KubernetesObject[]): string {
  return JSON.stringify({ apiVersion: "v1", kind: "List", items });
}

const RBAC = "rbac.authorization.k8s.io/v1";
const rbacGroup = "rbac.authorization.k8s.io";

/** Kubernetes itself makes the role but binds it to nobody. */
export const proxyBinding: KubernetesObject = {
  apiVersion: RBAC,
  kind: "ClusterRoleBinding",
  metadata: { name: "kafka-local-node-proxier" },
  roleRef: { apiGroup: rbacGroup, kind: "ClusterRole", name: "system:node-proxier" },
  subjects: [{ apiGroup: rbacGroup, kind: "User", name: "system:kube-proxy" }],
};

/**
 * `standard` is the default, `local` the same under the name that the tests use. Both have volumes made beforehand on each node, bound when
 * a pod is placed. Kubernetes' host-path provisioner is no choice: it ignores fsGroup, so that a broker (uid 1001) could not write.
 */
export const storageClasses: KubernetesObject[] = ["standard", "local"].map((name) => ({
  apiVersion: "storage.k8s.io/v1",
  kind: "StorageClass",
  metadata: {
    name,
    annotations: { "storageclass.kubernetes.io/is-default-class": `${name === "standard"}` },
  },
  provisioner: "kubernetes.io/no-provisioner",
  volumeBindingMode: "WaitForFirstConsumer",
}));

const labels = { "k8s-app": "kube-dns" };
const metadata = (name: string) => ({ name, namespace: "kube-system", labels });

/** Short times: a restarted broker's name must follow it within seconds. */
const COREFILE = `.:53 {
    errors
    health
    ready
    kubernetes cluster.local in-addr.arpa ip6.arpa {
        pods insecure
        ttl 5
    }
    prometheus :9153
    cache 5
    reload
}
`;

export const coredns: KubernetesObject[] = [
  { apiVersion: "v1", kind: "ServiceAccount", metadata: metadata("coredns") },
  {
    apiVersion: RBAC,
    kind: "ClusterRole",
    metadata: { name: "system:coredns" },
    rules: [
      { apiGroups: [""], resources: ["endpoints", "services", "pods", "namespaces"], verbs: ["list", "watch"] },
      { apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"], verbs: ["list", "watch"] },
    ],
  },
  {
    apiVersion: RBAC,
    kind: "ClusterRoleBinding",
    metadata: { name: "system:coredns" },
    roleRef: { apiGroup: rbacGroup, kind: "ClusterRole", name: "system:coredns" },
    subjects: [{ kind: "ServiceAccount", name: "coredns", namespace: "kube-system" }],
  },
  { apiVersion: "v1", kind: "ConfigMap", metadata: metadata("coredns"), data: { Corefile: COREFILE } },
  {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: metadata("coredns"),
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          serviceAccountName: "coredns",
          dnsPolicy: "Default",
          containers: [
            {
              name: "coredns",
              image: systemImages.coredns,
              imagePullPolicy: "Never",
              args: ["-conf", "/etc/coredns/Corefile"],
              volumeMounts: [{ name: "config", mountPath: "/etc/coredns" }],
              readinessProbe: { httpGet: { path: "/ready", port: 8181 }, periodSeconds: 1 },
              livenessProbe: { httpGet: { path: "/health", port: 8080 }, initialDelaySeconds: 30 },
            },
          ],
          volumes: [{ name: "config", configMap: { name: "coredns" } }],
        },
      },
    },
  },
  {
    apiVersion: "v1",
    kind: "Service",
    metadata: metadata("kube-dns"),
    spec: {
      clusterIP: net.dnsService,
      selector: labels,
      ports: [
        { name: "dns", port: 53, protocol: "UDP" },
        { name: "dns-tcp", port: 53, protocol: "TCP" },
        { name: "metrics", port: 9153 },
      ],
    },
  },
];
