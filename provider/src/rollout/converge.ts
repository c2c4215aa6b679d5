import { UserError } from "../errors";
import { isReachable, type Observation } from "./observation";
import { awayFromPreferred } from "./partitions";
import { nextStep, type Options, type Restart, type Stop } from "./planner";
import { Reporter, type Progress } from "../progress";
import { count } from "./wording";
import { ApiServerTrouble } from "./workloads";
import type { World } from "./world";

/** What a rollout did. */
export interface Summary {
  /** Pods that were restarted, in order. */
  restarted: string[];
}

/** How often to look where no event of a pod tells, in milliseconds: the ISR grows without any. */
const pollMs = 1_000;
/** How long the API server may be out of reach in the middle of a rollout, in seconds: its own restart takes less. */
const apiServerSeconds = 120;

/**
 * Brings a cluster to its newest revision: looks, does the planner's next step, and looks again, until there is nothing left to
 * do. Cut off anywhere, the next call goes on from what it sees.
 * @param cancelled Whether the user wants it to end: it does before the next restart, once the broker that it restarted is back and in sync.
 * @throws UserError, one line, when the planner stops or the user does
 */
export async function converge(
  world: World,
  options: Options,
  progress: Progress,
  cancelled: () => boolean = () => false,
): Promise<Summary> {
  const report = new Reporter(progress, () => world.now());
  const look = patientLook(world, report);
  const restarted: string[] = [];
  let since = world.now();
  for (;;) {
    const seen: Observation = { ...(await look()), waitedSeconds: world.now() - since };
    const step = nextStep(seen, options);
    if (step.kind === "stop") throw await stopped(step, world);
    if (step.kind === "done") {
      await balance(seen, restarted, world, report);
      return { restarted };
    }
    if (cancelled() && (step.kind === "restart" || restarted.length === 0))
      throw await stopped(asked(seen, restarted), world);
    if (step.kind === "wait") {
      report.still(`waiting for ${step.for}${behind(step.catchingUp)}`);
      await world.pause(pollMs);
      continue;
    }
    // Each restart takes one pod to the newest revision: more of them than this means that the revision keeps changing.
    if (restarted.length >= 2 * seen.pods.length) throw await stopped(runaway, world);
    announce(step, seen, restarted.length, report);
    await world.restart(step.pod);
    restarted.push(step.pod);
    since = world.now();
    await world.pause(pollMs);
  }
}

const runaway: Stop = {
  kind: "stop",
  reason: "every pod was restarted twice, and there are still pods at an old revision",
  advice: "something else changes the StatefulSets at the same time: stop that, then run `pulumi up` again",
};

function asked({ pods }: Observation, restarted: readonly string[]): Stop {
  const left = pods.filter(({ outdated }) => outdated).length;
  return {
    kind: "stop",
    reason: `it was cancelled; ${count(restarted.length, "pod")} restarted, ${left} left at an old revision`,
    advice: "the next `pulumi up` resumes",
  };
}

function announce(step: Restart, seen: Observation, before: number, report: Reporter): void {
  const left = seen.pods.filter(({ outdated }) => outdated).length;
  const place = `(${before + 1} of ${before + left})`;
  const leading = step.leads ? ", which leads" : "";
  const why = step.why === "mend" ? ", which is down at an old revision" : leading;
  report.say(`restarting ${step.pod} ${place}${why}`);
  const { unavailable, notWritable } = step.impact;
  if (unavailable > 0)
    report.say(
      `${count(unavailable, "partition")} with one replica ${unavailable === 1 ? "is" : "are"} unavailable while ${step.pod} restarts`,
    );
  if (notWritable > 0)
    report.say(
      `${count(notWritable, "partition")} can't be written with acks=all while ${step.pod} restarts: min.insync.replicas equals the replication factor`,
    );
}

/** Leaders that moved away from restarted brokers come back: at once, not at Kafka's own next round (up to 5 minutes). */
async function balance(seen: Observation, restarted: readonly string[], world: World, report: Reporter): Promise<void> {
  const brokers = isReachable(seen.kafka) ? seen.kafka.brokers.length : 0;
  const away = isReachable(seen.kafka) ? awayFromPreferred(seen.kafka.partitions).length : 0;
  if (restarted.length > 0 && away > 0) {
    // The cluster is healthy and at its newest revision: an uneven load is no reason to fail.
    const words = await world.electPreferredLeaders().then(
      ({ elected, failed }) =>
        `preferred leaders elected for ${count(elected, "partition")}${failed === 0 ? "" : `, not for ${failed}`}`,
      (error: unknown) =>
        `preferred leaders not elected (${error instanceof Error ? error.message : String(error)}): Kafka does it by itself`,
    );
    report.say(words);
  }
  const done = restarted.length === 0 ? "no restart was needed" : `${count(restarted.length, "pod")} restarted`;
  report.say(`all ${count(brokers, "broker")} at the newest revision and in sync; ${done}`);
}

function patientLook(world: World, report: Reporter): () => ReturnType<World["look"]> {
  return async () => {
    const start = world.now();
    for (;;) {
      try {
        return await world.look();
      } catch (error) {
        if (!(error instanceof ApiServerTrouble)) throw error;
        if (world.now() - start >= apiServerSeconds)
          throw new UserError(`${error.message}; nothing more is restarted, the next \`pulumi up\` resumes`);
        report.still(`waiting for the API server: ${error.message}`);
        await world.pause(pollMs);
      }
    }
  };
}

async function stopped({ reason, advice, pod, container }: Stop, world: World): Promise<UserError> {
  const line = pod === undefined ? undefined : await world.lastLogLine(pod, container);
  const log = line === undefined ? "" : `; its last log line: ${line}`;
  return new UserError(`the rollout of Kafka stopped: ${reason}${log}; ${advice}`);
}

function behind(partitions: number): string {
  return partitions > 0 ? `; ${count(partitions, "partition")} still catching up` : "";
}
