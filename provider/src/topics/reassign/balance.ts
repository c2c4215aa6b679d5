import type { Draft } from "./draft";
import type { BrokerLoad } from "./plan";

/** One exchange that keeps all that matters more than the balance. */
interface Step {
  draft: Draft;
  from: number;
  to: number;
}

/** The brokers' numbers of replicas and leaders while a plan is made, and what is chosen by them. */
export class Balance {
  private readonly load = new Map<number, BrokerLoad>();
  /** Replicas of one topic by broker: between brokers of equal load, the topic itself is spread. */
  private readonly ofTopic = new Map<string, Map<number, number>>();

  constructor(
    private readonly ids: readonly number[],
    others: ReadonlyMap<number, BrokerLoad>,
    private readonly drafts: readonly Draft[],
  ) {
    for (const [id, { replicas, leaders }] of others) this.load.set(id, { replicas, leaders });
    for (const draft of drafts) {
      for (const id of draft.replicas) this.count(draft, id, 1);
      const leader = draft.leader();
      if (leader !== undefined) this.at(leader).leaders += 1;
    }
  }

  /** Gives a partition the replicas that it lacks, and takes those that are too many. */
  complete(draft: Draft): void {
    while (draft.missing > 0) {
      const id = this.best(draft.candidates(), (each) => this.weight(draft, each));
      if (id === undefined) throw new RangeError(`${draft.goal.topic}-${draft.goal.partition}: not enough brokers`);
      draft.replicas.add(id);
      this.count(draft, id, 1);
    }
    while (draft.missing < 0) {
      const id = this.best(draft.dispensable(), (each) => this.weight(draft, each).map((value) => -value));
      if (id === undefined) throw new RangeError(`${draft.goal.topic}-${draft.goal.partition}: a replica must stay`);
      draft.replicas.delete(id);
      this.count(draft, id, -1);
    }
  }

  /**
   * Exchanges replicas until no chain of exchanges brings one from a broker to another that has at least two fewer. Each chain makes the
   * sum of the squares smaller, so it ends.
   */
  even(): void {
    for (;;) {
      const steps = this.exchanges();
      const sources = [...steps.keys()].sort((left, right) => this.at(right).replicas - this.at(left).replicas);
      if (!sources.some((source) => this.apply(this.chain(source, steps)))) return;
    }
  }

  /** The replicas of a partition: preferred leader, the others of today, then those that come. */
  order(draft: Draft): number[] {
    const { wanted, replicas } = draft.goal;
    if (typeof wanted !== "number") return [...wanted];
    const rest = [
      ...replicas.filter((id) => draft.replicas.has(id)),
      ...[...draft.replicas].filter((id) => !replicas.includes(id)),
    ];
    const leader = draft.leader() ?? this.newLeader(draft);
    return leader === undefined ? rest : [leader, ...rest.filter((id) => id !== leader)];
  }

  private newLeader(draft: Draft): number | undefined {
    const leader = this.best(draft.ready(), (id) => [this.at(id).leaders]);
    if (leader !== undefined) this.at(leader).leaders += 1;
    return leader;
  }

  /** Every exchange that is open, one of a kind, by the broker that gives. */
  private exchanges(): Map<number, Map<number, Step>> {
    const steps = new Map<number, Map<number, Step>>();
    const all = this.ids.length * (this.ids.length - 1);
    let found = 0;
    for (const draft of this.drafts) {
      for (const from of draft.replicas) {
        const known = steps.get(from) ?? new Map<number, Step>();
        for (const to of draft.alternatives(from)) {
          if (known.has(to)) continue;
          known.set(to, { draft, from, to });
          found += 1;
        }
        if (known.size > 0) steps.set(from, known);
      }
      if (found === all) break;
    }
    return steps;
  }

  /** The shortest chain of exchanges from a broker to one with at least two replicas fewer; empty without one. */
  private chain(source: number, steps: ReadonlyMap<number, ReadonlyMap<number, Step>>): Step[] {
    const most = this.at(source).replicas - 2;
    const paths = new Map<number, Step[]>([[source, []]]);
    for (const [broker, path] of paths) {
      for (const [to, step] of steps.get(broker) ?? []) {
        if (paths.has(to)) continue;
        const longer = [...path, step];
        if (this.at(to).replicas <= most) return longer;
        // A Map is walked in the order of insertion, what is added meanwhile included: the nearest brokers first.
        paths.set(to, longer);
      }
    }
    return [];
  }

  /** Does the exchanges of a chain; undone where one of them has closed another. @returns whether it was done */
  private apply(chain: readonly Step[]): boolean {
    const done: Step[] = [];
    for (const step of chain) {
      if (!step.draft.alternatives(step.from).includes(step.to)) {
        for (const { draft, from, to } of done.reverse()) this.exchange(draft, to, from);
        return false;
      }
      this.exchange(step.draft, step.from, step.to);
      done.push(step);
    }
    return done.length > 0;
  }

  private exchange(draft: Draft, from: number, to: number): void {
    draft.exchange(from, to);
    this.count(draft, from, -1);
    this.count(draft, to, 1);
  }

  private count({ goal }: Draft, id: number, change: number): void {
    this.at(id).replicas += change;
    const topic = this.ofTopic.get(goal.topic) ?? new Map<number, number>();
    this.ofTopic.set(goal.topic, topic.set(id, (topic.get(id) ?? 0) + change));
  }

  /** What speaks against a broker, the most important first. */
  private weight({ goal }: Draft, id: number): number[] {
    return [this.at(id).replicas, this.ofTopic.get(goal.topic)?.get(id) ?? 0];
  }

  /** The id with the least weight; of several, the first. */
  private best(ids: readonly number[], weigh: (id: number) => readonly number[]): number | undefined {
    return ids.reduce<number | undefined>(
      (best, id) => (best === undefined || isLess(weigh(id), weigh(best)) ? id : best),
      undefined,
    );
  }

  private at(id: number): BrokerLoad {
    const known = this.load.get(id) ?? { replicas: 0, leaders: 0 };
    this.load.set(id, known);
    return known;
  }
}

function isLess(left: readonly number[], right: readonly number[]): boolean {
  const index = left.findIndex((value, place) => value !== right[place]);
  return index >= 0 && (left[index] ?? 0) < (right[index] ?? 0);
}
