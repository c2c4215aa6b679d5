import { isCancelled } from "../../cancellation";
import { Deadline } from "../../deadline";
import { UserError } from "../../errors";
import { errorCode, describeError } from "../../protocol/errors";
import { electPreferredLeadersRequest } from "../../protocol/elect-leaders";
import type { OngoingReassignment, PartitionTarget } from "../../protocol/reassignments";
import { alterPartitionReassignmentsRequest } from "../../protocol/reassignments";
import { groupByTopic, topicPartitions } from "../../protocol/topic-partitions";
import { count } from "../../rollout/wording";
import type { Reporter } from "../../progress";
import type { Session } from "../../session/session";
import { attempts, topicError } from "../failure";
import { bytesLeft } from "./bytes";
import { askController, changeAll, ongoing } from "./controller";
import { key, moveOf } from "./goals";
import type { Section, Side } from "./mark";
import { sectionsOf } from "./mark";
import type { Move } from "./plan";
import { additions } from "./plan";
import { laterBy, release, releaseAll } from "./release";
import { addSections, setRates } from "./throttle";
import { brokersText, sizeText, topicsText } from "./words";

/** Times in milliseconds. */
const limits = {
  election: 60_000,
  known: 60_000,
  firstLook: 100,
  longestPause: 3_000,
  betweenLines: 5_000,
};

/** One batch of moves with all that belongs to it. */
export class Transfer {
  constructor(
    private readonly session: Session,
    private readonly report: Reporter,
    /** Until when moves are waited for. */
    private readonly deadline: Deadline,
    /** Bytes a second with the few that make it ours, 0 for no limit. */
    private readonly rate: number,
  ) {}

  /**
   * Starts moves and waits for their end: throttle, moves, throttle off, preferred leaders. An error about one topic is that topic's own.
   * @throws UserError when the time is up: the moves go on in the brokers, with their throttle
   */
  async run(moves: readonly Move[]): Promise<Map<string, UserError>> {
    if (moves.length === 0) return new Map();
    const failures = await this.beingMoved(moves);
    const free = moves.filter(({ topic }) => !failures.has(topic));
    await this.throttle(free);
    const refused = await this.start(free);
    for (const [topic, error] of refused) failures.set(topic, error);
    await release(this.session, [...refused.keys()]);
    for (const [topic, error] of await this.finish(free.filter(({ topic }) => !failures.has(topic)))) {
      failures.set(topic, error);
    }
    return failures;
  }

  /** Waits for the end of moves that were started, takes their throttle off and gives the preferred leaders the lead. */
  async finish(moves: readonly Move[]): Promise<Map<string, UserError>> {
    await this.wait(moves);
    await releaseAll(this.session, [...new Set(moves.map(({ topic }) => topic))], this.report);
    const failures = await this.verify(moves);
    await this.elect(moves.filter(({ topic }) => !failures.has(topic)));
    return failures;
  }

  /**
   * Takes moves of ours back, and their throttle.
   * @param later what is said where a broker is away with it
   */
  async cancel(moves: readonly OngoingReassignment[], later = laterBy.nextRun): Promise<void> {
    if (moves.length === 0) return;
    this.report.say(`taking back moves of ${topicsText(moves)}`);
    const failures = await this.alter(moves.map(({ topic, partition }) => ({ topic, partition, replicas: null })));
    for (const error of failures.values()) throw error;
    await this.wait(moves.map(moveOf));
    await releaseAll(this.session, [...new Set(moves.map(({ topic }) => topic))], this.report, later);
  }

  /** Topics that someone else has begun to move since they were looked at. The protocol has no way to rule out the last instant. */
  private async beingMoved(moves: readonly Move[]): Promise<Map<string, UserError>> {
    const others = await ongoing(this.session, topicPartitions(moves));
    return new Map(
      others.map(({ topic }) => [
        topic,
        new UserError(`topic "${topic}" is being moved by someone else now. Run again`),
      ]),
    );
  }

  /** The marks come first and go last: a rate without one would be nobody's. */
  private async throttle(moves: readonly Move[]): Promise<void> {
    const copied = moves.filter((move) => additions(move).length > 0);
    if (copied.length === 0) return;
    const live = new Set((await this.session.describeCluster()).brokers.map(({ nodeId }) => nodeId));
    const sections = groupByTopic(copied).map(([name, ofTopic]): [string, Record<Side, Section>] => [
      name,
      sectionsOf(ofTopic, this.rate, (id) => live.has(id)),
    ]);
    const brokers = await addSections(this.session, new Map(sections));
    if (this.rate === 0) return;
    const foreign = await setRates(this.session, brokers, this.rate);
    if (foreign.length > 0) {
      this.report.say(`${brokersText(foreign)} had a replication throttle before: it holds for these moves, and stays`);
    }
  }

  private async start(moves: readonly Move[]): Promise<Map<string, UserError>> {
    if (moves.length === 0) return new Map();
    const copies = moves.reduce((sum, move) => sum + additions(move).length, 0);
    const most = this.rate === 0 ? "" : `, at most ${sizeText(this.rate)}/s a broker`;
    const work = copies === 0 ? "nothing to copy" : `${count(copies, "replica")} to copy${most}`;
    this.report.say(`moving replicas of ${topicsText(moves)}: ${work}`);
    return this.alter(moves.map(({ topic, partition, to }) => ({ topic, partition, replicas: to })));
  }

  private async alter(targets: readonly PartitionTarget[]): Promise<Map<string, UserError>> {
    const spec = {
      request: (items: readonly PartitionTarget[]) => alterPartitionReassignmentsRequest(items, 25_000),
      itemName: key,
      resultName: key,
    };
    const failures = new Map<string, UserError>();
    for (const result of await changeAll(this.session, targets, spec)) {
      // What was to be taken back has ended by itself.
      if ([errorCode.none, errorCode.noReassignmentInProgress].some((code) => code === result.errorCode)) continue;
      failures.set(result.topic, topicError(result.topic, attempts.move, result, this.session.user));
    }
    return failures;
  }

  /**
   * Waits until nothing of it moves any more.
   * @throws UserError when the time is up, or the user wants the run to end
   */
  private async wait(moves: readonly Move[]): Promise<void> {
    let saidAt = performance.now();
    for (let pause = limits.firstLook; ; pause = Math.min(pause * 2, limits.longestPause)) {
      const left = await this.left(moves);
      if (left.length === 0) return;
      if (isCancelled()) throw await this.unfinished(left, ", and the run was cancelled");
      if (this.deadline.passed) throw await this.unfinished(left, this.late());
      if (performance.now() - saidAt >= limits.betweenLines) {
        this.report.say(`moving replicas: ${await this.standing(left, moves.length)}`);
        saidAt = performance.now();
      }
      await this.deadline.pause(pause);
    }
  }

  private async left(moves: readonly Move[]): Promise<Move[]> {
    const moving = new Set((await ongoing(this.session, topicPartitions(moves))).map(key));
    return moves.filter((move) => moving.has(key(move)));
  }

  private async standing(left: readonly Move[], all: number): Promise<string> {
    const [bytes, { brokers }] = await Promise.all([bytesLeft(this.session, left), this.session.describeCluster()]);
    const live = new Set(brokers.map(({ nodeId }) => nodeId));
    const away = [...new Set(left.flatMap(additions))].filter((id) => !live.has(id));
    return [
      `${left.length} of ${count(all, "partition")} left`,
      ...(bytes === undefined ? [] : [`${sizeText(bytes)} to copy`]),
      ...(away.length === 0 ? [] : [`waiting for ${brokersText(away)}, away`]),
    ].join(", ");
  }

  private late(): string {
    return ` after ${Math.round(this.deadline.milliseconds / 1000)} s (kafka:reassignment.timeLimit)`;
  }

  private async unfinished(left: readonly Move[], why: string): Promise<UserError> {
    return new UserError(
      `replicas of ${topicsText(left)} are still moving${why}: ${await this.standing(left, left.length)}. ` +
        "They go on in the brokers, with their throttle; the next run waits on and takes it off",
    );
  }

  /** The controller says that nothing moves any more; the broker that is asked for the result may hear of it a moment later. */
  private async verify(moves: readonly Move[]): Promise<Map<string, UserError>> {
    const deadline = new Deadline(limits.known);
    for (let pause = limits.firstLook; ; pause = Math.min(pause * 2, limits.longestPause)) {
      const others = await this.elsewhere(moves);
      if (others.size === 0 || deadline.passed) return others;
      await deadline.pause(pause);
    }
  }

  private async elsewhere(moves: readonly Move[]): Promise<Map<string, UserError>> {
    const topics = new Map((await this.metadata(moves)).map((topic) => [topic.name, topic]));
    const failures = new Map<string, UserError>();
    for (const { topic, partition, to } of moves) {
      const found = topics.get(topic)?.partitions.find((each) => each.partition === partition)?.replicas ?? [];
      if (found.join() === to.join()) continue;
      const text = `topic "${topic}" was moved by someone else at the same time: partition ${partition} is on ${brokersText(found)}, not on ${to.join(", ")}. Run again`;
      failures.set(topic, new UserError(text));
    }
    return failures;
  }

  private async metadata(moves: readonly Move[]) {
    return moves.length === 0 ? [] : this.session.metadata([...new Set(moves.map(({ topic }) => topic))]);
  }

  /** Gives the leadership to the preferred leaders at once, not at Kafka's own next round (up to 5 minutes). */
  private async elect(moves: readonly Move[]): Promise<void> {
    const leaders = new Map(
      (await this.metadata(moves)).flatMap(({ name, partitions }) =>
        partitions.map(({ partition, leader }) => [key({ topic: name, partition }), leader]),
      ),
    );
    const away = moves.filter((move) => leaders.get(key(move)) !== move.to[0]);
    if (away.length === 0) return;
    const request = electPreferredLeadersRequest(limits.election, topicPartitions(away));
    const { partitions } = await askController(this.session, request);
    for (const { topic, partition, errorCode: code, errorMessage } of partitions) {
      if (code === errorCode.none || code === errorCode.electionNotNeeded) continue;
      const words = describeError(code, errorMessage);
      this.report.say(
        `the preferred leader of ${topic}-${partition} doesn't lead (${words}): Kafka tries again by itself`,
      );
    }
  }
}
