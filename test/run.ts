import { globSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import Mocha from "mocha";
import { checkout } from "../commands/checkout";
import { runMain } from "../commands/failure";
import type { Tier } from "./prepare";
import { PREPARATIONS, prepare } from "./prepare";
import { FileTimes } from "./fileTimes";

const TIERS = Object.keys(PREPARATIONS);

const HELP = `Runs the tests.

  npm test                    all tiers: ${TIERS.join(", ")}
  npm run test:unit           one tier
  npm run test:unit -- --grep TEXT
`;

/** Test files at once, on two processors: most of what the slow ones do is wait, for brokers and pods that start and stop. */
const JOBS = 3;

const isTier = (name: string): name is Tier => TIERS.includes(name);

/** The test files of a tier. */
const filesOf = (tier: Tier): string[] =>
  globSync(`${tier}/**/*.test.ts`, { cwd: __dirname })
    .sort()
    .map((file) => join(__dirname, file));

/**
 * The heavy files with the light ones between them, as many after each: two clusters of three nodes at once are more than two cores start in
 * time.
 */
function spread(heavy: readonly string[], light: readonly string[]): string[] {
  const between = Math.ceil(light.length / Math.max(heavy.length, 1));
  const parts = heavy.map((file, index) => [file, ...light.slice(index * between, (index + 1) * between)]);
  return heavy.length === 0 ? [...light] : parts.flat();
}

/** Mocha's counts as one plain closing line that any reader of logs can find. */
function closingLine({ passes, failures, pending }: Mocha.Stats): string {
  return `${passes} passed, ${failures} failed${pending === 0 ? "" : `, ${pending} skipped`}`;
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { grep: { type: "string" }, help: { type: "boolean" } },
  });
  if (values.help || positionals.length === 0 || !positionals.every(isTier)) {
    process.stdout.write(HELP);
    process.exitCode = values.help ? 0 : 2;
    return;
  }
  await prepare(positionals);
  // A test that needs longer says so itself; this is for those that hang, on a machine that is busy with other things too.
  const mocha = new Mocha({
    reporter: "spec",
    timeout: 60_000,
    grep: values.grep,
    forbidOnly: process.env["CI"] === "true",
    parallel: true,
    jobs: JOBS,
  });
  const chosen = (tier: Tier): string[] => (positionals.includes(tier) ? filesOf(tier) : []);
  for (const file of [...spread(chosen("e2e"), chosen("integration")), ...chosen("unit")]) mocha.addFile(file);
  const { stats, times } = await new Promise<{ stats: Mocha.Stats | undefined; times: FileTimes }>((resolve) => {
    const runner = mocha.run(() => resolve({ stats: runner.stats, times }));
    const times = new FileTimes(runner);
  });
  process.stdout.write(`The slowest files:\n${times.slowest(checkout)}\n`);
  process.exitCode = stats?.failures === 0 ? 0 : 1;
  process.stdout.write(`${stats === undefined ? "0 passed, 1 failed" : closingLine(stats)}\n`);
}

runMain(main);
