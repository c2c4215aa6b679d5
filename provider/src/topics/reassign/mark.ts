import type { Move } from "./plan";
import { additions } from "./plan";

/** The topic configs that name the replicas which a throttle holds for, as `partition:broker`. */
export const throttledReplicas = {
  leader: "leader.replication.throttled.replicas",
  follower: "follower.replication.throttled.replicas",
} as const;

/** The broker configs with the bytes a second that those replicas may take. */
export const throttledRate = {
  leader: "leader.replication.throttled.rate",
  follower: "follower.replication.throttled.rate",
} as const;

/** The two ends of a copy. */
export type Side = keyof typeof throttledReplicas;
export const sides: readonly Side[] = ["leader", "follower"];

/**
 * Our entries in a list of throttled replicas stand between two that name brokers which no cluster has. Brokers read only the entries
 * with their own id, so these do nothing but tell the next run, on whatever machine, that a move of this topic is ours, which entries
 * are, and which rate.
 */
const opening = 2147483647;
const closing = 2147483646;

/** Whether a move of ours is under way for a topic, or a run of ours was cut off and left its throttle. */
export function isMarked({ config }: { config: ReadonlyMap<string, { value: string | null }> }): boolean {
  return sides.some((side) => sectionIn(config.get(throttledReplicas[side])?.value) !== undefined);
}

/** Most bytes of a list: a controller takes 32767 for a config's value, and others may have entries in it, too. */
export const longestList = 24_000;

/** Our part of a list. */
export interface Section {
  /** The rate that was set on the brokers, 0 for none. */
  rate: number;
  /** The entries with the two that enclose them. */
  entries: string[];
}

/**
 * The lists for the moves of one topic: its replicas of today may send, those that come receive.
 * @param isLive whether a broker is alive. One that isn't sends nothing, and would have to come back before the throttle could be called
 * off; a replica that is to come is on a live one
 */
export function sectionsOf(
  moves: readonly Move[],
  rate: number,
  isLive: (id: number) => boolean = () => true,
): Record<Side, Section> {
  const enclose = (entries: string[]): Section => ({
    rate,
    entries: [`${rate}:${opening}`, ...entries, `0:${closing}`],
  });
  const copied = moves.filter((move) => additions(move).length > 0);
  return {
    leader: enclose(copied.flatMap(({ partition, from }) => from.filter(isLive).map((id) => `${partition}:${id}`))),
    follower: enclose(copied.flatMap((move) => additions(move).map((id) => `${move.partition}:${id}`))),
  };
}

/** Our part of a list, undefined where there is none. */
export function sectionIn(list: string | null | undefined): Section | undefined {
  const entries = entriesOf(list);
  const first = entries.findIndex((entry) => entry.endsWith(`:${opening}`));
  const last = entries.findLastIndex((entry) => entry.endsWith(`:${closing}`));
  if (first < 0) return undefined;
  const rate = Number(entries[first]?.split(":")[0]);
  return { rate, entries: entries.slice(first, last < first ? first + 1 : last + 1) };
}

/** Brokers that are named in our part of lists. */
export function brokersOf(lists: readonly (string | null)[]): Set<number> {
  const entries = lists.flatMap((list) => sectionIn(list)?.entries.slice(1, -1) ?? []);
  return new Set(entries.map((entry) => Number(entry.split(":")[1])));
}

/** A change of a list: one of IncrementalAlterConfigs. */
export type ListChange =
  { key: string; value: string | null } | { key: string; value: string; operation: "append" | "subtract" };

/** Adds our part. To a list that is empty it is set: in ZooKeeper mode appending would leave an empty entry, which brokers can't read. */
export function adding(side: Side, { entries }: Section, list: string | null | undefined): ListChange {
  const change = { key: throttledReplicas[side], value: entries.join(",") };
  return entriesOf(list).length === 0 ? change : { ...change, operation: "append" };
}

/** Takes our part out, and the key with it where nothing else is in the list: an empty list is a value, too. */
export function removing(side: Side, { entries }: Section, list: string | null | undefined): ListChange {
  const key = throttledReplicas[side];
  return entriesOf(list).every((entry) => entries.includes(entry))
    ? { key, value: null }
    : { key, value: entries.join(","), operation: "subtract" };
}

/** Whether every replica of the topic is throttled already, by someone else. */
export function isWildcard(list: string | null | undefined): boolean {
  return list?.trim() === "*";
}

function entriesOf(list: string | null | undefined): string[] {
  return (list ?? "")
    .split(",")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "");
}

/**
 * The rate for one run: a few bytes more than is asked for, different each time, so that a broker's rate tells whose it is. Someone
 * else's is left as it is, also when it was set while ours was.
 * @param throttle bytes a second; null for none, which is 0
 * @param random a number from 0 up to 1
 */
export function ownRate(throttle: number | null, random: number): number {
  return throttle === null ? 0 : throttle + 1 + Math.floor(random * 997);
}
