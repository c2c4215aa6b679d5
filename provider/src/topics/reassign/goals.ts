import type { Report } from "../../batch/batcher";
import { UserError } from "../../errors";
import { errorCode } from "../../protocol/errors";
import type { ClusterMetadata, TopicMetadata } from "../../protocol/metadata";
import type { OngoingReassignment } from "../../protocol/reassignments";
import type { Session } from "../../session/session";
import type { LayoutInputs } from "../layout";
import { layoutOf } from "../layout";
import { attempts, missingRights } from "../failure";
import type { BrokerLoad, Move, PartitionGoal } from "./plan";
import { planMoves, whyImpossible } from "./plan";
import { clusterRights, lackingRights } from "./rights";
import type { ReassignmentSettings, ReplicaBrokers } from "./settings";
import { isMisplaced } from "./brokers";
import { canonical } from "../../canonical";

/** A topic whose replicas are to be as its layout says, and how they are moved. */
export interface TopicGoal extends LayoutInputs {
  name: string;
  reassignment?: ReassignmentSettings;
}

/** What is to be done for several topics. */
export interface Agenda {
  moves: Move[];
  /** Topics that can't have what they want. */
  refused: Map<string, UserError>;
}

/**
 * Makes the plan of several topics together.
 * @param cluster every topic of the cluster, since the load of the brokers counts; the goals' own aren't being moved
 * @param allowed the brokers that may hold replicas of topics without a placement
 */
export function agendaOf(goals: readonly TopicGoal[], cluster: ClusterMetadata, allowed: ReplicaBrokers = {}): Agenda {
  const topics = new Map(cluster.topics.map((topic) => [topic.name, topic]));
  const brokers = cluster.brokers.map(({ nodeId, rack }) => ({ id: nodeId, rack }));
  const places = { brokers, ...allowed };
  const refused = new Map<string, UserError>();
  const partitions: PartitionGoal[] = [];
  for (const goal of goals) {
    const wanted = partitionGoals(goal, topics.get(goal.name));
    const reason =
      wanted === undefined ? "it is gone" : wanted.map((each) => whyImpossible(each, places)).find(Boolean);
    if (reason !== undefined) {
      refused.set(goal.name, new UserError(`topic "${goal.name}" can't be moved: ${reason}`));
    } else partitions.push(...(wanted ?? []));
  }
  const load = loadOf(cluster, new Set(partitions.map(key)));
  return { moves: planMoves({ ...places, partitions, load }), refused };
}

/** Reports for each topic whether what is wanted of its replicas can be had. */
export async function checkGoals(session: Session, goals: readonly TopicGoal[], report: Report<void>): Promise<void> {
  const [cluster, rights] = await Promise.all([session.clusterMetadata(null), clusterRights(session)]);
  const refused = new Map(
    [...bySettings(goals)].flatMap((group) => [...agendaOf(group, cluster, group[0]?.reassignment?.brokers).refused]),
  );
  goals.forEach(({ name, reassignment }, index) => {
    const lacking = lackingRights(rights, reassignment?.throttle !== null);
    const error =
      lacking.length === 0
        ? refused.get(name)
        : missingRights(name, attempts.move.words, lacking, "cluster", session.user);
    report(index, error === undefined ? { value: undefined } : { error });
  });
}

/** Goals that are reached in the same way, together. */
export function bySettings(goals: readonly TopicGoal[]): TopicGoal[][] {
  return [...Map.groupBy(goals, ({ reassignment }) => canonical(reassignment)).values()];
}

/** Whether a move that is under way leads to what is wanted. */
export function leadsTo(move: OngoingReassignment, goal: TopicGoal): boolean {
  const { placement, replicationFactor } = layoutOf(goal);
  const { to } = moveOf(move);
  const list = placement?.[move.partition];
  if (list !== undefined) return to.join() === list.join();
  return to.length === (replicationFactor ?? to.length) && !isMisplaced(goal, { replicas: [to] });
}

/** A reassignment that is under way as the move that it is. */
export function moveOf({ topic, partition, replicas, adding, removing }: OngoingReassignment): Move {
  const without = (ids: readonly number[]) => replicas.filter((id) => !ids.includes(id));
  return { topic, partition, from: without(adding), to: without(removing) };
}

/** The same text for the same partition. */
export function key({ topic, partition }: { topic: string; partition: number }): string {
  return `${topic}-${partition}`;
}

function partitionGoals(goal: TopicGoal, topic: TopicMetadata | undefined): PartitionGoal[] | undefined {
  if (topic === undefined || topic.errorCode === errorCode.unknownTopicOrPartition) return undefined;
  const { placement, replicationFactor } = layoutOf(goal);
  return [...topic.partitions]
    .sort((left, right) => left.partition - right.partition)
    .map(({ partition, replicas, isr, leader }) => ({
      topic: goal.name,
      partition,
      replicas,
      isr,
      leader,
      wanted: placement?.[partition] ?? replicationFactor ?? replicas.length,
    }));
}

/** What the brokers hold of everything that isn't planned. */
function loadOf(cluster: ClusterMetadata, planned: ReadonlySet<string>): Map<number, BrokerLoad> {
  const load = new Map<number, BrokerLoad>();
  const at = (id: number): BrokerLoad => {
    const known = load.get(id) ?? { replicas: 0, leaders: 0 };
    load.set(id, known);
    return known;
  };
  for (const { name, partitions } of cluster.topics) {
    for (const { partition, replicas } of partitions) {
      if (planned.has(key({ topic: name, partition }))) continue;
      replicas.forEach((id) => (at(id).replicas += 1));
      if (replicas[0] !== undefined) at(replicas[0]).leaders += 1;
    }
  }
  return load;
}
