import { monitorEventLoopDelay } from "node:perf_hooks";

/** Milliseconds between two looks: a block shows to this precision. */
const RESOLUTION = 1;

/** Runs something, and gives the longest time that the event loop was blocked meanwhile, in milliseconds. */
export async function longestBlock(work: () => Promise<unknown>): Promise<number> {
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION });
  histogram.enable();
  await work();
  histogram.disable();
  // What is measured is the time between two looks, of which the resolution is no block.
  return Math.max(0, histogram.max / 1e6 - RESOLUTION);
}
