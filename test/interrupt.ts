import { randomUUID } from "node:crypto";
import { constants } from "node:os";
import { poll } from "../commands/deadline";
import { oneLine } from "../commands/failure";
import { createProgress } from "../commands/progress";
import { stopOwnCluster } from "../local/cluster/own";
import { slotFolder } from "../local/cluster/plan";
import { marked } from "../local/cluster/processes";
import { slotsOfCheckout, stateRoot } from "../local/cluster/slots";
import { killProcessesWith, processesWith } from "./engine/processesWith";
import { removeAbandonedFolders } from "./integration/brokers/folder";

/** In the environment of every process that a run starts: the run's own id, after those of the runs that it is part of. */
const MARK = "KAFKA_TEST_RUN";

/** How long the ending itself may take, in milliseconds; a cluster of three nodes goes in 4 s. */
const LIMIT = 45_000;

/**
 * Lets SIGINT, SIGTERM and SIGHUP end this process within seconds, with code 128 + the signal's number: what it started is killed, clusters are
 * removed whole, and no further test file begins.
 */
export function endOnSignal(): void {
  const run = randomUUID();
  process.env[MARK] = [process.env[MARK], run].filter(Boolean).join(",");
  let ending = false;
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(name, () => {
      // A signal to a whole group comes a second time through npm, and Mocha sends itself SIGINT once its workers have ended.
      if (ending) return;
      ending = true;
      setTimeout(() => process.exit(128 + constants.signals[name]), LIMIT).unref();
      // To this one Mocha begins no further file; it knows no other.
      if (name !== "SIGINT") process.emit("SIGINT");
      void end(run)
        .catch((error: unknown) => console.error(`Error: ${oneLine(error)}`))
        .then(() => {
          console.error(
            `Stopped by ${name}: the tests that were under way have no result, and what they started has ended`,
          );
          process.exit(128 + constants.signals[name]);
        });
    });
  }
}

async function end(run: string): Promise<void> {
  const clusters = clustersOf(run);
  await poll(() => killProcessesWith(run) === 0 || undefined, {
    what: "the end of the run's processes",
    timeout: LIMIT / 3,
  });
  removeAbandonedFolders();
  await Promise.all(clusters.map((name) => stopOwnCluster(name, createProgress())));
}

/**
 * The clusters with processes that the run started, by name: they outlive the process that starts them, and their network and mounts their processes. One of
 * which nothing runs yet is left to the next start of its name.
 */
function clustersOf(run: string): string[] {
  const started = new Set(processesWith(run));
  return slotsOfCheckout()
    .filter(({ slot }) => marked(slotFolder(stateRoot(), slot)).some(({ pid }) => started.has(pid)))
    .map(({ owner }) => owner.name);
}
