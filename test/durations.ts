import { relative } from "node:path";

/** Seconds of the files that take long, beside two others on two processors: what `npm test` prints at its end. */
const SECONDS: Readonly<Record<string, number>> = {
  "e2e/platform.test.ts": 500,
  "e2e/lostState.test.ts": 125,
  "e2e/zookeeper.test.ts": 105,
  "integration/provider/reassignment.test.ts": 370,
  "integration/engine/resources.test.ts": 235,
  "integration/forms/brokers.test.ts": 140,
  "integration/monitoring/panels/panels.test.ts": 120,
  "integration/rollout/rollout.test.ts": 120,
  "integration/provider/faults.test.ts": 95,
  "integration/provider/topics.test.ts": 80,
  "integration/examples/examples.test.ts": 80,
  "integration/engine/groups.test.ts": 75,
};

/** About what any other takes. */
const ELSE = 20;

/** About how long a test file takes beside others, in seconds. One that is not known, or takes another time by now, costs order, nothing else. */
export const secondsOf = (file: string): number => SECONDS[relative(__dirname, file)] ?? ELSE;
