import { hasUnknown } from "../../unknown";
import type { Topics } from "../change";
import { topicDiffers } from "../diff";
import type { TopicInputs, TopicOutputs } from "../inputs";
import { layoutOf } from "../layout";
import { morePartitions } from "../notices";
import { brokersInWords } from "../reassign/brokers";
import type { Removal } from "../remove";

const brokersChoice = "the brokers' choice";

const removals: Record<Removal, string> = {
  deleted: "deleted with its messages",
  retained: "kept on the brokers (deletion: retain)",
  moved: "kept: another resource of this program has it now",
};

/**
 * What an update of a group does, topic by topic, only those that change. The engine shows a group as one resource with all its topics.
 * @param removal what becomes of a topic that the group lets go of
 */
export function describeChanges(
  olds: Topics<TopicOutputs>,
  news: Topics<TopicInputs>,
  removal: (topic: TopicOutputs) => Removal,
): string[] {
  const names = [...new Set([...olds.keys(), ...news.keys()])].sort();
  return names.flatMap((name) => {
    const [old, wanted] = [olds.get(name), news.get(name)];
    if (wanted === undefined) return old === undefined ? [] : [`- ${name}: ${removals[removal(old)]}`];
    if (old === undefined) return [`+ ${name}: ${newTopic(wanted)}`];
    return topicDiffers(old, wanted) ? [`~ ${name}: ${changesOf(old, wanted).join(", ")}`] : [];
  });
}

function newTopic({ config, adopt, ...topic }: TopicInputs): string {
  const { partitions = brokersChoice, replicationFactor = brokersChoice } = layoutOf(topic);
  const configs = Object.entries(config).map(([key, value]) => `${key} ${value}`);
  const shape = [`partitions ${partitions}`, `replication factor ${replicationFactor}`, ...configs].join(", ");
  return adopt ? `${shape}; taken over where it exists already` : shape;
}

/** Fields that are shown as they are written; the others are told in words of their own. */
const hidden: ReadonlySet<string> = new Set([
  "connection",
  "name",
  "config",
  "adopt",
  "unconfirmed",
  "reassignment",
  "moving",
  "misplaced",
]);

/** Every change of one topic in a few words. */
export function changesOf(old: TopicOutputs, wanted: TopicInputs): string[] {
  // What the stack file leaves out stays as it is.
  const fields = Object.keys(wanted).filter((field) => !hidden.has(field) && Reflect.get(wanted, field) !== undefined);
  const keys = [...new Set([...Object.keys(old.config), ...Object.keys(wanted.config)])].sort();
  return [
    ...(old.unconfirmed === true ? ["its creation is looked after again"] : []),
    ...(old.moving === true ? ["the moves of its replicas are looked after again"] : []),
    ...(old.misplaced === true ? ["replicas leave brokers that may hold none"] : []),
    ...change("brokers", brokersInWords(old), brokersInWords(wanted)),
    ...fields.flatMap((field) => change(field, Reflect.get(old, field), Reflect.get(wanted, field))),
    ...keys.flatMap((key) => change(key, old.config[key], wanted.config[key], "the broker's default")),
    ...morePartitions(old, wanted),
  ];
}

function change(name: string, from: unknown, to: unknown, absent = brokersChoice): string[] {
  const [before, after] = [inWords(from, absent), inWords(to, absent)];
  return before === after ? [] : [`${name} ${before} -> ${after}`];
}

function inWords(value: unknown, absent: string): string {
  if (hasUnknown(value)) return "not known yet";
  if (value === undefined) return absent;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
