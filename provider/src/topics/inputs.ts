import type { Connection } from "../connection";

/** What a stack file wants of one topic. */
export interface TopicInputs {
  connection: Connection;
  /** Name of the topic, and id of the resource. */
  name: string;
  partitions: number;
  replicationFactor: number;
  /** Topic configs by Kafka's own names. Keys that aren't here are left as they are on the brokers. */
  config: Record<string, string>;
  /** What removal of the resource does to the topic. @default "retain" */
  deletion: "retain" | "delete";
  /** Take over a topic that exists already. @default false */
  adopt: boolean;
}

/** What the state keeps of a topic: the inputs, as they are on the brokers. */
export type TopicOutputs = TopicInputs;
