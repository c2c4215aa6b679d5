import { isExternal } from "../config/schema";
import type { StackSettings } from "../config/schema";
import { ensembleSize } from "./brokers/zooKeeper";

/** A setting of the stack that a form can't honour. */
export interface LeftSetting {
  /** Key path in the stack file. */
  keyPath: string;
  /** What becomes of it. */
  why: string;
}

type Row = readonly [keyPath: string, says: (settings: StackSettings) => boolean, why: string];

const KUBERNETES_ONLY = "is Kubernetes' own; nothing takes its place here";
const onKubernetes =
  (says: (cluster: Extract<StackSettings["cluster"], { type: "kubernetes" }>) => boolean) =>
  (settings: StackSettings): boolean =>
    !isExternal(settings) && says(settings.cluster);

/** What no form outside Kubernetes honours. */
const ANY_FORM: readonly Row[] = [
  ["kafka:cluster.storage.class", ({ cluster }) => cluster.storage.class !== undefined, KUBERNETES_ONLY],
  [
    "kafka:cluster.podDisruptionBudget",
    onKubernetes(({ podDisruptionBudget, brokers }) => podDisruptionBudget && brokers > 1),
    "is Kubernetes' own: restart one node at a time yourself, and wait until every partition is in sync",
  ],
  ["kafka:cluster.antiAffinity", onKubernetes(({ antiAffinity }) => antiAffinity !== "none"), KUBERNETES_ONLY],
  ["kafka:cluster.zoneSpread", onKubernetes(({ zoneSpread }) => zoneSpread !== "none"), KUBERNETES_ONLY],
  [
    "kafka:cluster.networkPolicy",
    onKubernetes(({ networkPolicy }) => networkPolicy.enabled),
    "is Kubernetes' own: open the ports between nodes to the nodes alone, in a firewall",
  ],
  [
    "kafka:cluster.external",
    onKubernetes(({ external }) => external !== undefined),
    "is about Services of Kubernetes; with `type: external` and `protocol: SASL_SSL` the listener for clients has TLS",
  ],
  [
    "kafka:security.tls",
    (settings) => !isExternal(settings) && settings.security.tls !== undefined,
    "is about certificates in Kubernetes; with `type: external` and `protocol: SASL_SSL` the listener for clients has TLS",
  ],
  [
    "kafka:cluster.values",
    onKubernetes(({ values }) => Object.keys(values).length > 0),
    "are values of the Helm chart; nothing reads them here",
  ],
  [
    "kafka:cluster.zookeeper.replicas",
    (settings) =>
      settings.cluster.mode === "zookeeper" && ensembleSize(settings) !== settings.cluster.zookeeper.replicas,
    "is more than there are nodes, or even: the form has as many ZooKeeper servers as fit",
  ],
  [
    "kafka:users.*.namespaces",
    ({ users }) => Object.values(users).some(({ namespaces }) => namespaces.length > 0),
    "are of Kubernetes; the passwords are in the stack's output clientCredentials",
  ],
  [
    "kafka:monitoring",
    ({ monitoring }) => monitoring.metrics,
    "its exporters, alerts and dashboards are objects of Kubernetes; `--form host` gives the metrics of the JMX exporter",
  ],
];

/** What one form alone doesn't honour. */
const ONE_FORM: Readonly<Record<"compose" | "docker" | "host", readonly Row[]>> = {
  compose: [
    ["kafka:cluster.storage.size", () => true, "a named volume has no size: it takes what the disk has"],
    ["kafka:cluster.resources.requests", () => true, "Compose keeps nothing free for a container; the limits hold"],
  ],
  docker: [
    ["kafka:cluster.storage.size", () => true, "a named volume has no size: it takes what the disk has"],
    ["kafka:cluster.resources.requests", () => true, "Docker keeps nothing free for a container; the limits hold"],
  ],
  host: [
    ["kafka:cluster.storage.size", () => true, "the data folder takes what its disk has; preflight.sh looks at it"],
    ["kafka:cluster.resources.requests", () => true, "systemd keeps nothing free for a service; the limits hold"],
    ["kafka:images", () => true, "there are no images: Kafka comes from the Apache archive"],
  ],
};

/** The settings that a form can't honour, those alone that this stack says something with. */
export function leftSettings(settings: StackSettings, form: keyof typeof ONE_FORM): LeftSetting[] {
  return [...ANY_FORM, ...ONE_FORM[form]]
    .filter(([, says]) => says(settings))
    .map(([keyPath, , why]) => ({ keyPath, why }));
}
