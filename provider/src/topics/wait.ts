import type { Report } from "../batch/batcher";
import { Deadline } from "../deadline";
import { messageOf, UserError } from "../errors";
import { errorCode, errorName } from "../protocol/errors";
import { listOffsetsRequest } from "../protocol/list-offsets";
import type { TopicMetadata } from "../protocol/metadata";
import type { Session } from "../session/session";
import { BrokerView, byLeader, Expected, whyNotGone, whyNotKnown } from "./readiness";

/** How long one broker may take to answer before it counts as silent in this round. */
const roundLimit = 5_000;
const firstPause = 20;
const longestPause = 500;

/** Waits until every live broker knows every partition with a leader, and each leader answers for its partitions. */
export function waitUntilReady(
  session: Session,
  expected: readonly Expected[],
  report: Report<void>,
  limit: number,
): Promise<void> {
  const names = expected.map(({ name }) => name);
  return poll(names, limit, "isn't ready", report, async (pending) => {
    const wanted = expected.filter(({ name }) => pending.has(name));
    const views = await viewOfEachBroker(session, [...pending]);
    const reasons = new Map(wanted.map((topic) => [topic.name, whyNotKnown(topic, views)]));
    const known = wanted.flatMap(({ name }) => {
      const topic = reasons.get(name) === undefined ? views[0]?.topics?.get(name) : undefined;
      return topic === undefined ? [] : [topic];
    });
    return new Map([...reasons, ...(await silentLeaders(session, known))]);
  });
}

/** Waits until no live broker knows the topics any more. */
export function waitUntilGone(
  session: Session,
  names: readonly string[],
  report: Report<void>,
  limit: number,
): Promise<void> {
  return poll(names, limit, "isn't gone", report, async (pending) => {
    const views = await viewOfEachBroker(session, [...pending]);
    return new Map([...pending].map((name) => [name, whyNotGone(name, views)]));
  });
}

/** Asks again and again, with longer pauses, until no name has a reason to wait for or the time is over. */
async function poll(
  names: readonly string[],
  limit: number,
  trouble: string,
  report: Report<void>,
  look: (pending: ReadonlySet<string>) => Promise<ReadonlyMap<string, string | undefined>>,
): Promise<void> {
  const deadline = new Deadline(limit);
  const pending = new Map(names.map((name, index) => [name, index]));
  for (let pause = firstPause; pending.size > 0; pause = Math.min(pause * 2, longestPause)) {
    const reasons = await look(new Set(pending.keys()));
    for (const [name, index] of [...pending]) {
      const reason = reasons.get(name);
      if (reason !== undefined && !deadline.passed) continue;
      pending.delete(name);
      const late = () => new UserError(`topic "${name}" ${trouble} after ${Math.round(limit / 1000)} s: ${reason}`);
      report(index, reason === undefined ? { value: undefined } : { error: late() });
    }
    if (pending.size > 0) await deadline.pause(pause);
  }
}

async function viewOfEachBroker(session: Session, names: string[]): Promise<BrokerView[]> {
  const { brokers } = await session.describeCluster();
  return Promise.all(
    brokers.map(async ({ nodeId }) => {
      try {
        const topics = await session.metadata(names, { from: nodeId, deadline: new Deadline(roundLimit) });
        return { nodeId, topics: new Map(topics.map((topic) => [topic.name, topic])) };
      } catch (error) {
        // A broker that went away leaves the list of live ones soon; until then it is waited for.
        if (error instanceof UserError) return { nodeId, topics: undefined };
        throw error;
      }
    }),
  );
}

/**
 * Metadata may name a leader that still answers "not the leader", for seconds when it gets thousands of partitions at once.
 * Only the leader's own answer tells.
 */
async function silentLeaders(session: Session, topics: readonly TopicMetadata[]): Promise<Map<string, string>> {
  const reasons = new Map<string, string>();
  await Promise.all(
    [...byLeader(topics)].map(async ([leader, partitions]) => {
      try {
        const options = { deadline: new Deadline(roundLimit) };
        for (const offset of await session.cluster.send(leader, listOffsetsRequest(partitions), options)) {
          if (offset.errorCode === errorCode.none) continue;
          reasons.set(
            offset.name,
            `broker ${leader} answers ${errorName(offset.errorCode)} for partition ${offset.partition}`,
          );
        }
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        partitions.forEach(({ name }) =>
          reasons.set(name, `its leader, broker ${leader}, doesn't answer: ${messageOf(error)}`),
        );
      }
    }),
  );
  return reasons;
}
