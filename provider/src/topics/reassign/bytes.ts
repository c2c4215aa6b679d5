import { Deadline } from "../../deadline";
import { messageOf, UserError } from "../../errors";
import { describeLogDirsRequest } from "../../protocol/describe-log-dirs";
import type { ReplicaSize } from "../../protocol/describe-log-dirs";
import { topicPartitions } from "../../protocol/topic-partitions";
import type { Session } from "../../session/session";
import { key } from "./goals";
import type { Move } from "./plan";
import { additions } from "./plan";

/** How long one broker may take to look at its disks, in milliseconds. */
const patience = 5_000;

/**
 * Bytes that the moves still have to copy, by what the brokers have on their disks.
 * @returns undefined when they don't tell, such as to a user who isn't allowed to ask
 */
export async function bytesLeft(session: Session, moves: readonly Move[]): Promise<number | undefined> {
  const copied = moves.filter((move) => additions(move).length > 0);
  const ids = [...new Set(copied.flatMap(({ from, to }) => [...from, ...to]))];
  const sizes = new Map<number, Map<string, number>>();
  await Promise.all(
    ids.map(async (id) => {
      const there = copied.filter(({ from, to }) => from.includes(id) || to.includes(id));
      sizes.set(id, new Map((await sizesOn(session, id, there)).map((replica) => [key(replica), replica.size])));
    }),
  );
  return remaining(copied, (id, move) => sizes.get(id)?.get(key(move)));
}

/** What is left of copies: the largest replica there is, less what has arrived. Undefined when no size is known. */
export function remaining(
  moves: readonly Move[],
  sizeOn: (id: number, move: Move) => number | undefined,
): number | undefined {
  let left: number | undefined;
  for (const move of moves) {
    const sources = move.from.flatMap((id) => sizeOn(id, move) ?? []);
    if (sources.length === 0) continue;
    const whole = Math.max(...sources);
    const missing = additions(move).map((id) => Math.max(0, whole - (sizeOn(id, move) ?? 0)));
    left = missing.reduce((sum, bytes) => sum + bytes, left ?? 0);
  }
  return left;
}

async function sizesOn(session: Session, id: number, moves: readonly Move[]): Promise<ReplicaSize[]> {
  try {
    const request = describeLogDirsRequest(topicPartitions(moves));
    return (await session.cluster.send(id, request, { deadline: new Deadline(patience) })).replicas;
  } catch (error) {
    // The number is for people to read; a broker that is away has no part in it.
    if (error instanceof UserError) return [];
    throw new Error(`the sizes on broker ${id} can't be read: ${messageOf(error)}`, { cause: error });
  }
}
