import { Turns } from "./slices";
import { splitByWeight, takeDistinct } from "./split";

/** One caller's own result, or its own error. */
export type Outcome<R> = { value: R } | { error: unknown };

/** Gives the caller of the item at that place in the group its outcome; the first one counts. */
export type Report<R> = (index: number, outcome: Outcome<R>) => void;

/** How a batcher groups. */
export interface BatcherOptions<T> {
  /** Two items of the same key never go out in one request; the later one waits for the next. */
  key: (item: T) => string;
  /** What an item counts against the limit. @default 1 */
  weigh?: (item: T) => number;
  /** Most weight in one request. @default 10000, the records that a KRaft controller takes in one batch (Kafka 3.6) */
  limit?: number;
  /** How long the first item waits for others, in milliseconds. @default 5 */
  window?: number;
  /**
   * How long it waits, in milliseconds, while fewer calls are unanswered than there were at once before: who asks about many things has a number that it
   * asks at once, and comes with the next ones as it hears of others. For what is asked of the brokers thousands of times. @default the window
   */
  patience?: number;
  /**
   * Most requests on their way at once; while so many are, arriving items collect into the next. The controller works on one
   * after the other anyhow. @default 1
   */
  inFlight?: number;
}

interface Entry<T, R> {
  item: T;
  settle: (outcome: Outcome<R>) => void;
}

/**
 * Groups calls that arrive within a few milliseconds into one request, and gives each caller its own result. A caller whose item
 * fails gets its error alone; when the whole request fails, each of its callers gets that error.
 */
export class Batcher<T, R> {
  private waiting: Entry<T, R>[] = [];
  private timer: NodeJS.Timeout | undefined;
  private running = 0;
  /** Calls without an answer, now and the most that there were. */
  private unanswered = { now: 0, most: 0 };
  private readonly turns = new Turns();

  /** @param run sends one group, and reports an outcome for each of its items, at once or one by one */
  constructor(
    private readonly run: (items: T[], report: Report<R>) => Promise<void>,
    private readonly options: BatcherOptions<T>,
  ) {}

  /** Adds an item to the next group. @returns its own result */
  add(item: T): Promise<R> {
    return new Promise((resolve, reject) => {
      let answered = false;
      const settle = (outcome: Outcome<R>) => {
        if (answered) return;
        answered = true;
        this.unanswered.now -= 1;
        if ("error" in outcome) reject(outcome.error);
        else resolve(outcome.value);
      };
      this.unanswered.now += 1;
      this.unanswered.most = Math.max(this.unanswered.most, this.unanswered.now);
      this.waiting.push({ item, settle });
      this.schedule();
    });
  }

  /** @param waited how long the first item has waited, in milliseconds */
  private schedule(waited = 0): void {
    const { inFlight = 1, window = 5, patience = window } = this.options;
    if (this.timer !== undefined || this.waiting.length === 0 || this.running >= inFlight) return;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      const more = this.unanswered.now < this.unanswered.most && waited + window < patience;
      if (more) this.schedule(waited + window);
      else void this.flush();
    }, window);
  }

  private async flush(): Promise<void> {
    const { key, weigh = () => 1, limit = 10_000 } = this.options;
    const now = this.waiting;
    this.waiting = [];
    this.running += 1;
    const { taken, rest } = await takeDistinct(now, (entry) => key(entry.item));
    this.waiting = [...rest, ...this.waiting];
    this.schedule();
    for (const group of splitByWeight(taken, (entry) => weigh(entry.item), limit)) await this.runGroup(group);
    this.running -= 1;
    this.schedule();
  }

  private async runGroup(group: Entry<T, R>[]): Promise<void> {
    let failure: unknown = new Error("the request gave no result for this item");
    const settle = (entry: Entry<T, R> | undefined, outcome: Outcome<R>) =>
      this.turns.add(() => entry?.settle(outcome));
    try {
      await this.run(
        group.map((entry) => entry.item),
        (index, outcome) => settle(group[index], outcome),
      );
    } catch (error) {
      failure = error;
    }
    // The first outcome counts.
    for (const entry of group) settle(entry, { error: failure });
  }
}
