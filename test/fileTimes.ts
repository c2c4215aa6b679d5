import { relative } from "node:path";
import type Mocha from "mocha";

/** How many files are named: those that a run's time depends on. */
const NAMED = 12;

/** How long each test file takes, its set-up and its end included. */
export class FileTimes {
  private readonly milliseconds = new Map<string, number>();

  /** @param runner the run whose tests and hooks are counted */
  public constructor(runner: Mocha.Runner) {
    const add = ({ file, duration = 0 }: Mocha.Runnable): void => {
      if (file !== undefined) this.milliseconds.set(file, (this.milliseconds.get(file) ?? 0) + duration);
    };
    runner.on("test end", add);
    runner.on("hook end", add);
  }

  /** The slowest files, the slowest first, a line each. */
  public slowest(folder: string): string {
    return [...this.milliseconds]
      .sort(([, one], [, other]) => other - one)
      .slice(0, NAMED)
      .map(([file, milliseconds]) => `${(milliseconds / 1000).toFixed(1).padStart(7)} s  ${relative(folder, file)}\n`)
      .join("");
  }
}
