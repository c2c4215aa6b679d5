import type { KubernetesConnection } from "../connection";
import { isCancelled } from "../cancellation";
import { UserError } from "../errors";
import { speaksOther } from "../session/protocol-change";
import { defaultSessions, type Sessions } from "../session/sessions";
import { converge, type Summary } from "./converge";
import { clusterName, failuresOf, hasChanged, type RolloutInputs } from "./inputs";
import { KafkaAccess } from "./kafka-access";
import { podSightings, type PodSighting } from "./pod-views";
import { consoleProgress, type Progress } from "../progress";
import { oneLine, some } from "./wording";
import { ApiServerTrouble, Workloads } from "./workloads";
import { RealWorld } from "./world";

/** What a rollout runs in. Replaced in tests. */
export interface Surroundings {
  sessions: Sessions;
  progress: Progress;
}

/**
 * After this time a pod of an old revision that shows no failure counts as hung, in seconds: longer than a broker's ordinary
 * start, and within half of the time limit, so that the same run can mend it.
 */
function hungSeconds(timeoutSeconds: number): number {
  return Math.min(300, timeoutSeconds / 2);
}

/** Brings the cluster to its newest revision, or throws one line that says where it stopped. */
export async function rollOut(inputs: RolloutInputs, { sessions, progress }: Surroundings): Promise<Summary> {
  const { connection, statefulSets, replicas, timeoutSeconds } = inputs;
  const workloads = await Workloads.of(connection.kubernetes);
  const mode = statefulSets.some((name) => name.endsWith("-zookeeper")) ? "zookeeper" : "kraft";
  return sessions.with(connection, (session) => {
    const world = new RealWorld(connection.kubernetes, statefulSets, workloads, new KafkaAccess(session, mode));
    const options = { brokers: replicas, timeoutSeconds, hungSeconds: hungSeconds(timeoutSeconds) };
    return converge(world, options, progress, isCancelled);
  });
}

/** What is left to do, as a `revision` that differs from every real one; undefined when nothing is. Null: no StatefulSet is there. */
export async function unfinished(
  connection: KubernetesConnection,
  statefulSets: readonly string[],
): Promise<string | null | undefined> {
  const workloads = await Workloads.of(connection.kubernetes);
  const { sets, pods } = await workloads.look(statefulSets).catch((error: unknown) => {
    throw error instanceof ApiServerTrouble ? new UserError(oneLine(error.message)) : error;
  });
  if (sets.every((set) => set === undefined)) return null;
  return remainder(sets.flatMap((set) => (set === undefined ? [] : podSightings(set, pods))));
}

/** Names the pods that aren't at the newest revision, and those that aren't Ready. */
export function remainder(pods: readonly PodSighting[]): string | undefined {
  const named = (label: string, chosen: readonly PodSighting[]) =>
    chosen.length === 0 ? [] : [`${label}: ${some(chosen.map(({ name }) => name))}`];
  const words = [
    ...named(
      "outdated",
      pods.filter(({ outdated }) => outdated),
    ),
    ...named(
      "not Ready",
      pods.filter(({ state, outdated }) => state !== "ready" && !outdated),
    ),
  ];
  return words.length === 0 ? undefined : words.join("; ");
}

/** Brokers that restart into TLS, or out of it, speak one or the other until all have. */
function mixed(inputs: RolloutInputs): RolloutInputs {
  return { ...inputs, connection: { ...inputs.connection, mixed: true } };
}

/** Makes the functions of the dynamic resource. */
export function rolloutResource(surroundings: Surroundings) {
  return {
    check: (_olds: Partial<RolloutInputs>, news: RolloutInputs) => ({ inputs: news, failures: failuresOf(news) }),
    diff: (_id: string, olds: Partial<RolloutInputs>, news: RolloutInputs) => ({ changes: hasChanged(olds, news) }),
    create: async (inputs: RolloutInputs) => {
      await rollOut(inputs, surroundings);
      return { id: clusterName(inputs), outs: inputs };
    },
    update: async (_id: string, olds: RolloutInputs, news: RolloutInputs) => {
      await rollOut(speaksOther(olds.connection, news.connection) ? mixed(news) : news, surroundings);
      return { outs: news };
    },
    read: async (id: string, props: RolloutInputs) => {
      const left = await unfinished(props.connection, props.statefulSets);
      if (left === null) return { id: undefined };
      const found = left === undefined ? props : { ...props, revision: left };
      return { id, props: found, inputs: found };
    },
    /** The chart's objects go by themselves. */
    delete: async (): Promise<void> => undefined,
  };
}

/** Behind the resource that restarts brokers one at a time after the chart has changed, and waits for a first install. */
export const rollout = rolloutResource({ sessions: defaultSessions, progress: consoleProgress });
