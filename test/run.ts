import { globSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import Mocha from "mocha";

const TIERS = ["unit", "integration", "e2e"] as const;

const HELP = `Runs the tests.

  npm test                    all tiers: ${TIERS.join(", ")}
  npm run test:unit           one tier
  npm run test:unit -- --grep TEXT
`;

/** Mocha's name for a test's result, as one plain closing line that any reader of logs can find. */
function closingLine({ passes, failures, pending }: Mocha.Stats): string {
  return `${passes} passed, ${failures} failed${pending === 0 ? "" : `, ${pending} skipped`}`;
}

function main(): void {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { grep: { type: "string" }, help: { type: "boolean" } },
  });
  const unknown = positionals.find((tier) => !TIERS.some((known) => known === tier));
  if (values.help || unknown !== undefined || positionals.length === 0) {
    process.stdout.write(
      unknown === undefined ? HELP : `There is no tier ${unknown}; the tiers are ${TIERS.join(", ")}.\n`,
    );
    process.exitCode = values.help ? 0 : 2;
    return;
  }
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
  const runner = mocha.run((failures) => {
    process.stdout.write(`${runner.stats === undefined ? "0 passed, 1 failed" : closingLine(runner.stats)}\n`, () =>
      // Open sockets of a failed test must not keep a finished run from ending.
      process.exit(failures === 0 ? 0 : 1),
    );
  });
}

main();
