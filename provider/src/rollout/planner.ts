import { isReachable, type BrokerView, type Observation, type PodView } from "./observation";
import { catchingUp, impactOf, noImpact, replicasOnStrangers, type Impact } from "./partitions";
import { brokerOf, isDown, isLimping, keepsQuorum } from "./pod-health";
import { count, partitionNames, some } from "./wording";

/** What a rollout must know beside what it sees. */
export interface Options {
  /** Number of brokers that the stack asks for. */
  brokers: number;
  /** Time limit of one restart until everything is caught up, and of the wait before the first one. */
  timeoutSeconds: number;
  /** After this time a pod of an old revision that shows no failure, yet doesn't come up, counts as hung. */
  hungSeconds: number;
}

/** What to do next. */
export type Step = Done | Restart | Wait | Stop;

/** Every pod runs the newest revision and the cluster is healthy. */
export interface Done {
  kind: "done";
}

/** Delete this pod, and no other. */
export interface Restart {
  kind: "restart";
  pod: string;
  /** `rollout`: a healthy pod at an old revision. `mend`: a pod that is down at an old revision, and that the new one may mend. */
  why: "rollout" | "mend";
  /** It is the active controller, or leads the ZooKeeper ensemble; at the moment of this look, since such a role may move. */
  leads: boolean;
  /** What clients will notice. */
  impact: Impact;
}

/** Look again after the next event. */
export interface Wait {
  kind: "wait";
  /** Reads on after "waiting for". */
  for: string;
  /** Partitions with a replica that isn't in sync. */
  catchingUp: number;
}

/** Nothing more may be restarted. */
export interface Stop {
  kind: "stop";
  /** Where and what. */
  reason: string;
  /** What to do. */
  advice: string;
  /** The pod whose log tells more. */
  pod?: string;
  container?: string;
}

const resumes = "once that is put right, the next `pulumi up` goes on from here";

type Rule = (seen: Observation, options: Options) => Step | undefined;

/** Asked in this order; the first that has something to say decides. Only `mend` and `rollOut` restart anything. */
const rules: Rule[] = [setsAreCurrent, ours, mend, pods, answers, registered, inSync, serving, rollOut];

/**
 * Decides the next step of a rollout from one look at the cluster. It keeps no memory, so a rollout that was cut off goes on
 * where it stood.
 *
 * - A healthy pod is restarted only when every other pod is Ready, every broker alive and answering, and every partition has its
 *   full ISR; one at a time; the active controller (or the ZooKeeper leader) last. A pod that isn't Ready although its broker serves
 *   clients (a sidecar fails) counts as healthy here, and goes first.
 * - A pod that already runs the newest revision is never restarted.
 * - A pod that is down at an old revision is restarted before all others: it has nothing to lose, and a corrected setting would
 *   never reach it otherwise.
 */
export function nextStep(seen: Observation, options: Options): Step {
  for (const rule of rules) {
    const step = rule(seen, options);
    if (step !== undefined) return step.kind === "wait" ? limited(step, seen, options) : step;
  }
  return { kind: "done" };
}

function limited(step: Wait, seen: Observation, { timeoutSeconds }: Options): Step {
  if (seen.waitedSeconds < timeoutSeconds) return step;
  const behind = step.catchingUp > 0 ? `; ${count(step.catchingUp, "partition")} still catching up` : "";
  return {
    kind: "stop",
    reason: `after ${Math.round(seen.waitedSeconds)} s still waiting for ${step.for}${behind}`,
    advice: "nothing more is restarted; the next `pulumi up` resumes",
  };
}

function setsAreCurrent({ sets }: Observation): Step | undefined {
  const absent = sets.find(({ state }) => state === "absent");
  if (absent !== undefined) return wait(`StatefulSet ${absent.name} to be created`);
  const stale = sets.find(({ state }) => state === "stale");
  if (stale !== undefined) return wait(`the controller of StatefulSet ${stale.name} to see its newest spec`);
  return undefined;
}

function ours({ sets }: Observation, { brokers }: Options): Step | undefined {
  const other = sets.find(({ strategy }) => strategy !== "OnDelete");
  if (other !== undefined)
    return stop(
      `StatefulSet ${other.name} has updateStrategy ${other.strategy}, so Kubernetes restarts its pods by itself`,
      "set it to OnDelete (`kafka:cluster.values` may override it)",
    );
  const replicas = sets.reduce((sum, set) => sum + (set.role === "broker" ? set.replicas : 0), 0);
  if (replicas !== brokers)
    return stop(
      `the StatefulSets have ${count(replicas, "broker")}, \`kafka:cluster.brokers\` says ${brokers}`,
      "they were scaled by hand, it seems: `pulumi up --refresh` puts that right",
    );
  return undefined;
}

/** Pods that are down at an old revision. Several may be down together and need each other to come up, so none waits for another. */
function mend({ pods, kafka }: Observation, options: Options): Step | undefined {
  if (pods.some(({ state }) => state === "terminating")) return undefined;
  const down = pods.filter((pod) => pod.outdated && isDown(pod, kafka, options) && keepsQuorum(pod, kafka));
  const pod = down.find(({ failure }) => failure !== undefined) ?? down[0];
  return pod === undefined
    ? undefined
    : { kind: "restart", pod: pod.name, why: "mend", leads: false, impact: noImpact };
}

/** Every pod is Ready, but for one that is to be replaced and that serves clients all the same. */
function pods({ pods, kafka }: Observation, options: Options): Step | undefined {
  const unhealthy = pods.filter((pod) => pod.state !== "ready" && !isLimping(pod, kafka, options));
  for (const { name, failure } of unhealthy) {
    if (failure === undefined || failure.forSeconds < failure.graceSeconds) continue;
    const { reason, detail, container } = failure;
    const where = container === undefined ? "" : ` in container ${container}`;
    return {
      ...stop(
        `${name}: ${reason}${where}${detail === "" ? "" : ` (${detail})`}`,
        `nothing more is restarted; ${resumes}`,
      ),
      pod: name,
      container,
    };
  }
  if (unhealthy.length === 0) return undefined;
  const stages = { missing: "to be created", terminating: "to stop", starting: "to be Ready", ready: "" };
  const words = unhealthy.map(({ name, state, failure }) => {
    return `${name} ${stages[state]}${failure === undefined ? "" : ` (${failure.reason})`}`;
  });
  return wait(some(words), isReachable(kafka) ? catchingUp(kafka.partitions).length : 0);
}

function answers({ kafka }: Observation): Step | undefined {
  return isReachable(kafka) ? undefined : wait(`Kafka to answer (${kafka.unreachable})`);
}

function registered({ pods, kafka }: Observation): Step | undefined {
  if (!isReachable(kafka)) return undefined;
  const behind = catchingUp(kafka.partitions).length;
  const missing = pods.filter((pod) => pod.role === "broker" && brokerOf(pod, kafka) === undefined);
  if (missing.length > 0) return wait(`${some(missing.map(({ name }) => name))} to be registered as a broker`, behind);
  const silent = kafka.brokers.filter((broker) => !broker.answers);
  if (silent.length > 0) return wait(`${some(silent.map(describe))} to answer`, behind);
  // A broker whose StatefulSet goes is still there: the engine deletes last. It holds nothing any more, and is nobody's business.
  const strange = kafka.brokers.filter(
    ({ id, pod }) =>
      !pods.some(({ name }) => name === pod) && kafka.partitions.some(({ replicas }) => replicas.includes(id)),
  );
  if (strange.length > 0) return wait(`${some(strange.map(describe))} to leave: no pod of this cluster`, behind);
  return kafka.controller === null ? wait("an active controller", behind) : undefined;
}

function inSync({ kafka }: Observation): Step | undefined {
  if (!isReachable(kafka)) return undefined;
  const behind = catchingUp(kafka.partitions);
  if (behind.length === 0) return undefined;
  const alive = kafka.brokers.map(({ id }) => id);
  const strangers = replicasOnStrangers(behind, alive).map(String);
  if (strangers.length === 0) return wait(`every ISR to be full (${partitionNames(behind)})`, behind.length);
  return stop(
    `${count(behind.length, "partition")} can't get in sync (${partitionNames(behind)}): replicas on broker ${some(strangers)}, which the cluster doesn't have`,
    `move those replicas to brokers that exist; ${resumes}`,
  );
}

/** The ensemble behind the partitions: the KRaft quorum, or ZooKeeper. */
function serving({ kafka, zookeeper }: Observation): Step | undefined {
  if (!isReachable(kafka)) return undefined;
  const behind = kafka.voters.filter(({ current }) => !current);
  if (behind.length > 0) return wait(`controller ${some(behind.map(({ id }) => String(id)))} to follow the quorum`);
  const idle = zookeeper.filter(({ mode }) => mode === "notServing");
  return idle.length > 0 ? wait(`${some(idle.map(({ pod }) => pod))} to join the ZooKeeper ensemble`) : undefined;
}

/** Only reached when Kafka is healthy, and every pod that runs the newest revision is Ready. */
function rollOut({ pods, kafka, zookeeper }: Observation): Step | undefined {
  if (!isReachable(kafka)) return undefined;
  const outdated = pods.filter((pod) => pod.outdated);
  // ZooKeeper goes first: brokers then start against the new ensemble, and never lose it while they are restarted themselves.
  const servers = outdated.filter(({ role }) => role === "zookeeper");
  const candidates = servers.length > 0 ? servers : outdated;
  const leads = (pod: PodView) =>
    pod.role === "broker"
      ? brokerOf(pod, kafka)?.id === kafka.controller
      : zookeeper.some((server) => server.pod === pod.name && server.mode === "leader");
  const followers = candidates.filter((pod) => !leads(pod));
  const next = followers.find(({ state }) => state !== "ready") ?? followers.at(-1) ?? candidates[0];
  if (next === undefined) return undefined;
  const broker = brokerOf(next, kafka);
  const impact = broker === undefined ? noImpact : impactOf(broker.id, kafka.partitions);
  return { kind: "restart", pod: next.name, why: "rollout", leads: leads(next), impact };
}

function wait(what: string, behind = 0): Wait {
  return { kind: "wait", for: what, catchingUp: behind };
}

function stop(reason: string, advice: string): Stop {
  return { kind: "stop", reason, advice };
}

function describe({ id, pod }: BrokerView): string {
  return `broker ${id} (${pod})`;
}
