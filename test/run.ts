import { globSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import Mocha from "mocha";
import { runMain } from "../local/failure";
import type { Tier } from "./prepare";
import { PREPARATIONS, prepare } from "./prepare";

const TIERS = Object.keys(PREPARATIONS);

const HELP = `Runs the tests.

  npm test                    all tiers: ${TIERS.join(", ")}
  npm run test:unit           one tier
  npm run test:unit -- --grep TEXT
`;

const isTier = (name: string): name is Tier => TIERS.includes(name);

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
  // A test that needs longer says so itself; this is for those that hang.
  const mocha = new Mocha({
    reporter: "spec",
    timeout: 10_000,
    grep: values.grep,
    forbidOnly: process.env["CI"] === "true",
  });
  for (const tier of positionals) {
    for (const file of globSync(`${tier}/**/*.test.ts`, { cwd: __dirname }).sort())
      mocha.addFile(join(__dirname, file));
  }
  const stats = await new Promise<Mocha.Stats | undefined>((resolve) => {
    const runner = mocha.run(() => resolve(runner.stats));
  });
  process.exitCode = stats?.failures === 0 ? 0 : 1;
  process.stdout.write(`${stats === undefined ? "0 passed, 1 failed" : closingLine(stats)}\n`);
}

runMain(main);
