import type { Change } from "../change";
import { kindOf } from "../change";
import { differences } from "../differences";
import type { Area, Finding, Judgement, Risk } from "../finding";
import { list } from "./amounts";

/** Kinds of Kubernetes objects that only monitoring uses. */
const MONITORING = new Set(["ServiceMonitor", "PodMonitor", "PrometheusRule", "GrafanaDashboard", "KafkaDashboard"]);

/** Names of what the chart makes for its exporters (chart 26.11.4), and of dashboards. */
const MONITORING_NAMES = /(^|[-/])(jmx|metrics|exporter|dashboards?|grafana|kafka-ui)(-|$)/;

function areaOf(change: Change): Area {
  if (MONITORING.has(kindOf(change)) || MONITORING_NAMES.test(change.name)) return "monitoring";
  if (["Secret", "RandomPassword", "Certificate"].includes(kindOf(change))) return "users";
  return BROKERS.has(kindOf(change)) ? "brokers" : "other";
}

/** Kinds of objects around the brokers. */
const BROKERS = new Set([
  "Service",
  "PodDisruptionBudget",
  "NetworkPolicy",
  "ServiceAccount",
  "ConfigMap",
  "PersistentVolumeClaim",
  "StatefulSet",
  "ClusterGuard",
  "RandomBytes",
  "Role",
  "RoleBinding",
  "ClusterRole",
  "ClusterRoleBinding",
]);

/** What the removal of an object of a kind means to those who rely on it. */
const REMOVALS: ReadonlyMap<string, Judgement> = new Map<string, Judgement>(
  Object.entries({
    Namespace: { risk: "danger", text: "is DELETED with everything in it, claims too" },
    PersistentVolumeClaim: { risk: "danger", text: "is DELETED with the data on it" },
    RandomBytes: { risk: "danger", text: "the KRaft cluster's id is LOST: a new broker would form another cluster" },
    Secret: { risk: "danger", text: "is deleted: pods that use it can't start any more" },
    Service: { risk: "danger", text: "is deleted: clients that use this address LOSE ACCESS" },
    PodDisruptionBudget: { risk: "care", text: "is deleted: nothing keeps several pods from being evicted at a time" },
    NetworkPolicy: { risk: "care", text: "is deleted: its pods are open to the whole Kubernetes cluster" },
    PrometheusRule: { risk: "care", text: "is deleted: its alerts no longer fire" },
    ServiceMonitor: { risk: "care", text: "is deleted: its metrics are no longer collected" },
    PodMonitor: { risk: "care", text: "is deleted: its metrics are no longer collected" },
  }),
);

/** What the replacement of an object of a kind means. */
const REPLACEMENTS: ReadonlyMap<string, Judgement> = new Map<string, Judgement>(
  Object.entries({
    ...Object.fromEntries(REMOVALS),
    RandomBytes: {
      risk: "danger",
      text: "the KRaft cluster's id would CHANGE: brokers refuse to start with another one",
    },
    RandomPassword: { risk: "plain", text: "a new password is generated" },
    Secret: { risk: "care", text: "is made anew: pods that start meanwhile wait for it" },
    PodDisruptionBudget: { risk: "plain", text: "is made anew" },
    Service: { risk: "care", text: "is made anew: its address may change, and clients must look it up again" },
  }),
);

/** Inputs whose change, in an object of a kind, somebody will notice. */
const NOTICED: readonly { kind: string; path: RegExp; risk: Risk; text: string }[] = [
  {
    kind: "kubernetes",
    path: /^(context|kubeconfig|server|cluster)$/,
    risk: "danger",
    text: "leads to ANOTHER Kubernetes cluster",
  },
  {
    kind: "Service",
    path: /^spec\.(type|ports|loadBalancer)/,
    risk: "care",
    text: "clients reach it otherwise than before",
  },
  {
    kind: "PodDisruptionBudget",
    path: /^spec\./,
    risk: "care",
    text: "another number of pods may be evicted at a time",
  },
  { kind: "NetworkPolicy", path: /^spec\./, risk: "care", text: "others may reach its pods than before" },
];

/** What the changes of all other resources mean. */
export function objectFindings(changes: readonly Change[]): Finding[] {
  return changes.map((change) => ({
    area: areaOf(change),
    kind: change.type.startsWith("pulumi:providers:") ? "provider" : kindOf(change),
    name: change.name.split("/").at(-1) ?? change.name,
    ...judge(change),
  }));
}

function judge(change: Change): Judgement {
  const kind = kindOf(change);
  if (change.op === "create") return { risk: "plain", text: "created" };
  if (change.op === "delete") {
    if (change.retained) return { risk: "care", text: "leaves the stack and stays as it is, managed by nobody" };
    return REMOVALS.get(kind) ?? { risk: "plain", text: "deleted" };
  }
  if (change.op === "replace") return REPLACEMENTS.get(kind) ?? { risk: "care", text: "is deleted and made anew" };
  return update(kind, change);
}

/** At most so many paths are named in a sentence. */
const NAMED = 4;

function update(kind: string, change: Change): Judgement {
  const paths = differences(change.before, change.after)
    .map(({ path }) => path)
    .filter((path) => path !== "__provider");
  if (paths.length === 0) return { risk: "plain", text: "its content changes, which is secret or known after the run" };
  const named = paths.length > NAMED ? [...paths.slice(0, NAMED), `${paths.length - NAMED} more`] : paths;
  const noticed = NOTICED.find((rule) => rule.kind === kind && paths.some((path) => rule.path.test(path)));
  return {
    risk: noticed?.risk ?? "plain",
    text: `${list(named)} changed${noticed === undefined ? "" : `: ${noticed.text}`}`,
  };
}
