import { Batcher, BatcherOptions, Report } from "../batch/batcher";
import { Deadline } from "../deadline";
import { AlterConfigsResult, ConfigChange, incrementalAlterConfigsRequest, resourceType } from "../protocol/configs";
import {
  createPartitionsRequest,
  deleteTopicsRequest,
  MorePartitions,
  NewTopic,
  TopicResult,
} from "../protocol/topics";
import type { OngoingReassignment } from "../protocol/reassignments";
import { ChangeResult, ChangeSpec, sendChange } from "../session/send-change";
import type { Session } from "../session/session";
import { consoleProgress, type Progress } from "../progress";
import { findConsumers, type TopicConsumers } from "./consumers/find";
import { sendCreations } from "./creation";
import { describeTopics } from "./describe";
import type { TopicState } from "./plan";
import type { Expected } from "./readiness";
import { findMoves } from "./reassign/controller";
import { checkGoals, type TopicGoal } from "./reassign/goals";
import { abandon, reassign } from "./reassign/reassign";
import { releaseTopics, type Throttle } from "./reassign/release";
import { waitUntilConfigured, waitUntilGone, waitUntilReady } from "./wait";

/** Config changes of one topic. */
export interface TopicConfigChanges {
  name: string;
  changes: readonly ConfigChange[];
}

/** A topic that is looked at again, and the configs of it that count. */
export interface TopicLook {
  name: string;
  keys: readonly string[];
}

/** Time limits in milliseconds. */
export interface TopicLimits {
  /** One change with all its retries. @default 120000 */
  change: number;
  /** Until the brokers all know what was changed. @default 120000 (thousands of partitions at once take a broker many seconds) */
  settle: number;
}

/** The limits that apply unless others are given. */
export const defaultLimits: TopicLimits = { change: 120_000, settle: 120_000 };

const byName = { key: ({ name }: { name: string }) => name };
/** Waits run side by side: a topic must not wait for one that came before it. */
const waits = { inFlight: 64 };

/** The requests about topics over one session, each kind grouped with those of other callers. */
export class TopicRequests {
  /** Creates a topic. The result may be an error code, which is the caller's to judge. */
  readonly create: Batcher<NewTopic, ChangeResult<TopicResult>>;
  /** Raises the number of partitions. */
  readonly addPartitions: Batcher<MorePartitions, ChangeResult<TopicResult>>;
  /** Checks a raised number of partitions. */
  readonly checkPartitions: Batcher<MorePartitions, ChangeResult<TopicResult>>;
  /** Changes configs, and leaves all others as they are. */
  readonly alter: Batcher<TopicConfigChanges, ChangeResult<AlterConfigsResult>>;
  /** Checks changes of configs. */
  readonly checkAlter: Batcher<TopicConfigChanges, ChangeResult<AlterConfigsResult>>;
  /** Deletes a topic. */
  readonly remove: Batcher<string, ChangeResult<TopicResult>>;
  /** Reads a topic; undefined when there is none. */
  readonly describe: Batcher<string, TopicState | undefined>;
  /** Reads a topic with few of its configs, of which it has thirty: a quarter of the time. Undefined when there is none. */
  readonly look: Batcher<TopicLook, TopicState | undefined>;
  /** Waits until the brokers know the topic and its leaders answer. */
  readonly ready: Batcher<Expected, void>;
  /** Waits until the brokers have the changed configs. */
  readonly configured: Batcher<TopicConfigChanges, void>;
  /** Waits until no broker knows the topic. */
  readonly gone: Batcher<string, void>;
  /** Checks whether replicas can be where they are wanted. */
  readonly checkReassign: Batcher<TopicGoal, void>;
  /** Moves replicas to where they are wanted, and waits for it. Those that are asked for meanwhile come after. */
  readonly reassign: Batcher<TopicGoal, void>;
  /** Finds the moves of a topic's replicas that are under way, whoever began them. */
  readonly underWay: Batcher<string, OngoingReassignment[]>;
  /** Takes off the throttle that a run left behind. */
  readonly release: Batcher<string, Throttle>;
  /** Takes back what a run left moving, with its throttle. */
  readonly abandon: Batcher<string, void>;

  /** Finds the consumer groups of a topic. */
  readonly consumers: Batcher<string, TopicConsumers>;

  /** @param progress where long moves tell how far they are, and who is warned of what */
  constructor(
    private readonly session: Session,
    readonly limits: TopicLimits = defaultLimits,
    readonly progress: Progress = consoleProgress,
  ) {
    const change = <T, R extends TopicResult | AlterConfigsResult>(
      spec: ChangeSpec<T, R>,
      options: BatcherOptions<T>,
    ) =>
      new Batcher<T, ChangeResult<R>>(async (items, report) => {
        await sendChange(session, items, spec, new Deadline(limits.change), report);
      }, options);
    const named = { itemName: ({ name }: { name: string }) => name, resultName: ({ name }: { name: string }) => name };
    const partitions = (validateOnly: boolean) =>
      change(
        { ...named, request: (items: readonly MorePartitions[]) => createPartitionsRequest(items, { validateOnly }) },
        // The total is more than what is added, which only the brokers know.
        { ...byName, weigh: ({ partitions }) => partitions },
      );
    const configs = (validateOnly: boolean) =>
      change(
        {
          ...named,
          request: (items: readonly TopicConfigChanges[]) =>
            incrementalAlterConfigsRequest(
              items.map((item) => ({ type: resourceType.topic, ...item })),
              { validateOnly },
            ),
        },
        { ...byName, weigh: ({ changes }) => changes.length },
      );

    this.create = new Batcher((items, report) => sendCreations(session, items, new Deadline(limits.change), report), {
      ...byName,
      weigh: recordsOf,
    });
    this.addPartitions = partitions(false);
    this.checkPartitions = partitions(true);
    this.alter = configs(false);
    this.checkAlter = configs(true);
    const self = { key: (name: string) => name };
    this.remove = change(
      { ...named, itemName: (name: string) => name, request: (names: readonly string[]) => deleteTopicsRequest(names) },
      self,
    );
    const wait = <T>(run: (items: T[], report: Report<void>) => Promise<void>, options: BatcherOptions<T>) =>
      new Batcher<T, void>(run, { ...options, ...waits });
    this.describe = new Batcher((names, report) => describeTopics(session, names, report), { ...self, inFlight: 2 });
    this.look = new Batcher<TopicLook, TopicState | undefined>(
      (looks, report) => {
        const keys = [...new Set(looks.flatMap((look) => look.keys))];
        return describeTopics(
          session,
          looks.map(({ name }) => name),
          report,
          { keys },
        );
      },
      { ...byName, inFlight: 2, patience: 30 },
    );
    this.ready = wait<Expected>((items, report) => waitUntilReady(session, items, report, limits.settle), byName);
    this.configured = wait<TopicConfigChanges>(
      (items, report) => waitUntilConfigured(session, items, report, limits.settle),
      byName,
    );
    this.gone = wait((names, report) => waitUntilGone(session, names, report, limits.settle), self);
    this.checkReassign = new Batcher<TopicGoal, void>((goals, report) => checkGoals(session, goals, report), byName);
    this.reassign = new Batcher<TopicGoal, void>((goals, report) => reassign(session, goals, report, progress), byName);
    this.underWay = new Batcher((names, report) => findMoves(session, names, report), self);
    this.release = new Batcher((names, report) => releaseTopics(session, names, report), self);
    this.consumers = new Batcher((names, report) => findConsumers(session, names, report), self);
    this.abandon = new Batcher((names, report) => abandon(session, names, report, progress), self);
  }

  /** Who asks, for the errors about missing rights. */
  get user(): string | undefined {
    return this.session.user;
  }
}

/** Records that the creation of a topic writes in a KRaft controller: the topic, its partitions, its configs. */
export function recordsOf({ partitions, placement, config }: NewTopic): number {
  return 1 + Math.max(1, placement?.length ?? partitions) + Object.keys(config).length;
}

const ofSession = new WeakMap<Session, TopicRequests>();

/**
 * The requests of a session, the same for all its users, so that their calls meet in one batch.
 * @param limits those of the first user count
 */
export function topicRequests(session: Session, limits: TopicLimits = defaultLimits): TopicRequests {
  const known = ofSession.get(session) ?? new TopicRequests(session, limits);
  ofSession.set(session, known);
  return known;
}
