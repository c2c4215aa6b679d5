import { setImmediate as nextTurn } from "node:timers/promises";

/**
 * How many of a kind are worked on before the event loop has its turn: the work on a user, or on a topic, takes some hundredths of a
 * millisecond, so that nothing else waits longer than about ten.
 */
const sliceSize = 250;

/** Does something with each, in order, and lets the event loop have its turn in between. */
export async function inSlices<T>(items: Iterable<T>, each: (item: T) => void): Promise<void> {
  let done = 0;
  for (const item of items) {
    if (done > 0 && done % sliceSize === 0) await nextTurn();
    each(item);
    done++;
  }
}

/** Runs what it is given later, in order, some in each turn of the event loop: thousands that wait for one answer go on one after the other. */
export class Turns {
  private waiting: (() => void)[] = [];
  private running = false;

  add(run: () => void): void {
    this.waiting.push(run);
    if (!this.running) void this.work();
  }

  private async work(): Promise<void> {
    this.running = true;
    while (this.waiting.length > 0) {
      await nextTurn();
      const now = this.waiting.slice(0, sliceSize);
      this.waiting = this.waiting.slice(sliceSize);
      for (const run of now) run();
    }
    this.running = false;
  }
}
