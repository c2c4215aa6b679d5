import Mocha from "mocha";
import { checkout } from "../commands/checkout";
import { FileTimes } from "./fileTimes";

/** Mocha's counts as one plain closing line that any reader of logs can find. */
function closingLine({ passes, failures, pending }: Mocha.Stats): string {
  return `${passes} passed, ${failures} failed${pending === 0 ? "" : `, ${pending} skipped`}`;
}

/** How test files are run. */
export interface RunOptions {
  /** Test files at once. */
  jobs: number;
  /** Text that the names of the tests have. @default all tests */
  grep?: string;
}

/**
 * Runs test files, and prints what came of them.
 *
 * @returns the exit code of the run
 */
export async function runFiles(files: readonly string[], { jobs, grep }: RunOptions): Promise<number> {
  // A test that needs longer says so itself; this is for those that hang, on a machine that is busy with other things too.
  const mocha = new Mocha({
    reporter: "spec",
    timeout: 60_000,
    grep,
    forbidOnly: process.env["CI"] === "true",
    parallel: true,
    jobs,
  });
  for (const file of files) mocha.addFile(file);
  const { stats, times } = await new Promise<{ stats: Mocha.Stats | undefined; times: FileTimes }>((resolve) => {
    const runner = mocha.run(() => resolve({ stats: runner.stats, times }));
    const times = new FileTimes(runner);
  });
  process.stdout.write(`The slowest files:\n${times.slowest(checkout)}\n`);
  process.stdout.write(`${stats === undefined ? "0 passed, 1 failed" : closingLine(stats)}\n`);
  return stats?.failures === 0 ? 0 : 1;
}
