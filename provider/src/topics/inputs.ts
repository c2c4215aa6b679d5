import type { Connection } from "../connection";
import type { Placement } from "./layout";
import type { ReassignmentSettings } from "./reassign/settings";

/** What a stack file wants of one topic. */
export interface TopicInputs {
  connection: Connection;
  /** Name of the topic, and id of the resource. */
  name: string;
  /** It can grow, never shrink. @default the brokers' `num.partitions` at the creation; not looked at later */
  partitions?: number;
  /** Replicas of each partition. @default the brokers' `default.replication.factor` at the creation; not looked at later */
  replicationFactor?: number;
  /** Where the replicas of every partition are. Partitions and factor follow from it. @default the brokers choose */
  placement?: Placement;
  /** How replicas are moved when factor or placement change. @default see ReassignmentSettings */
  reassignment?: ReassignmentSettings;
  /** Topic configs by Kafka's own names. Keys that aren't here are left as they are on the brokers. */
  config: Record<string, string>;
  /** What removal of the resource does to the topic. @default "retain" */
  deletion: "retain" | "delete";
  /** Take over a topic that exists already. @default false */
  adopt: boolean;
}

/** What the state keeps of a topic: the inputs, as they are on the brokers. */
export interface TopicOutputs extends TopicInputs {
  /**
   * Its creation was sent, and either the answer was lost or the brokers didn't all know it in time. The next run finds out, and takes
   * a topic of just this shape for the one that was asked for. @default absent
   */
  unconfirmed?: true;
  /**
   * A run that was cut off left replicas moving, or a broker that was away has our throttle yet: the next run looks after it, waits, or
   * takes moves back. @default absent
   */
  moving?: true;
  /** A look found replicas on brokers that may hold none: the next run moves them. @default absent */
  misplaced?: true;
}
