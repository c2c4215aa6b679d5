import { parseAllDocuments } from "yaml";

/** A rendered Kubernetes object, as far as it is looked at here. */
export type Rendered = Record<string, unknown>;

/** What another part of the program, or the image, relies on in a rendered chart. */
export type Facts = Record<string, unknown>;

/** The objects of a render, without the empty documents. */
export function objects(render: string): Rendered[] {
  return parseAllDocuments(render)
    .map((document) => document.toJS() as unknown)
    .filter((object): object is Rendered => typeof object === "object" && object !== null);
}

/** The member at a path of keys, undefined where there is none. */
export function at(object: unknown, ...path: (string | number)[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === "object" && value !== null ? (value as Record<string | number, unknown>)[key] : undefined,
    object,
  );
}

const list = (value: unknown): unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);
const names = (value: unknown): unknown[] =>
  list(value)
    .map((member) => at(member, "name"))
    .sort();

/** `Kind/name` of an object. */
export function address(object: Rendered): string {
  return `${String(object["kind"])}/${String(at(object, "metadata", "name"))}`;
}

/** The broker's configuration file in a render, as name and value. */
export function serverProperties(all: Rendered[]): Record<string, string> {
  const text =
    all.map((object) => at(object, "data", "server.properties")).find((found) => typeof found === "string") ?? "";
  const lines = String(text)
    .split("\n")
    .filter((line) => /^[^#\s].*=/.test(line));
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]));
}

/** The facts of a render, by `Kind/name`: names, ports, selectors, environment, claims and probes. */
export function facts(all: Rendered[]): Record<string, Facts> {
  return Object.fromEntries(
    all.map((object) => [address(object), factsOf(object)] as const).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

function factsOf(object: Rendered): Facts {
  const of = BY_KIND[String(object["kind"])] ?? (() => ({}));
  const component = at(object, "metadata", "labels", "app.kubernetes.io/component");
  return JSON.parse(JSON.stringify({ component, ...of(object) })) as Facts;
}

const BY_KIND: Record<string, (object: Rendered) => Facts> = {
  // init-certs.sh is there always, but only ZooKeeper's TLS calls it.
  ConfigMap: ({ data }) => ({
    files: Object.keys((data ?? {}) as object)
      .filter((file) => file !== "init-certs.sh")
      .sort(),
  }),
  Service: ({ spec }) => ({
    clusterIP: at(spec, "clusterIP"),
    publishNotReadyAddresses: at(spec, "publishNotReadyAddresses"),
    ports: list(at(spec, "ports"))
      .map((port) => `${String(at(port, "name"))} ${String(at(port, "port"))} ${String(at(port, "targetPort"))}`)
      .sort(),
    selector: at(spec, "selector"),
  }),
  PodDisruptionBudget: ({ spec }) => ({ spec }),
  NetworkPolicy: ({ spec }) => ({ spec }),
  ServiceAccount: (object) => ({ automount: object["automountServiceAccountToken"] }),
  ServiceMonitor: ({ spec, metadata }) => ({ spec, release: at(metadata, "labels", "release") }),
  Deployment: ({ spec }) => workload(spec),
  StatefulSet: ({ spec }) => ({
    ...workload(spec),
    serviceName: at(spec, "serviceName"),
    podManagementPolicy: at(spec, "podManagementPolicy"),
    updateStrategy: at(spec, "updateStrategy"),
    claims: list(at(spec, "volumeClaimTemplates")).map((claim) => [
      at(claim, "metadata", "name"),
      at(claim, "spec", "accessModes"),
      at(claim, "spec", "resources", "requests", "storage"),
      at(claim, "spec", "storageClassName") ?? null,
    ]),
  }),
};

function workload(spec: unknown): Facts {
  const pod = at(spec, "template", "spec");
  const labels = (at(spec, "template", "metadata", "labels") ?? {}) as Record<string, unknown>;
  const annotations = (at(spec, "template", "metadata", "annotations") ?? {}) as object;
  return {
    replicas: at(spec, "replicas"),
    selector: at(spec, "selector", "matchLabels"),
    labels: Object.fromEntries(Object.entries(labels).filter(([key]) => !/version|chart|managed-by/.test(key))),
    annotations: Object.keys(annotations).sort(),
    serviceAccountName: at(pod, "serviceAccountName"),
    automount: at(pod, "automountServiceAccountToken"),
    enableServiceLinks: at(pod, "enableServiceLinks"),
    terminationGracePeriodSeconds: at(pod, "terminationGracePeriodSeconds"),
    fsGroup: at(pod, "securityContext", "fsGroup"),
    podAntiAffinity: at(pod, "affinity", "podAntiAffinity") ?? null,
    topologySpreadConstraints: at(pod, "topologySpreadConstraints"),
    initContainers: names(at(pod, "initContainers")),
    containers: list(at(pod, "containers")).map(container),
  };
}

const PROBE = [
  "initialDelaySeconds",
  "periodSeconds",
  "timeoutSeconds",
  "failureThreshold",
  "tcpSocket",
  "httpGet",
  "exec",
];

function container(of: unknown): Facts {
  const probe = (name: string): unknown => {
    const found = at(of, name);
    return found === undefined ? undefined : Object.fromEntries(PROBE.map((key) => [key, at(found, key)]));
  };
  const security = at(of, "securityContext");
  return {
    name: at(of, "name"),
    // Without registry and tag, which are defaults of the settings and move with them.
    image: String(at(of, "image")).replace(/^[^/]*\/|:[^/]*$/g, ""),
    environment: Object.fromEntries(
      list(at(of, "env"))
        .map(
          (variable) =>
            [
              String(at(variable, "name")),
              at(variable, "value") ?? at(variable, "valueFrom", "secretKeyRef") ?? "field",
            ] as const,
        )
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, value]) => [name, typeof value === "string" ? value.trim().replace(/\s+/g, " ") : value]),
    ),
    ports: list(at(of, "ports"))
      .map((port) => `${String(at(port, "name"))} ${String(at(port, "containerPort"))}`)
      .sort(),
    mounts: list(at(of, "volumeMounts"))
      .map((mount) => `${String(at(mount, "name"))} ${String(at(mount, "mountPath"))}`)
      .sort(),
    resources: at(of, "resources"),
    readOnlyRootFilesystem: at(security, "readOnlyRootFilesystem"),
    runAsUser: at(security, "runAsUser"),
    startup: probe("startupProbe"),
    liveness: probe("livenessProbe"),
    readiness: probe("readinessProbe"),
  };
}
