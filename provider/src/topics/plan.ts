import type { ConfigChange, DescribedConfig } from "../protocol/configs";
import { configSource } from "../protocol/configs";
import type { TopicInputs, TopicOutputs } from "./inputs";
import { isLaidOut, observedLayout } from "./layout";

/** A topic as the brokers have it. */
export interface TopicState {
  name: string;
  /** Node ids of the replicas by partition, the preferred leader first; while a partition is moved, those that come and go among them. */
  replicas: number[][];
  config: ReadonlyMap<string, DescribedConfig>;
}

/** Kafka's numbers of value types, see DescribedConfig. */
const comparableForm: Record<number, (value: string) => string> = {
  1: (value) => value.trim().toLowerCase(),
  3: integerForm,
  4: integerForm,
  5: integerForm,
  6: (value) => String(Number(value)),
  7: (value) =>
    value
      .split(",")
      .map((part) => part.trim())
      .join(","),
};

function integerForm(value: string): string {
  return /^\s*[+-]?\d+\s*$/.test(value) ? BigInt(value.trim().replace("+", "")).toString() : value;
}

/** Whether two texts are the same value to the broker, which writes numbers and lists in a form of its own. */
export function sameValue(valueType: number, left: string, right: string | null): boolean {
  const form = comparableForm[valueType] ?? ((value: string) => value);
  return right !== null && form(left) === form(right);
}

/** Whether the key is set on the topic itself, not inherited from the brokers. */
function isSet(config: DescribedConfig | undefined): config is DescribedConfig {
  return config !== undefined && config.source === configSource.topic;
}

/**
 * The config changes that bring a topic to the wanted config: keys that differ are set, keys that were managed and no longer are
 * go back to the broker's default, all others are left as they are.
 * @param managed the keys of the last run
 */
export function planConfig(
  wanted: Readonly<Record<string, string>>,
  managed: Iterable<string>,
  state: Pick<TopicState, "config">,
): ConfigChange[] {
  const sets = Object.entries(wanted)
    .filter(([key, value]) => {
      const found = state.config.get(key);
      return !isSet(found) || !sameValue(found.valueType, value, found.value);
    })
    .map(([key, value]) => ({ key, value }));
  const removals = [...managed]
    .filter((key) => !Object.hasOwn(wanted, key) && isSet(state.config.get(key)))
    .map((key) => ({ key, value: null }));
  return [...sets, ...removals];
}

/** Whether a topic is what its inputs ask for, so that nothing is left to do. */
export function isAsWanted(inputs: TopicInputs, state: TopicState): boolean {
  return isLaidOut(inputs, state) && planConfig(inputs.config, [], state).length === 0;
}

/**
 * The state's view of a topic after a look at the brokers: a managed key that has another value shows that value, one that was
 * taken away is missing, and one that has the same value keeps the text of the stack file. Keys that aren't managed don't appear.
 */
export function observed(props: TopicOutputs, state: TopicState): TopicOutputs {
  const config = Object.entries(props.config).flatMap(([key, value]): [string, string][] => {
    const found = state.config.get(key);
    if (!isSet(found)) return [];
    return [[key, sameValue(found.valueType, value, found.value) ? value : (found.value ?? value)]];
  });
  return { ...props, ...observedLayout(props, state), config: Object.fromEntries(config) };
}
