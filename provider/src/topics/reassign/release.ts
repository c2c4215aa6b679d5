import type { Report } from "../../batch/batcher";
import type { Session } from "../../session/session";
import { ongoing } from "./controller";
import { brokersOf } from "./mark";
import { ownSection, readLists, removeRate, removeSections } from "./throttle";

/** What is left of our throttles. */
export interface Released {
  /** Topics that a move of ours is still under way for: their throttle is needed. */
  moving: Set<string>;
  /** Brokers that are away with our rate on them. The topics keep the entries that tell so, and the next run or refresh takes both. */
  away: number[];
}

/**
 * Takes our throttles from topics whose moves are done, and our rates from the brokers: those of this run, and those that a run left
 * behind that was cut off. Nobody else's are touched. Topics without any cost one request.
 */
export async function release(session: Session, topics: readonly string[]): Promise<Released> {
  const lists = await readLists(session, topics);
  const marked = [...lists.keys()].filter((name) => ownSection(lists.get(name) ?? none) !== undefined);
  if (marked.length === 0) return { moving: new Set(), away: [] };

  const moving = new Set((await ongoing(session, null)).map(({ topic }) => topic));
  const inUse = await ratesOf(session, [...moving]);
  const done = new Map([...lists].filter(([name]) => marked.includes(name) && !moving.has(name)));
  const reached = new Map<number, number[]>();
  const keep = new Set<string>();
  const away = new Set<number>();
  for (const [name, list] of done) {
    const rate = ownSection(list)?.rate ?? 0;
    if (rate === 0 || inUse.has(rate)) continue;
    const answered = reached.get(rate) ?? (await removeRate(session, rate));
    reached.set(rate, answered);
    for (const id of brokersOf([list.leader, list.follower])) {
      if (answered.includes(id)) continue;
      away.add(id);
      keep.add(name);
    }
  }
  await removeSections(session, new Map([...done].filter(([name]) => !keep.has(name))));
  return {
    moving: new Set(marked.filter((name) => moving.has(name))),
    away: [...away].sort((left, right) => left - right),
  };
}

/** What became of the throttle of one topic: `moving`, as a move of ours is still under way, or `off`. */
export type Throttle = "moving" | "off";

/** Takes off what is left of our throttles, and reports for each topic what became of it. */
export async function releaseTopics(
  session: Session,
  names: readonly string[],
  report: Report<Throttle>,
): Promise<void> {
  const { moving } = await release(session, names);
  names.forEach((name, index) => report(index, { value: moving.has(name) ? "moving" : "off" }));
}

const none = { leader: null, follower: null };

/** Our rates that topics under way still need. */
async function ratesOf(session: Session, topics: readonly string[]): Promise<Set<number>> {
  const lists = await readLists(session, topics);
  return new Set([...lists.values()].flatMap((list) => ownSection(list)?.rate ?? []));
}
