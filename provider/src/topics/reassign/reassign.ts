import type { Report } from "../../batch/batcher";
import { Deadline } from "../../deadline";
import { UserError } from "../../errors";
import type { OngoingReassignment } from "../../protocol/reassignments";
import { Reporter, type Progress } from "../../progress";
import { some } from "../../rollout/wording";
import type { Session } from "../../session/session";
import { batchesOf } from "./batches";
import { ongoing } from "./controller";
import type { TopicGoal } from "./goals";
import { agendaOf, bySettings, leadsTo, moveOf } from "./goals";
import { ownRate } from "./mark";
import { laterBy, release, releaseAll } from "./release";
import { defaultReassignment, type ReassignmentSettings } from "./settings";
import { Transfer } from "./transfer";
import { topicsText } from "./words";

/** How long taking moves back may take, in milliseconds. */
const abandonLimit = 120_000;
/** How often to look whether someone else's moves have ended, in milliseconds. */
const lookForOthers = 2_000;

/**
 * Brings the replicas of topics to where they are wanted, with one plan for all of them, and reports each topic as its moves end. What a
 * run of ours left under way is taken up; what someone else is moving is waited for, and never overwritten.
 */
export async function reassign(
  session: Session,
  goals: readonly TopicGoal[],
  report: Report<void>,
  progress: Progress,
): Promise<void> {
  const say = new Reporter(progress, () => performance.now() / 1000);
  const index = new Map(goals.map(({ name }, place) => [name, place]));
  const settle = (name: string, error?: UserError) =>
    report(index.get(name) ?? -1, error === undefined ? { value: undefined } : { error });
  for (const group of bySettings(goals)) {
    await new Run(session, { ...defaultReassignment, ...group[0]?.reassignment }, say, settle).all(group);
  }
}

/** Takes back what a run of ours left under way for topics that go, and its throttle, which would outlive them on the brokers. */
export async function abandon(
  session: Session,
  names: readonly string[],
  report: Report<void>,
  progress: Progress,
): Promise<void> {
  const say = new Reporter(progress, () => performance.now() / 1000);
  const { moving } = await releaseAll(session, names, say, laterBy.hand);
  const moves = (await ongoing(session, null)).filter(({ topic }) => moving.has(topic));
  await new Transfer(session, say, new Deadline(abandonLimit), 0).cancel(moves, laterBy.hand);
  names.forEach((_, index) => report(index, { value: undefined }));
}

class Run {
  private readonly deadline: Deadline;
  private readonly patience: Deadline;
  private readonly rate: number;

  constructor(
    private readonly session: Session,
    private readonly settings: ReassignmentSettings & typeof defaultReassignment,
    private readonly say: Reporter,
    private readonly settle: (topic: string, error?: UserError) => void,
  ) {
    this.deadline = new Deadline(settings.timeLimit * 1000);
    this.patience = new Deadline(settings.waitForOthers * 1000);
    this.rate = ownRate(settings.throttle, Math.random());
  }

  async all(goals: readonly TopicGoal[]): Promise<void> {
    let waiting = [...goals];
    for (;;) {
      const { ours, others } = await this.look(waiting);
      const free = waiting.filter(({ name }) => !others.has(name));
      await this.conclude(ours, free);
      await this.move(free);
      waiting = waiting.filter(({ name }) => others.has(name));
      if (waiting.length === 0) return;
      if (this.patience.passed) {
        for (const [name, moves] of others) this.settle(name, movedByOthers(name, moves, this.settings.waitForOthers));
        return;
      }
      this.say.still(`waiting for a reassignment that someone else started: ${some([...others.keys()])}`);
      await this.patience.pause(lookForOthers);
    }
  }

  /** Takes off what is left of earlier runs, and tells our moves under way from those of others: ours are marked. */
  private async look(
    goals: readonly TopicGoal[],
  ): Promise<{ ours: OngoingReassignment[]; others: Map<string, OngoingReassignment[]> }> {
    const names = goals.map(({ name }) => name);
    const { moving, away } = await release(this.session, names);
    if (away.length > 0) this.say.say(laterBy.nextRun(away));
    const moves = (await ongoing(this.session, null)).filter(({ topic }) => names.includes(topic));
    const others = moves.filter(({ topic }) => !moving.has(topic));
    return { ours: moves.filter(({ topic }) => moving.has(topic)), others: Map.groupBy(others, ({ topic }) => topic) };
  }

  /** Ends what an earlier run left under way: it is waited for where it leads to what is wanted, and taken back where it doesn't. */
  private async conclude(ours: readonly OngoingReassignment[], goals: readonly TopicGoal[]): Promise<void> {
    if (ours.length === 0) return;
    this.say.say(`an earlier run left replicas moving: ${topicsText(ours)}`);
    const goalOf = new Map(goals.map((goal) => [goal.name, goal]));
    const leads = (move: OngoingReassignment) => {
      const goal = goalOf.get(move.topic);
      return goal !== undefined && leadsTo(move, goal);
    };
    const transfer = this.transfer();
    await transfer.cancel(ours.filter((move) => !leads(move)));
    await transfer.finish(ours.filter(leads).map(moveOf));
  }

  private async move(goals: readonly TopicGoal[]): Promise<void> {
    if (goals.length === 0) return;
    const { moves, refused } = agendaOf(goals, await this.session.clusterMetadata(null), this.settings.brokers);
    const left = new Map(goals.map(({ name }) => [name, moves.filter(({ topic }) => topic === name).length]));
    const settle = (name: string, error?: UserError) => {
      if (left.delete(name)) this.settle(name, error);
    };
    for (const [name, error] of refused) settle(name, error);
    for (const [name, number] of [...left]) if (number === 0) settle(name);
    for (const batch of batchesOf(moves, this.settings.partitionsAtOnce)) {
      // A topic that has failed is left as it is.
      const open = batch.filter(({ topic }) => left.has(topic));
      for (const [name, error] of await this.transfer().run(open)) settle(name, error);
      for (const { topic } of open) {
        const number = (left.get(topic) ?? 0) - 1;
        if (left.has(topic)) left.set(topic, number);
        if (number === 0) settle(topic);
      }
    }
  }

  private transfer(): Transfer {
    return new Transfer(this.session, this.say, this.deadline, this.rate);
  }
}

function movedByOthers(name: string, moves: readonly OngoingReassignment[], seconds: number): UserError {
  const partitions = some(moves.map(({ partition }) => String(partition)));
  return new UserError(
    `topic "${name}" is being moved by someone else (partitions ${partitions}), still after ${seconds} s (kafka:reassignment.waitForOthers). ` +
      "Let that end, or cancel it with kafka-reassign-partitions.sh --cancel, then run again",
  );
}
