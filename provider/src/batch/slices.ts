import { setImmediate as nextTurn } from "node:timers/promises";

/** Most of a kind that are worked on before the event loop has its turn: what they leave to do then, as promises, is a part of the same turn. */
const sliceSize = 64;

/** How long a slice may take before the event loop has its turn, in milliseconds, however few it is by then. */
const sliceTime = 8;

/** Does something with each, in order, and lets the event loop have its turn in between. */
export async function inSlices<T>(items: Iterable<T>, each: (item: T) => void): Promise<void> {
  let done = 0;
  let began = performance.now();
  for (const item of items) {
    if (done === sliceSize || (done > 0 && performance.now() - began >= sliceTime)) {
      await nextTurn();
      done = 0;
      began = performance.now();
    }
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
      const now = this.waiting;
      this.waiting = [];
      await inSlices(now, (run) => run());
    }
    this.running = false;
  }
}
