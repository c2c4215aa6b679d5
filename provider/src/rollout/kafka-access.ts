import { Deadline } from "../deadline";
import { messageOf } from "../errors";
import { describeQuorumRequest } from "../protocol/describe-quorum";
import { electPreferredLeadersRequest } from "../protocol/elect-leaders";
import { errorCode as kafkaErrors, throwIfFailed } from "../protocol/errors";
import type { ClusterMetadata } from "../protocol/metadata";
import type { Session } from "../session/session";
import { brokerViews, quorumView, worstOf } from "./kafka-view";
import { MinIsr } from "./min-isr";
import type { KafkaView, Unreachable } from "./observation";
import { catchingUp } from "./partitions";

/** Time limits in milliseconds. A look that takes longer is given up and taken again: it is one of many. */
const limits = { look: 10_000, broker: 5_000, election: 60_000 };

/** What a preferred leader election came to. */
export interface Election {
  elected: number;
  /** Partitions whose preferred leader couldn't take over. */
  failed: number;
}

/** One Kafka cluster, as far as a rollout needs it. */
export class KafkaAccess {
  private readonly minIsr: MinIsr;
  private brokers = new Map<string, number>();

  /** @param mode tells where the active controller is found */
  constructor(
    private readonly session: Session,
    private readonly mode: "kraft" | "zookeeper",
  ) {
    this.minIsr = new MinIsr(session);
  }

  /** Kafka at this moment. It never throws: a cluster that doesn't answer is something to see, too. */
  async look(pods: readonly string[]): Promise<KafkaView | Unreachable> {
    try {
      const first = await this.session.clusterMetadata(null, { deadline: new Deadline(limits.look) });
      const [others, quorum] = await Promise.all([this.askEach(first), this.quorum(first)]);
      const { brokers, partitions } = worstOf([first, ...others.values()]);
      await this.minIsr.read([...new Set(partitions.map(({ topic }) => topic))], limits.look);
      const views = brokerViews(brokers, pods, new Set(others.keys()));
      for (const { id, pod } of views) this.brokers.set(pod, id);
      return {
        ...quorum,
        brokers: views,
        partitions: partitions.map((partition) => ({ ...partition, minIsr: this.minIsr.of(partition.topic) })),
      };
    } catch (error) {
      return { unreachable: messageOf(error) };
    }
  }

  /** The connection to a pod that is restarted leads nowhere. */
  forget(pod: string): void {
    const id = this.brokers.get(pod);
    if (id !== undefined) this.session.cluster.drop(id);
  }

  /** Moves the leadership of every partition back to its preferred leader, so that a rollout doesn't leave the load uneven. */
  async electPreferredLeaders(): Promise<Election> {
    const request = electPreferredLeadersRequest(limits.election);
    const deadline = new Deadline(2 * limits.election);
    const { errorCode, partitions } = await this.session.cluster.send("controller", request, { deadline });
    throwIfFailed(errorCode, null);
    const needed = partitions.filter((partition) => partition.errorCode !== kafkaErrors.electionNotNeeded);
    const elected = needed.filter((partition) => partition.errorCode === 0).length;
    return { elected, failed: needed.length - elected };
  }

  /**
   * Asks every broker itself: that proves that it serves clients. All its partitions are asked for only when the first answer
   * shows nothing that has yet to catch up: then every broker must agree.
   */
  private async askEach(first: ClusterMetadata): Promise<Map<number, ClusterMetadata>> {
    const partitions = worstOf([first]).partitions.map((partition) => ({ ...partition, minIsr: 1 }));
    const topics = catchingUp(partitions).length > 0 ? [] : null;
    const answers = await Promise.all(
      first.brokers.map(async ({ nodeId }): Promise<[number, ClusterMetadata] | undefined> => {
        const options = { from: nodeId, deadline: new Deadline(limits.broker) };
        const answer = this.session.clusterMetadata(topics, options);
        // A broker that doesn't answer is missing from the result, and the planner waits for it by name.
        return answer.then((view): [number, ClusterMetadata] => [nodeId, view]).catch(() => undefined);
      }),
    );
    return new Map(answers.filter((answer) => answer !== undefined));
  }

  private async quorum({ controllerId }: ClusterMetadata): Promise<Pick<KafkaView, "controller" | "voters">> {
    if (this.mode === "zookeeper") return { controller: controllerId < 0 ? null : controllerId, voters: [] };
    const deadline = new Deadline(limits.broker);
    // While the quorum elects a leader nobody can say who it is; the planner waits for one.
    const none = { controller: null, voters: [] };
    return this.session.cluster.send("any", describeQuorumRequest(), { deadline }).then(quorumView, () => none);
  }
}
