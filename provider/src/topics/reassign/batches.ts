import { splitByWeight } from "../../batch/split";
import { longestList, sectionsOf } from "./mark";
import type { Move } from "./plan";

/**
 * Splits moves into those that go on at the same time: at most so many partitions, and of one topic no more than its lists of throttled
 * replicas can name. The partitions of a topic stay together as far as that allows, so that topics are done one after the other.
 */
export function batchesOf(moves: readonly Move[], partitionsAtOnce: number): Move[][] {
  return splitByWeight(moves, () => 1, partitionsAtOnce).flatMap((batch) =>
    splitByWeight(batch, entryBytes, longestList),
  );
}

/** Bytes that one move takes in the longer of the two lists. */
function entryBytes(move: Move): number {
  const { leader, follower } = sectionsOf([move], 0);
  return Math.max(leader.entries.join().length, follower.entries.join().length);
}
