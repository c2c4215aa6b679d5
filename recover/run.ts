import { readFileSync } from "node:fs";
import { join } from "node:path";
import { findSecret } from "@kafka-on-kubernetes/provider";
import { parse } from "yaml";
import { connectionOf } from "../adopt/connection";
import { checkout } from "../commands/checkout";
import { Failure, runMain } from "../commands/failure";
import { createProgress } from "../commands/progress";
import { isExternal } from "../config/schema";
import { localStack } from "../local/stack";
import { readSettings } from "../render/settings";
import { engineOf } from "../review/engine";
import { liveSecrets } from "./live";
import { HELP, parseRecover } from "./options";
import { recover } from "./recover";
import { liveOwners, releaseLost } from "./release";

async function main(): Promise<void> {
  const options = parseRecover(process.argv.slice(2));
  if (options === undefined) {
    process.stdout.write(HELP);
    return;
  }
  const { stack, dryRun, release } = options;
  const configFile = options.configFile ?? localStack(stack)?.configFile;
  const { settings } = readSettings(checkout, stack, configFile);
  const { kubernetes } = connectionOf(settings);
  if (isExternal(settings) && kubernetes === undefined) {
    throw new Failure(`stack ${stack}: it has no Secrets in Kubernetes, so its passwords were in the lost state alone`);
  }
  const progress = createProgress({ write: (line) => process.stderr.write(`${line}\n`) });
  const { name: project } = parse(readFileSync(join(checkout, "Pulumi.yaml"), "utf8")) as { name: string };
  const engine = await engineOf({ stack, configFile, progress });
  const say = (text: string): boolean => process.stdout.write(`${text}\n`);
  if (release && kubernetes !== undefined) {
    const released = await releaseLost(engine, await liveOwners(kubernetes));
    say(`${released.length} objects are owned by the state of stack ${stack} alone now`);
    for (const object of released) say(`  ${object}`);
    return;
  }
  const { found, anew } = await recover({
    settings,
    name: { project, stack },
    engine,
    read: (secrets) => liveSecrets(kubernetes, secrets, findSecret),
    dryRun,
  });
  say(`${dryRun ? "would be" : "is"} in the state of stack ${stack} now:`);
  for (const line of found) say(`  ${line}`);
  if (anew.length > 0) say("`pulumi up` will write anew:");
  for (const line of anew) say(`  ${line}`);
  say(`next: pulumi up, as docs/operations/lost-state.md says`);
}

runMain(main);
