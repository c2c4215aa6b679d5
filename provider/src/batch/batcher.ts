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
  private readonly turns = new Turns();

  /** @param run sends one group, and reports an outcome for each of its items, at once or one by one */
  constructor(
    private readonly run: (items: T[], report: Report<R>) => Promise<void>,
    private readonly options: BatcherOptions<T>,
  ) {}

  /** Adds an item to the next group. @returns its own result */
  add(item: T): Promise<R> {
    return new Promise((resolve, reject) => {
      const settle = (outcome: Outcome<R>) => ("error" in outcome ? reject(outcome.error) : resolve(outcome.value));
      this.waiting.push({ item, settle });
      this.schedule();
    });
  }

  private schedule(): void {
    if (this.timer !== undefined || this.waiting.length === 0 || this.running >= (this.options.inFlight ?? 1)) return;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      void this.flush();
    }, this.options.window ?? 5);
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
    // A promise that is settled already takes no notice.
    for (const entry of group) settle(entry, { error: failure });
  }
}
