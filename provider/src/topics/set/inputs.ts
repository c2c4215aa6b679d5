import type { Connection } from "../../connection";
import { canonical } from "../../canonical";
import type { TopicInputs, TopicOutputs } from "../inputs";
import type { Topics } from "../change";

/** What every topic of a group has unless it says otherwise. */
interface GroupDefaults {
  deletion: TopicInputs["deletion"];
  adopt: boolean;
  reassignment?: TopicInputs["reassignment"];
}

type Own<T extends TopicInputs> = Omit<T, "connection" | "name" | "config" | "deletion" | "adopt" | "reassignment">;
type Short<T extends TopicInputs> = Own<T> & Partial<Pick<T, "config" | "deletion" | "adopt" | "reassignment">>;

/** One topic of a group in few words: the name is its key, and what the group says for all is left out. */
export type SetTopic = Short<TopicInputs>;

/** What a stack file wants of a group of topics. */
export interface TopicSetInputs extends GroupDefaults {
  connection: Connection;
  /** Name of the group, and id of the resource. */
  name: string;
  /** The group's topics by name. */
  topics: Record<string, SetTopic>;
}

/** What the state keeps of a group: the topics that exist, as they are on the brokers. */
export interface TopicSetOutputs extends Omit<TopicSetInputs, "topics"> {
  topics: Record<string, Short<TopicOutputs>>;
}

/** The group's topics with everything that a single topic has. */
export function expand(set: TopicSetOutputs): Map<string, TopicOutputs> {
  const { connection, deletion, adopt, reassignment } = set;
  const common =
    reassignment === undefined ? { connection, deletion, adopt } : { connection, deletion, adopt, reassignment };
  return new Map(Object.entries(set.topics).map(([name, topic]) => [name, { ...common, name, config: {}, ...topic }]));
}

/** The group's topics in few words, in the order of their names: the state counts every byte a thousand times. */
export function shorten(topics: Topics<TopicOutputs>, group: GroupDefaults): TopicSetOutputs["topics"] {
  const sorted = [...topics].sort(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(sorted.map(([name, topic]) => [name, shortTopic(topic, group)]));
}

function shortTopic(topic: TopicOutputs, group: GroupDefaults): Short<TopicOutputs> {
  const short: Partial<TopicOutputs> = { ...topic };
  // The name is the key, and the way to the brokers is the group's.
  delete short.connection;
  delete short.name;
  if (Object.keys(topic.config).length === 0) delete short.config;
  if (topic.deletion === group.deletion) delete short.deletion;
  if (topic.adopt === group.adopt) delete short.adopt;
  if (canonical(topic.reassignment) === canonical(group.reassignment)) delete short.reassignment;
  return short as Short<TopicOutputs>;
}
