import type { PartitionGoal, Places } from "./plan";

/** The replicas of one partition while the plan is made. */
export class Draft {
  /** Node ids. */
  readonly replicas: Set<number>;
  /** Those of today that may stay. */
  private readonly staying: ReadonlySet<number>;
  /** Preferred leader, where it is in sync, and leader, as far as there is room for both. */
  private readonly fixed: ReadonlySet<number>;
  /** Whether another choice of the same worth may exist. */
  private readonly open: boolean;

  constructor(
    readonly goal: PartitionGoal,
    private readonly places: Places,
  ) {
    const { wanted, replicas } = goal;
    this.open = typeof wanted === "number";
    this.staying = new Set(typeof wanted === "number" ? replicas.filter((id) => places.mayStay(id)) : wanted);
    this.replicas = new Set(this.staying);
    const leaders = [...replicas.slice(0, 1).filter((id) => this.inSync(id)), goal.leader];
    this.fixed = new Set([...new Set(leaders)].filter((id) => this.staying.has(id)).slice(0, Number(wanted)));
  }

  /** How many replicas are missing; below 0 when there are too many. */
  get missing(): number {
    const { wanted } = this.goal;
    return typeof wanted === "number" ? wanted - this.replicas.size : 0;
  }

  /** Brokers that can get a replica without more of them in a rack than need be. */
  candidates(): number[] {
    const free = this.places.free.filter((id) => !this.replicas.has(id));
    const inRack = (id: number) => this.inRackOf(id);
    const least = Math.min(...free.map(inRack));
    return free.filter((id) => inRack(id) === least);
  }

  /** Replicas of which one can go: out of sync before in sync, then of the fullest rack. */
  dispensable(): number[] {
    const loose = [...this.replicas].filter((id) => !this.fixed.has(id));
    const out = loose.filter((id) => !this.inSync(id));
    const pool = out.length > 0 ? out : loose;
    const most = Math.max(...pool.map((id) => this.inRackOf(id)));
    return pool.filter((id) => this.inRackOf(id) === most);
  }

  /** Brokers that could hold a replica in place of another one, with nothing lost but balance. */
  alternatives(id: number): number[] {
    if (!this.open || this.fixed.has(id) || !this.replicas.has(id)) return [];
    const isToday = this.staying.has(id);
    // A replica of today is exchanged for one of today only, where there are too many; else something would move for nothing.
    const pool = isToday
      ? [...this.staying].filter((other) => this.inSync(other) === this.inSync(id))
      : this.places.free;
    return pool.filter(
      (other) =>
        !this.replicas.has(other) &&
        this.staying.has(other) === isToday &&
        this.inRackOf(other, id) < this.inRackOf(id),
    );
  }

  /** Replaces one replica by another. */
  exchange(out: number, into: number): void {
    this.replicas.delete(out);
    this.replicas.add(into);
  }

  /** The preferred leader: today's, else today's leader, where one of them stays. */
  leader(): number | undefined {
    const { wanted, replicas, leader } = this.goal;
    const ranked = typeof wanted === "number" ? [replicas[0], leader] : [wanted[0]];
    return ranked.find((id) => id !== undefined && this.replicas.has(id));
  }

  /** Replicas that can lead at once. */
  ready(): number[] {
    const staying = [...this.replicas].filter((id) => this.staying.has(id));
    const inSync = staying.filter((id) => this.inSync(id));
    return inSync.length > 0 ? inSync : staying.length > 0 ? staying : [...this.replicas];
  }

  private inSync(id: number): boolean {
    return this.goal.isr.includes(id);
  }

  /** Replicas in the rack of a broker, one of them left out where it is given. */
  private inRackOf(id: number, without?: number): number {
    const rack = this.places.rack(id);
    let count = 0;
    for (const other of this.replicas) if (other !== without && this.places.rack(other) === rack) count += 1;
    return count;
  }
}
