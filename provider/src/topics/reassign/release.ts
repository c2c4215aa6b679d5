import type { Report } from "../../batch/batcher";
import { Deadline } from "../../deadline";
import type { Reporter } from "../../progress";
import type { Session } from "../../session/session";
import { ongoing } from "./controller";
import { brokersOf, throttledRate } from "./mark";
import { findLists, ownSection, removeRate, removeSections } from "./throttle";
import { brokersText } from "./words";

/** How long a broker that is away with our rate is waited for, and how often it is looked for, in milliseconds. A restart takes a pod a minute. */
const limits = { away: 120_000, look: 1_000 };

/** What is left of our throttles. */
export interface Released {
  /** Topics that a move of ours is still under way for: their throttle is needed. */
  moving: Set<string>;
  /** Topics that keep our entries, because a broker is away with our rate. */
  kept: Set<string>;
  /** Brokers that are away with our rate on them. The topics keep the entries that tell so, and the next run or refresh takes both. */
  away: number[];
}

/**
 * Takes our throttles from topics whose moves are done, and our rates from the brokers: those of this run, and those that a run left
 * behind that was cut off. Nobody else's are touched. Topics without any cost one request.
 */
export async function release(session: Session, topics: readonly string[]): Promise<Released> {
  const lists = await findLists(session, topics);
  const marked = [...lists.keys()].filter((name) => ownSection(lists.get(name) ?? none) !== undefined);
  if (marked.length === 0) return { moving: new Set(), kept: new Set(), away: [] };

  const moving = new Set((await ongoing(session, null)).map(({ topic }) => topic));
  const inUse = await ratesOf(session, [...moving]);
  const done = new Map([...lists].filter(([name]) => marked.includes(name) && !moving.has(name)));
  const reached = new Map<number, number[]>();
  const kept = new Set<string>();
  const away = new Set<number>();
  for (const [name, list] of done) {
    const rate = ownSection(list)?.rate ?? 0;
    if (rate === 0 || inUse.has(rate)) continue;
    const answered = reached.get(rate) ?? (await removeRate(session, rate));
    reached.set(rate, answered);
    for (const id of brokersOf([list.leader, list.follower])) {
      if (answered.includes(id)) continue;
      away.add(id);
      kept.add(name);
    }
  }
  await removeSections(session, new Map([...done].filter(([name]) => !kept.has(name))));
  return {
    moving: new Set(marked.filter((name) => moving.has(name))),
    kept,
    away: [...away].sort((left, right) => left - right),
  };
}

/** What is said of brokers that are away with our rate when nobody waits for them any more. */
export const laterBy = {
  nextRun: (away: readonly number[]) =>
    `${brokersText(away)} away with our throttle: the next run or refresh takes it off`,
  hand: (away: readonly number[]) =>
    `${brokersText(away)} away with our throttle, which nothing tells of when the topic is gone. Take it off later: ` +
    `kafka-configs.sh --alter --entity-type brokers --entity-name ${away[0]} --delete-config ${Object.values(throttledRate).join()}`,
};

/**
 * Takes our throttles off as `release` does, and waits for brokers that are away with a rate of ours, as one that restarts is.
 * @param later what is said where one doesn't come back in time
 */
export async function releaseAll(
  session: Session,
  topics: readonly string[],
  report: Reporter,
  later = laterBy.nextRun,
): Promise<Released> {
  const deadline = new Deadline(limits.away);
  for (;;) {
    const released = await release(session, topics);
    const { away } = released;
    if (away.length === 0) return released;
    if (deadline.passed) {
      report.say(later(away));
      return released;
    }
    report.still(`waiting for ${brokersText(away)}, away with our throttle`);
    await deadline.pause(limits.look);
  }
}

/** What became of the throttle of one topic: `on`, as a move of ours is still under way or a broker is away with it, or `off`. */
export type Throttle = "on" | "off";

/** Takes off what is left of our throttles, and reports for each topic what became of it. */
export async function releaseTopics(
  session: Session,
  names: readonly string[],
  report: Report<Throttle>,
): Promise<void> {
  const { moving, kept } = await release(session, names);
  names.forEach((name, index) => report(index, { value: moving.has(name) || kept.has(name) ? "on" : "off" }));
}

const none = { leader: null, follower: null };

/** Our rates that topics under way still need. */
async function ratesOf(session: Session, topics: readonly string[]): Promise<Set<number>> {
  const lists = await findLists(session, topics);
  return new Set([...lists.values()].flatMap((list) => ownSection(list)?.rate ?? []));
}
