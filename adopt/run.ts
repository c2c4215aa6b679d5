import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { defaultSessions, liveTopics, UserError } from "@kafka-on-kubernetes/provider";
import type { Connection } from "@kafka-on-kubernetes/provider";
import { declaredTopics } from "../config/declaredTopics";
import { stackFileConfig } from "../config/stackFileConfig";
import { checkout } from "../commands/checkout";
import { Failure, runMain } from "../commands/failure";
import { createProgress } from "../commands/progress";
import { localStack } from "../local/stack";
import { readSettings } from "../render/settings";
import { engineOf } from "../review/engine";
import { block } from "./block";
import { connectionOf } from "./connection";
import { entryOf } from "./entry";
import { HELP, parseAdopt } from "./options";
import { handOver } from "./password";

async function main(): Promise<void> {
  const options = parseAdopt(process.argv.slice(2));
  if (options === undefined) {
    process.stdout.write(HELP);
    return;
  }
  const { stack, group, out } = options;
  const configFile = options.configFile ?? localStack(stack)?.configFile;
  const { settings } = readSettings(checkout, stack, configFile);
  const progress = createProgress({ write: (line) => process.stderr.write(`${line}\n`) });
  const connection = connectionOf(settings);
  if ("administrator" in connection) {
    await handOver(await engineOf({ stack, configFile, progress }), connection.administrator.setting);
  }
  const live = await progress.step(`topics of ${connection.brokers.join(", ")}`, () => topicsOf(connection));

  // A block of kafka:topics takes the place of the topics that a stack without one has by default.
  const byDefault = group === undefined && !hasTopics(configFile ?? join(checkout, `Pulumi.${stack}.yaml`));
  const declared = declaredTopics(byDefault ? { ...settings, topics: {} } : settings).map(({ name }) => name);
  const described = live.filter(({ name }) => !declared.includes(name)).map(entryOf);
  const say = (text: string): boolean => process.stderr.write(`${text}\n`);
  const lost = Object.keys(byDefault ? settings.topics : {}).filter((name) =>
    live.every((topic) => topic.name !== name),
  );
  if (described.length > 0 && lost.length > 0) {
    say(`warning: with this block the stack no longer has its default topics ${lost.join(", ")}, which do not exist`);
  }
  for (const { name, left } of described) for (const text of left) say(`topic "${name}": ${text}`);
  if (described.length === 0) {
    say(`nothing to take over: the stack has all ${live.length} topics`);
    return;
  }
  const text = block(described, group);
  if (out === undefined) process.stdout.write(text);
  else writeNew(out, text);
}

async function topicsOf(connection: Connection) {
  try {
    return await defaultSessions.with(connection, liveTopics);
  } catch (error) {
    throw error instanceof UserError ? new Failure(error.message) : error;
  } finally {
    defaultSessions.close();
  }
}

/** A file that is there already may be the stack's own. */
function writeNew(path: string, text: string): void {
  if (existsSync(path)) throw new Failure(`--out ${path}: it exists already; name a new file`);
  writeFileSync(path, text);
}

function hasTopics(file: string): boolean {
  return Object.hasOwn(stackFileConfig(readFileSync(file, "utf8")).config, "kafka:topics");
}

runMain(main);
