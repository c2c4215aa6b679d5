import { readFileSync, writeFileSync } from "node:fs";
import { brokerSettings } from "../config/kafka/effective";
import { checkout } from "../commands/checkout";
import { Failure, oneLine, runMain } from "../commands/failure";
import { createProgress } from "../commands/progress";
import { policyArguments } from "../policy/arguments";
import { readSettings } from "../render/settings";
import type { Engine } from "./engine";
import { engineOf } from "./engine";
import type { Review } from "./markdown";
import { markdown } from "./markdown";
import { findings } from "./meaning";
import type { StackFacts } from "./meaning/context";
import { contextOf } from "./meaning/context";
import { isUnreachable, offlineChanges } from "./offline";
import type { ReviewOptions } from "./options";
import { HELP, parseReview } from "./options";
import type { Previewed } from "./preview";
import { runPreview, savedPreview } from "./preview";
import { sizesOf } from "./sizes";

async function main(): Promise<void> {
  const options = parseReview(process.argv.slice(2));
  if (options === undefined) {
    process.stdout.write(HELP);
    return;
  }
  const { changes, messages, breaches, extent, unseen } = await seen(options);
  const facts = stackFacts(options);
  const moved = await sizesOf(changes);
  const text = markdown({
    stack: options.stack,
    changes,
    messages,
    breaches,
    extent,
    unseen: [...unseen, ...facts.unseen, ...moved.unseen],
    findings: findings(changes, contextOf(changes, facts.facts, moved.sizes)),
  });
  if (options.out === undefined) process.stdout.write(text);
  else writeFileSync(options.out, text);
  process.exitCode = extent === "whole" && !breaches.some(({ mandatory }) => mandatory) ? 0 : 1;
}

/** What a review rests on. */
type Seen = Pick<Review, "changes" | "messages" | "breaches" | "extent" | "unseen">;

function asSeen({ changes, messages, breaches = [], complete }: Previewed): Seen {
  return { changes, messages, breaches, extent: complete ? "whole" : "stopped", unseen: [] };
}

function savedSeen(preview: Previewed): Seen {
  const unseen =
    preview.breaches === undefined ? ["The policies: the saved preview has no place for what they say."] : [];
  return { ...asSeen(preview), unseen };
}

/** How the engine, or a language host that knows no policy packs, says that the pack does not start (Pulumi CLI 3.259). */
const PACK_FAILED =
  /^(failed to (load|install|start)|could not start).*polic|policy pack.*(not supported|unimplemented)/i;

async function seen(options: ReviewOptions): Promise<Seen> {
  const { stack, configFile, preview: saved, savePlan } = options;
  if (saved !== undefined) return savedSeen(savedPreview(readFileSync(saved, "utf8"), saved));
  const progress = createProgress({ write: (line) => process.stderr.write(`${line}\n`) });
  const engine = await engineOf({ stack, configFile, progress });
  const plan = savePlan === undefined ? [] : ["--save-plan", savePlan];
  const preview = await progress.step(`preview of the stack ${stack}`, () =>
    runPreview(engine, ...policyArguments(stack), ...plan),
  );
  const unloaded = preview.messages.find(({ severity, text }) => severity === "error" && PACK_FAILED.test(text));
  if (unloaded !== undefined) {
    const without = await progress.step("preview without the policies", () => runPreview(engine, ...plan));
    return { ...asSeen(without), unseen: [`The policies: ${unloaded.text}`] };
  }
  const unreachable = preview.messages.some(({ severity, text }) => severity === "error" && isUnreachable(text));
  if (preview.complete || !unreachable) return asSeen(preview);
  return progress.step("comparison with the state, without the cluster", () =>
    withoutCluster(engine, preview, options),
  );
}

/** The preview of a cluster that does not answer is of no use: what the state alone can tell takes its place. */
async function withoutCluster(engine: Engine, preview: Previewed, options: ReviewOptions): Promise<Seen> {
  try {
    return {
      messages: preview.messages,
      breaches: [],
      changes: await offlineChanges(engine, options),
      extent: "state",
      unseen: [
        "The Kubernetes cluster could not be reached. What is below compares the stack file with what the last run left; what was changed on the cluster itself, what it would refuse, the policies, and the values of Secrets were not seen.",
      ],
    };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const line = `The Kubernetes cluster could not be reached, and nothing else could be compared: ${error.message}`;
    return { ...asSeen(preview), unseen: [line] };
  }
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
