import type { Report } from "../batch/batcher";
import { poll } from "../batch/poll";
import { Deadline } from "../deadline";
import { messageOf, UserError } from "../errors";
import { describeConfigsRequest, resourceType } from "../protocol/configs";
import { errorCode, errorName } from "../protocol/errors";
import { listOffsetsRequest } from "../protocol/list-offsets";
import type { TopicMetadata } from "../protocol/metadata";
import { askEachBroker, roundLimit } from "../session/each-broker";
import type { Session } from "../session/session";
import {
  BrokerView,
  byLeader,
  Expected,
  ExpectedConfig,
  whyConfigNotKnown,
  whyNotGone,
  whyNotKnown,
} from "./readiness";

/**
 * Waits until every live broker knows every partition with a leader, and each leader answers for its partitions: a client that begins while some
 * leaders still refuse sends its whole batch again, and what the others have taken is there twice.
 */
export function waitUntilReady(
  session: Session,
  expected: readonly Expected[],
  report: Report<void>,
  limit: number,
): Promise<void> {
  const look = async (pending: ReadonlySet<string>) => {
    const wanted = expected.filter(({ name }) => pending.has(name));
    const views = await viewOfEachBroker(session, [...pending]);
    const reasons = new Map(wanted.map((topic) => [topic.name, whyNotKnown(topic, views)]));
    const known = wanted.flatMap(({ name }) => {
      const topic = reasons.get(name) === undefined ? views[0]?.topics?.get(name) : undefined;
      return topic === undefined ? [] : [topic];
    });
    return new Map([...reasons, ...(await silentLeaders(session, known))]);
  };
  return poll({ names: expected.map(({ name }) => name), limit, look, late: late("isn't ready", limit) }, report);
}

/** Waits until every live broker has the changed configs. */
export function waitUntilConfigured(
  session: Session,
  expected: readonly ExpectedConfig[],
  report: Report<void>,
  limit: number,
): Promise<void> {
  const look = async (pending: ReadonlySet<string>) => {
    const wanted = expected.filter(({ name }) => pending.has(name));
    const request = describeConfigsRequest(wanted.map(({ name }) => ({ type: resourceType.topic, name })));
    const answers = await askEachBroker(session, (nodeId, deadline) =>
      session.cluster.send(nodeId, request, { deadline }),
    );
    return new Map(wanted.map((topic) => [topic.name, whyConfigNotKnown(topic, answers)]));
  };
  return poll(
    { names: expected.map(({ name }) => name), limit, look, late: late("hasn't its new config", limit) },
    report,
  );
}

/** Waits until no live broker knows the topics any more. */
export function waitUntilGone(
  session: Session,
  names: readonly string[],
  report: Report<void>,
  limit: number,
): Promise<void> {
  const look = async (pending: ReadonlySet<string>) => {
    const views = await viewOfEachBroker(session, [...pending]);
    return new Map([...pending].map((name) => [name, whyNotGone(name, views)]));
  };
  return poll({ names, limit, look, late: late("isn't gone", limit) }, report);
}

function late(trouble: string, limit: number): (name: string, reason: string) => UserError {
  return (name, reason) => new UserError(`topic "${name}" ${trouble} after ${Math.round(limit / 1000)} s: ${reason}`);
}

async function viewOfEachBroker(session: Session, names: string[]): Promise<BrokerView[]> {
  const answers = await askEachBroker(session, (from, deadline) => session.metadata(names, { from, deadline }));
  return answers.map(({ nodeId, answer }) => ({
    nodeId,
    topics: answer && new Map(answer.map((topic) => [topic.name, topic])),
  }));
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
