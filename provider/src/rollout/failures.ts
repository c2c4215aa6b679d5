import type { V1ContainerStatus, V1Pod } from "@kubernetes/client-node";
import type { Failure } from "./observation";
import { oneLine } from "./wording";

/**
 * How long a failure may last before it counts as final, in seconds, by Kubernetes' own word. Most end by themselves now and then:
 * a Secret comes a moment later, a registry is busy, a cluster autoscaler takes minutes to add a node. A pod's own mistakes don't.
 */
const graceSeconds: Readonly<Record<string, number>> = {
  InvalidImageName: 0,
  ErrImageNeverPull: 0,
  Unschedulable: 300,
};
const usualGraceSeconds = 60;

/** Reasons for waiting that are the ordinary course of a start. */
const ordinary: ReadonlySet<string> = new Set(["ContainerCreating", "PodInitializing"]);

/** A failure as one look shows it; how long it has lasted is for those who looked before. */
export type Sighting = Omit<Failure, "forSeconds">;

/** What keeps a pod from coming up, in Kubernetes' words; undefined for a pod that is on its way. */
export function failureOf(pod: V1Pod): Sighting | undefined {
  const status = pod.status;
  if (status?.phase === "Failed") return sighting(status.reason ?? "Failed", status.message);
  const scheduled = status?.conditions?.find(({ type }) => type === "PodScheduled");
  if (scheduled?.status === "False" && scheduled.reason === "Unschedulable")
    return sighting("Unschedulable", scheduled.message);
  for (const container of [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])]) {
    const failure = containerFailure(container);
    if (failure !== undefined) return failure;
  }
  return undefined;
}

function containerFailure({ name, state, lastState }: V1ContainerStatus): Sighting | undefined {
  const ended = state?.terminated ?? lastState?.terminated;
  const waiting = state?.waiting?.reason;
  if (waiting !== undefined && !ordinary.has(waiting)) {
    const crash = waiting === "CrashLoopBackOff" && ended !== undefined;
    return sighting(waiting, crash ? endingOf(ended) : state?.waiting?.message, name);
  }
  const now = state?.terminated;
  return now !== undefined && now.exitCode !== 0 ? sighting(now.reason ?? "Error", endingOf(now), name) : undefined;
}

function endingOf({ exitCode, reason, message }: { exitCode: number; reason?: string; message?: string }): string {
  const named = reason === undefined || reason === "Error" ? "" : `, ${reason}`;
  return `exit code ${exitCode}${named}${message === undefined || message === "" ? "" : `: ${message}`}`;
}

function sighting(reason: string, message = "", container?: string): Sighting {
  return { reason, detail: oneLine(message), container, graceSeconds: graceSeconds[reason] ?? usualGraceSeconds };
}
