import { globSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { runMain } from "../commands/failure";
import { arrange } from "./arrange";
import { secondsOf } from "./durations";
import { endOnSignal } from "./interrupt";
import type { Tier } from "./prepare";
import { PREPARATIONS, prepare } from "./prepare";
import { runFiles } from "./runFiles";

const TIERS = Object.keys(PREPARATIONS);

const HELP = `Runs the tests.

  npm test                    unit, integration, e2e
  npm run test:unit           one tier of ${TIERS.join(", ")}
  npm run test:unit -- --grep TEXT
`;

/**
 * Test files at once, on two processors: most of what the slow ones do is wait, for brokers and pods that start and stop. Those with a cluster of
 * pods are kept apart: two at once are more than two processors start in time. Those of operations say how long things took: one at a time.
 */
const JOBS = 3;

const isTier = (name: string): name is Tier => TIERS.includes(name);

/** The test files of a tier. */
const filesOf = (tier: Tier): string[] =>
  globSync(`${tier}/**/*.test.ts`, { cwd: __dirname })
    .sort()
    .map((file) => join(__dirname, file));

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
  endOnSignal();
  await prepare(positionals);
  const chosen = (tier: Tier): string[] => (positionals.includes(tier) ? filesOf(tier) : []);
  // The units first: their mistakes are known soonest, and no long one of them is left alone at the end.
  const real = { apart: chosen("e2e"), others: chosen("integration"), jobs: JOBS, secondsOf };
  const files = [...chosen("unit"), ...arrange(real), ...chosen("operations")];
  process.exitCode = await runFiles(files, { jobs: chosen("operations").length > 0 ? 1 : JOBS, grep: values.grep });
}

runMain(main);
