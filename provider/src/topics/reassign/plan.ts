import { Balance } from "./balance";
import { Draft } from "./draft";

/** A broker that can take replicas. */
export interface PlanBroker {
  id: number;
  /** Null where the brokers have no racks. Each such broker counts as a rack of its own. */
  rack: string | null;
}

/** One partition, and what is wanted of it. */
export interface PartitionGoal {
  topic: string;
  partition: number;
  /** Node ids of its replicas, the preferred leader first. While it is being moved: those that it had before. */
  replicas: readonly number[];
  /** In-sync replicas. */
  isr: readonly number[];
  /** Node id of the leader, −1 without one. */
  leader: number;
  /** The number of replicas, or their node ids, the preferred leader first. */
  wanted: number | readonly number[];
}

/** What a broker holds. */
export interface BrokerLoad {
  replicas: number;
  /** Partitions whose preferred leader it is. */
  leaders: number;
}

/** What a plan is made from. */
export interface PlanInput {
  /** Brokers that are alive. */
  brokers: readonly PlanBroker[];
  partitions: readonly PartitionGoal[];
  /** What each broker holds of all other partitions of the cluster. */
  load: ReadonlyMap<number, BrokerLoad>;
  /** The only brokers that may hold the partitions when the plan is done; what is elsewhere moves there. @default all */
  targets?: readonly number[];
  /** Brokers that hold none of the partitions when the plan is done, such as those that are taken away. @default none */
  excluded?: readonly number[];
}

/** The change of one partition. */
export interface Move {
  topic: string;
  partition: number;
  from: readonly number[];
  to: readonly number[];
}

/** Brokers that get a replica by a move. */
export function additions({ from, to }: Move): number[] {
  return to.filter((id) => !from.includes(id));
}

/**
 * The moves that bring partitions to what is wanted of them, in the order of the partitions; those that are as wanted aren't among
 * them. Where a number of replicas is wanted, what matters more comes first:
 *
 * 1. No replica leaves its broker unless there are too many, or the broker is none of the targets or excluded; the preferred leader stays,
 *    or the leader where the preferred one isn't in sync; replicas that aren't in sync go first. So there are as few moves as can be.
 * 2. The replicas of each partition are spread over the racks as evenly as what stays allows.
 * 3. The brokers' numbers of replicas, of all topics together, are as even as these choices allow.
 *
 * A broker that isn't alive keeps its replicas, for it may come back, and gets none.
 * @throws RangeError for a goal that `whyImpossible` refuses
 */
export function planMoves(input: PlanInput): Move[] {
  const places = new Places(input);
  const drafts = input.partitions.map((goal) => new Draft(goal, places));
  const balance = new Balance(places.ids, input.load, drafts);
  for (const draft of drafts) balance.complete(draft);
  balance.even();
  return drafts.flatMap((draft) => {
    const { topic, partition, replicas: from } = draft.goal;
    const to = balance.order(draft);
    return to.length === from.length && to.every((id, index) => id === from[index])
      ? []
      : [{ topic, partition, from, to }];
  });
}

/** Why what is wanted of a partition can't be had with these brokers; undefined when it can. */
export function whyImpossible(goal: PartitionGoal, input: Omit<PlanInput, "partitions" | "load">): string | undefined {
  const places = new Places(input);
  const { wanted } = goal;
  if (typeof wanted !== "number") {
    const unknown = wanted.find((id) => !goal.replicas.includes(id) && !places.rackOf.has(id));
    return unknown === undefined ? undefined : `there is no live broker ${unknown}; live are ${some(places.ids)}`;
  }
  const staying = goal.replicas.filter((id) => places.mayStay(id));
  const free = places.free.filter((id) => !staying.includes(id));
  const most = staying.length + free.length;
  return wanted <= most
    ? undefined
    : `${wanted} replicas need as many brokers, and there are ${most}: ${some([...staying, ...free])}`;
}

function some(ids: readonly number[]): string {
  return ids.length === 0 ? "none" : [...ids].sort((left, right) => left - right).join(", ");
}

/** Where replicas may be. */
export class Places {
  /** Live brokers. */
  readonly ids: readonly number[];
  /** Live brokers that may get replicas. */
  readonly free: readonly number[];
  readonly rackOf: ReadonlyMap<number, string>;
  private readonly targets: ReadonlySet<number> | undefined;
  private readonly excluded: ReadonlySet<number>;

  constructor({ brokers, targets, excluded = [] }: Omit<PlanInput, "partitions" | "load">) {
    this.targets = targets && new Set(targets);
    this.excluded = new Set(excluded);
    this.ids = brokers.map(({ id }) => id).sort((left, right) => left - right);
    this.free = this.ids.filter((id) => this.mayStay(id));
    this.rackOf = new Map(brokers.map(({ id, rack }) => [id, rack ?? ownRack(id)]));
  }

  /** Whether a replica may stay where it is. */
  mayStay(id: number): boolean {
    return (this.targets?.has(id) ?? true) && !this.excluded.has(id);
  }

  /** The rack of a broker; one that isn't alive tells none. */
  rack(id: number): string {
    return this.rackOf.get(id) ?? ownRack(id);
  }
}

/** No rack's name has a zero character. */
function ownRack(id: number): string {
  return `\0${id}`;
}
