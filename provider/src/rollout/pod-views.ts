import type { V1Pod, V1StatefulSet } from "@kubernetes/client-node";
import { failureOf, type Sighting } from "./failures";
import type { Role, SetView } from "./observation";

/** A pod as one look shows it, with what only Kubernetes needs to know. */
export interface PodSighting {
  name: string;
  role: Role;
  /** Empty for a missing pod. */
  uid: string;
  state: "missing" | "terminating" | "starting" | "ready";
  outdated: boolean;
  failure?: Sighting;
}

const revisionLabel = "controller-revision-hash";

/** A StatefulSet as the API server shows it. By the project's naming, ZooKeeper's ends with `-zookeeper`. */
export function setView(name: string, set: V1StatefulSet | undefined): SetView {
  const seen = set?.status?.observedGeneration ?? -1;
  const current = seen >= (set?.metadata?.generation ?? 0) && (set?.status?.updateRevision ?? "") !== "";
  return {
    name,
    role: name.endsWith("-zookeeper") ? "zookeeper" : "broker",
    replicas: set?.spec?.replicas ?? (set === undefined ? 0 : 1),
    state: set === undefined ? "absent" : current ? "current" : "stale",
    strategy: set === undefined ? "OnDelete" : (set.spec?.updateStrategy?.type ?? "RollingUpdate"),
  };
}

/** The pods that a StatefulSet should have, by ordinal, found among all pods of the namespace. */
export function podSightings(set: V1StatefulSet, pods: readonly V1Pod[]): PodSighting[] {
  const { name, role, replicas } = setView(set.metadata?.name ?? "", set);
  const first = set.spec?.ordinals?.start ?? 0;
  const owned = new Map(
    pods
      .filter((pod) => pod.metadata?.ownerReferences?.some(({ uid }) => uid === set.metadata?.uid))
      .map((pod) => [pod.metadata?.name, pod]),
  );
  return Array.from({ length: replicas }, (_, index) => {
    const podName = `${name}-${first + index}`;
    return podSighting(podName, role, owned.get(podName), set.status?.updateRevision ?? "");
  });
}

function podSighting(name: string, role: Role, pod: V1Pod | undefined, newest: string): PodSighting {
  if (pod === undefined) return { name, role, uid: "", state: "missing", outdated: false };
  const condition = pod.status?.conditions?.find(({ type }) => type === "Ready");
  const ready = condition?.status === "True";
  const terminating = pod.metadata?.deletionTimestamp !== undefined;
  return {
    name,
    role,
    uid: pod.metadata?.uid ?? "",
    state: terminating ? "terminating" : ready ? "ready" : "starting",
    outdated: pod.metadata?.labels?.[revisionLabel] !== newest,
    failure: ready ? undefined : failureOf(pod),
  };
}
