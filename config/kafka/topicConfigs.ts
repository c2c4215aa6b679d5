import { facts } from "./facts/facts";
import type { KnownSetting } from "./knownSetting";
import { knownSetting } from "./knownSetting";

/** The topic config of this name in Kafka 3.6, undefined where there is none. */
export function topicConfig(name: string): KnownSetting | undefined {
  const { topic } = facts();
  const row = Object.hasOwn(topic, name) ? topic[name] : undefined;
  return row && knownSetting(name, row);
}

/** Names of all topic configs of Kafka 3.6. */
export function topicConfigNames(): string[] {
  return Object.keys(facts().topic);
}
