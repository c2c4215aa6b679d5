import type { CheckFailure } from "../../resource";
import { atKeyPath } from "../../resource";
import { unknownValue } from "../../unknown";
import { checkTopic } from "../check";
import type { TopicInputs } from "../inputs";
import type { SetTopic, TopicSetInputs } from "./inputs";
import { shorten } from "./inputs";

/** A group's inputs after check, and what only this run needs to know. */
export interface CheckedSet {
  inputs: TopicSetInputs;
  failures: CheckFailure[];
  /** Names that other resources of the program have. They may move from here, and are no part of the group. */
  elsewhere: string[];
}

/** Fills in the defaults and names every input that can't be used, topic by topic; see ResourceFunctions.check. */
export function checkTopicSet(news: Record<string, unknown>): CheckedSet {
  const { elsewhere, ...given } = news;
  const keyPath = `kafka:topicGroups.${String(news.name)}`;
  const group = { ...given, deletion: news.deletion ?? "retain", adopt: news.adopt ?? false } as TopicSetInputs;
  const names = Array.isArray(elsewhere) ? elsewhere.filter((name) => typeof name === "string") : [];
  if (news.topics === unknownValue) return { inputs: group, failures: [], elsewhere: names };
  if (!isMap(news.topics)) {
    const failure = { property: "topics", reason: `found ${JSON.stringify(news.topics)}, allowed is a map of topics` };
    return { inputs: group, failures: [atKeyPath(keyPath, failure)], elsewhere: names };
  }
  const checked = Object.entries(news.topics).map(([name, topic]) => {
    const { connection, deletion, adopt, reassignment } = group;
    const common = reassignment === undefined ? {} : { reassignment };
    const whole = { connection, name, deletion, adopt, ...common, ...(isMap(topic) ? topic : {}) };
    const { inputs, failures } = checkTopic(whole, `${keyPath}.topics.${name}`);
    return { name, topic, inputs, failures: [...notATopic(name, topic, keyPath), ...failures] };
  });
  return {
    inputs: { ...group, topics: shortenKnown(checked, group) },
    failures: checked.flatMap(({ name, failures }) =>
      failures.map(({ property, reason }) => ({ property: propertyOf(name, property), reason })),
    ),
    elsewhere: names,
  };
}

function notATopic(name: string, topic: unknown, keyPath: string): CheckFailure[] {
  if (isMap(topic) || topic === unknownValue) return [];
  const reason = `${keyPath}.topics.${name}: found ${JSON.stringify(topic)}, allowed is a map, {} for the brokers' defaults`;
  return [{ property: "", reason }];
}

function propertyOf(name: string, property: string): string {
  return ["topics", JSON.stringify([name]), property === "" ? "" : `.${property}`].join("");
}

/** What the brokers refuse, topic by topic, with its place. */
export function refusedByBrokers(set: string, failures: ReadonlyMap<string, CheckFailure[]>): CheckFailure[] {
  return [...failures].flatMap(([name, ofTopic]) =>
    ofTopic.map((failure) => ({
      ...atKeyPath(`kafka:topicGroups.${set}.topics.${name}`, failure),
      property: propertyOf(name, failure.property),
    })),
  );
}

/** A topic that isn't known yet, or isn't one at all, stays as it is. */
function shortenKnown(
  checked: readonly { name: string; topic: unknown; inputs: TopicInputs }[],
  group: TopicSetInputs,
): Record<string, SetTopic> {
  const whole = checked.filter(({ topic, inputs }) => isMap(topic) && isMap(inputs.config));
  const short = shorten(new Map(whole.map(({ name, inputs }) => [name, inputs])), group);
  return Object.fromEntries(checked.map(({ name, topic }) => [name, short[name] ?? (topic as SetTopic)]));
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
