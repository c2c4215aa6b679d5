import { writeFileSync } from "node:fs";
import { runMain } from "../../commands/failure";
import { createProgress } from "../../commands/progress";
import { engineOf } from "../engine";
import { exitCode, findDrift } from "./find";
import { driftReport } from "./markdown";
import { HELP, parseDrift } from "./options";

async function main(): Promise<void> {
  const options = parseDrift(process.argv.slice(2));
  if (options === undefined) {
    process.stdout.write(HELP);
    return;
  }
  const { stack, configFile, out } = options;
  const progress = createProgress({ write: (line) => process.stderr.write(`${line}\n`) });
  const engine = await engineOf({ stack, configFile, progress });
  const found = await progress.step(`refresh of the stack ${stack}, previewed only`, () => findDrift(engine));
  const report = driftReport(stack, found);
  if (out === undefined) process.stdout.write(report);
  else writeFileSync(out, report);
  process.exitCode = exitCode(found);
}

runMain(main);
