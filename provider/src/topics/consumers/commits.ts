import type { Deadline } from "../../deadline";
import { Decoder } from "../../protocol/codec";
import { errorCode, errorName } from "../../protocol/errors";
import { fetchRequest } from "../../protocol/fetch";
import { listOffsetsRequest } from "../../protocol/list-offsets";
import type { Session } from "../../session/session";

/** Kafka's topic of committed offsets, to which each commit is written with its time. No request tells that time. */
const offsetsTopic = "__consumer_offsets";
const fetchBytes = 1024 ** 2;
/** Most that is read of one partition, in bytes: some 200,000 commits. */
const mostBytes = 32 * 1024 ** 2;

/** One commit's group and topic as one text. */
export const commitKey = (group: string, topic: string): string => JSON.stringify([group, topic]);

/**
 * Which of the groups committed an offset for which topic since a moment, as `commitKey`, read from where the brokers keep commits.
 * @param since milliseconds since 1970
 * @throws Error when it can't be read, or not to the end
 */
export async function commitsSince(
  session: Session,
  groups: readonly string[],
  since: number,
  deadline: Deadline,
): Promise<Set<string>> {
  const found = new Set<string>();
  if (groups.length === 0) return found;
  const [topic] = await session.metadata([offsetsTopic], { deadline });
  const partitions = topic?.partitions ?? [];
  const wanted = new Set(groups.map((group) => offsetsPartition(group, partitions.length)));
  await Promise.all(
    partitions
      .filter(({ partition }) => wanted.has(partition))
      .map(({ partition, leader }) => readCommits(session, { partition, leader }, since, deadline, found)),
  );
  return found;
}

async function readCommits(
  session: Session,
  { partition, leader }: { partition: number; leader: number },
  since: number,
  deadline: Deadline,
  found: Set<string>,
): Promise<void> {
  const request = listOffsetsRequest([{ name: offsetsTopic, partitions: [partition] }], since);
  const [first] = await session.cluster.send(leader, request, { deadline });
  refuse(partition, first?.errorCode ?? errorCode.none);
  let offset = first?.offset ?? -1n;
  // Nothing was written since.
  if (offset < 0n) return;
  for (let bytes = 0; bytes < mostBytes; bytes += fetchBytes) {
    const from = { topic: offsetsTopic, partition, offset, maxBytes: fetchBytes };
    const fetched = await session.cluster.send(leader, fetchRequest(from), { deadline });
    refuse(partition, fetched.errorCode);
    if (fetched.compressed > 0) throw new Error(`${offsetsTopic} is compressed`);
    for (const record of fetched.records) {
      const commit = commitOf(record.key);
      // Without a value it is a deletion: the commit has expired.
      if (commit !== undefined && record.value !== null && record.timestamp >= BigInt(since))
        found.add(commitKey(commit.group, commit.topic));
    }
    if (fetched.nextOffset === undefined || fetched.nextOffset >= fetched.highWatermark) return;
    offset = fetched.nextOffset;
  }
  throw new Error(`there are too many commits in ${offsetsTopic} to read`);
}

function refuse(partition: number, code: number): void {
  if (code !== errorCode.none) throw new Error(`${offsetsTopic}-${partition} answers ${errorName(code)}`);
}

/** The group and topic of a record that is a commit (OffsetCommitKey of Kafka 3.6, versions 0 and 1); others tell of members. */
export function commitOf(key: Buffer | null): { group: string; topic: string } | undefined {
  if (key === null || key.length < 2) return undefined;
  const decoder = new Decoder(key);
  if (decoder.readInt16() > 1) return undefined;
  return { group: decoder.readString() ?? "", topic: decoder.readString() ?? "" };
}

/** The partition that holds a group's commits: Java's hash of its name. */
export function offsetsPartition(group: string, partitions: number): number {
  let hash = 0;
  for (let index = 0; index < group.length; index++) hash = (Math.imul(31, hash) + group.charCodeAt(index)) | 0;
  return (hash === -(2 ** 31) ? 0 : Math.abs(hash)) % partitions;
}
