import { runMain } from "../commands/failure";
import { createProgress } from "../commands/progress";
import { engineOf } from "../review/engine";
import { policyArguments } from "./arguments";
import { HELP, parsePreview } from "./options";

async function main(): Promise<void> {
  const options = parsePreview(process.argv.slice(2));
  if (options === undefined) {
    process.stdout.write(HELP);
    return;
  }
  const { stack, configFile, diff } = options;
  const progress = createProgress({ write: (line) => process.stderr.write(`${line}\n`) });
  const engine = await engineOf({ stack, configFile, progress });
  process.exitCode = await engine.show("preview", ...policyArguments(stack), ...(diff ? ["--diff"] : []));
}

runMain(main);
