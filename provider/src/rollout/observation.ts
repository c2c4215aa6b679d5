/** What one look at Kubernetes and Kafka shows. The planner decides from this alone; times are in seconds. */
export interface Observation {
  sets: SetView[];
  /** Every pod that the StatefulSets should have, in the sets' order, by ordinal; one that isn't there is `missing`. */
  pods: PodView[];
  kafka: KafkaView | Unreachable;
  /** Servers of the ZooKeeper ensemble; empty in KRaft mode. */
  zookeeper: ZooKeeperView[];
  /** Since the last restart, or since the start where nothing was restarted yet. */
  waitedSeconds: number;
}

/** What a StatefulSet runs. Brokers are in sync or not; ZooKeeper servers have a leader. */
export type Role = "broker" | "zookeeper";

/** One StatefulSet. */
export interface SetView {
  name: string;
  role: Role;
  /** `spec.replicas`; 0 while the set doesn't exist. */
  replicas: number;
  /** `absent`: not created yet. `stale`: its controller hasn't seen the newest spec, so the update revision can't be trusted. */
  state: "absent" | "stale" | "current";
  /** The update strategy: anything but `OnDelete` restarts pods behind our back. */
  strategy: string;
}

/** One pod of a StatefulSet. */
export interface PodView {
  name: string;
  role: Role;
  /** `starting`: it exists and isn't Ready. */
  state: "missing" | "terminating" | "starting" | "ready";
  /** It runs another revision than the StatefulSet's update revision. A missing pod is never outdated: it comes back new. */
  outdated: boolean;
  /** Since it has been in this state without being healthy; 0 for a healthy one. */
  unhealthySeconds: number;
  /** What Kubernetes says is wrong with it, until it is Ready. */
  failure?: Failure;
}

/** Why a pod doesn't come up. */
export interface Failure {
  /** Kubernetes' own word, such as `CrashLoopBackOff`. */
  reason: string;
  /** Kubernetes' or the container's message, one line. */
  detail: string;
  /** The container that fails; undefined when it is the pod. */
  container?: string;
  /** How long such a failure may last before it counts as final. */
  graceSeconds: number;
  /** Since the pod was first seen failing. */
  forSeconds: number;
}

/** Kafka as seen through its administration protocol. */
export interface KafkaView {
  /** Brokers that the cluster counts as alive. */
  brokers: BrokerView[];
  /** Node id of the active controller; null when there is none or it isn't known yet. */
  controller: number | null;
  /** Voters of the KRaft quorum; empty in ZooKeeper mode. */
  voters: VoterView[];
  /** Every partition, internal topics included. */
  partitions: PartitionView[];
}

/** A broker that the cluster counts as alive. */
export interface BrokerView {
  id: number;
  /** Name of its pod. */
  pod: string;
  /** It answered a request itself. After an unclean stop a dead broker counts as alive until its session ends (9 s). */
  answers: boolean;
}

/** A voter of the KRaft quorum. */
export interface VoterView {
  id: number;
  /** It has what the leader had a moment ago. */
  current: boolean;
}

/** One partition. */
export interface PartitionView {
  topic: string;
  partition: number;
  /** −1 without a leader. */
  leader: number;
  replicas: number[];
  isr: number[];
  /** `min.insync.replicas` of the topic. */
  minIsr: number;
}

/** Kafka doesn't answer. */
export interface Unreachable {
  unreachable: string;
}

/** One server of the ZooKeeper ensemble, as its `srvr` word says. `unknown`: it can't be asked. */
export interface ZooKeeperView {
  pod: string;
  mode: "leader" | "follower" | "standalone" | "notServing" | "unknown";
}

/** Tells the two apart. */
export function isReachable(kafka: KafkaView | Unreachable): kafka is KafkaView {
  return !("unreachable" in kafka);
}
