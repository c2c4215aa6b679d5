import type { Report } from "../../batch/batcher";
import { Deadline } from "../../deadline";
import { messageOf } from "../../errors";
import { errorCode, throwIfFailed } from "../../protocol/errors";
import { describeGroupsRequest, listGroupsRequest, offsetFetchRequest } from "../../protocol/groups";
import type { Session } from "../../session/session";
import { commitKey, commitsSince } from "./commits";

/** A consumer group that has committed offsets for a topic. */
export interface TopicConsumer {
  group: string;
  /** Members at this moment. */
  members: number;
  /** Whether it committed an offset for the topic within the last hour, or why that can't be told. */
  recent: boolean | { unknown: string };
}

/** Who consumes a topic, or why nobody can tell. */
export type TopicConsumers = { consumers: TopicConsumer[] } | { unknown: string };

/** How long the brokers may take to tell, in milliseconds: a deletion doesn't wait for longer. */
const patience = 20_000;
/** Groups that are asked about at the same time. */
const atOnce = 16;
const hour = 3_600_000;

/** Finds the consumer groups of topics, with their members and whether they committed within the last hour. */
export async function findConsumers(
  session: Session,
  topics: readonly string[],
  report: Report<TopicConsumers>,
): Promise<void> {
  const tell = await consumersOf(session, new Set(topics)).then(
    (found) => (topic: string) => ({ consumers: found.get(topic) ?? [] }),
    (error: unknown) => () => ({ unknown: messageOf(error) }),
  );
  topics.forEach((topic, index) => report(index, { value: tell(topic) }));
}

async function consumersOf(session: Session, topics: ReadonlySet<string>): Promise<Map<string, TopicConsumer[]>> {
  const deadline = new Deadline(patience);
  const { brokers } = await session.describeCluster({ deadline });
  const all = (await Promise.all(brokers.map(({ nodeId }) => groupsOf(session, nodeId, deadline)))).flat();
  const consuming = all.filter((group) => group.topics.some((topic) => topics.has(topic)));
  const names = consuming.map(({ group }) => group);
  const recent = await commitsSince(session, names, Date.now() - hour, deadline).then(
    (commits) => (group: string, topic: string) => commits.has(commitKey(group, topic)),
    // It is still known who has members.
    (error: unknown) => () => ({ unknown: messageOf(error) }),
  );
  const found = new Map<string, TopicConsumer[]>();
  for (const { group, members, topics: itsTopics } of consuming) {
    for (const topic of itsTopics) {
      found.set(topic, [...(found.get(topic) ?? []), { group, members, recent: recent(group, topic) }]);
    }
  }
  return found;
}

/** A group with the topics that it has committed offsets for. */
interface Consuming {
  group: string;
  members: number;
  topics: string[];
}

/** The groups that one broker coordinates. Each broker tells its own only. */
async function groupsOf(session: Session, nodeId: number, deadline: Deadline): Promise<Consuming[]> {
  const options = { deadline };
  const { errorCode: code, groups } = await session.cluster.send(nodeId, listGroupsRequest(), options);
  throwIfFailed(code, null);
  const described =
    groups.length === 0 ? [] : await session.cluster.send(nodeId, describeGroupsRequest(groups), options);
  const members = new Map(described.map((group) => [group.group, group.members]));
  const found: Consuming[] = [];
  const queue = groups.values();
  const work = async () => {
    for (const group of queue) {
      const offsets = await session.cluster.send(nodeId, offsetFetchRequest(group), options);
      // A group that moved to another coordinator meanwhile is counted there.
      if (offsets.errorCode === errorCode.none) {
        found.push({ group, members: members.get(group) ?? 0, topics: offsets.topics });
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return found;
}
