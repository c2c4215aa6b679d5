import type { Change } from "../change";
import { kindOf } from "../change";
import type { Config } from "./topicConfig";

/** What the meaning of one change depends on beside the change itself. */
export interface Context {
  /** Number of brokers after the run; undefined where nothing says it. */
  brokers?: number;
  /** The brokers' settings, `server.properties`, before and after. */
  settings: { before: Config; after: Config };
  /** Bytes of one copy of a topic, as far as the brokers could be asked. */
  sizes: ReadonlyMap<string, number>;
}

/** What the stack file says: for all that the preview doesn't show, because it does not change. */
export interface StackFacts {
  brokers: number;
  settings: Config;
}

/**
 * The context of a preview's changes.
 *
 * @param facts Undefined where the stack file can't be read.
 */
export function contextOf(
  changes: readonly Change[],
  facts: StackFacts | undefined,
  sizes: Context["sizes"] = new Map(),
): Context {
  const written = changes.find(isBrokerConfiguration);
  const own = facts?.settings ?? {};
  return {
    sizes,
    ...(facts === undefined ? {} : { brokers: facts.brokers }),
    settings: {
      before: written === undefined ? own : serverProperties(written.before),
      after: written === undefined ? own : serverProperties(written.after),
    },
  };
}

/** Whether a change is that of the brokers' ConfigMap. */
export function isBrokerConfiguration(change: Change): boolean {
  const has = (inputs: Change["before"]): boolean => typeof dataOf(inputs)["server.properties"] === "string";
  return kindOf(change) === "ConfigMap" && (has(change.before) || has(change.after));
}

/** The `server.properties` in the brokers' ConfigMap, by name. */
export function serverProperties(inputs: Change["before"]): Config {
  const lines = String(dataOf(inputs)["server.properties"] ?? "").split("\n");
  return Object.fromEntries(
    lines
      .filter((line) => /^\s*[^#\s][^=]*=/.test(line))
      .map((line) => [line.slice(0, line.indexOf("=")).trim(), line.slice(line.indexOf("=") + 1).trim()]),
  );
}

function dataOf(inputs: Change["before"]): Record<string, unknown> {
  return (inputs?.["data"] ?? {}) as Record<string, unknown>;
}
