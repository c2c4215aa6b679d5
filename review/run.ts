import { readFileSync, writeFileSync } from "node:fs";
import { brokerSettings } from "../config/kafka/effective";
import { checkout } from "../local/cluster/slots";
import { Failure, oneLine, runMain } from "../local/failure";
import { createProgress } from "../local/progress";
import { readSettings } from "../render/settings";
import { engineOf } from "./engine";
import { markdown } from "./markdown";
import { findings } from "./meaning";
import type { StackFacts } from "./meaning/context";
import { contextOf } from "./meaning/context";
import type { ReviewOptions } from "./options";
import { HELP, parseReview } from "./options";
import type { Previewed } from "./preview";
import { runPreview, savedPreview } from "./preview";

async function main(): Promise<void> {
  const options = parseReview(process.argv.slice(2));
  if (options === undefined) {
    process.stdout.write(HELP);
    return;
  }
  const { changes, messages, complete } = await preview(options);
  const facts = stackFacts(options);
  const text = markdown({
    stack: options.stack,
    changes,
    messages,
    complete,
    unseen: facts.unseen,
    findings: findings(changes, contextOf(changes, facts.facts)),
  });
  if (options.out === undefined) process.stdout.write(text);
  else writeFileSync(options.out, text);
  process.exitCode = complete ? 0 : 1;
}

async function preview({ stack, configFile, preview: saved, savePlan }: ReviewOptions): Promise<Previewed> {
  if (saved !== undefined) return savedPreview(readFileSync(saved, "utf8"), saved);
  const progress = createProgress({ write: (line) => process.stderr.write(`${line}\n`) });
  const engine = await engineOf({ stack, configFile, progress });
  return progress.step(`preview of the stack ${stack}`, () =>
    runPreview(engine, ...(savePlan === undefined ? [] : ["--save-plan", savePlan])),
  );
}

/** What the stack file says, as far as it can be read: a mistake in it has stopped the preview already, and is shown there. */
function stackFacts({ stack, configFile }: ReviewOptions): { facts?: StackFacts; unseen: string[] } {
  try {
    const { settings } = readSettings(checkout, stack, configFile);
    return { facts: { brokers: settings.cluster.brokers, settings: brokerSettings(settings) }, unseen: [] };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return {
      unseen: [`The stack file could not be read, so the brokers' defaults are Kafka's own here: ${oneLine(error)}`],
    };
  }
}

runMain(main);
