import type * as pulumi from "@pulumi/pulumi";
import type { Connection } from "@kafka-on-kubernetes/provider";
import { DynamicResource } from "../dynamic/DynamicResource";
import type { KafkaTopicArgs } from "./KafkaTopic";

/** One topic of a group: what a {@link KafkaTopic} takes, its name is the key. */
export type KafkaTopicSetMember = Omit<KafkaTopicArgs, "connection">;

/** Arguments of a {@link KafkaTopicSet}. */
export interface KafkaTopicSetArgs {
  /** How to reach the cluster. */
  connection: pulumi.Input<Connection>;
  /** The topics by name. */
  topics: pulumi.Input<Record<string, pulumi.Input<KafkaTopicSetMember>>>;
  /**
   * What removing a topic, or the whole group, does to a topic that says nothing itself.
   * @default "retain"
   */
  deletion?: KafkaTopicArgs["deletion"];
  /**
   * Whether topics that exist already are taken over, where a topic says nothing itself.
   * @default false
   */
  adopt?: KafkaTopicArgs["adopt"];
  /**
   * How replicas are moved when factor or placement of a topic change.
   * @default as KafkaTopic's
   */
  reassignment?: KafkaTopicArgs["reassignment"];
  /**
   * Names of the topics that the program declares elsewhere, as single ones or in other groups. A topic that moves there is left alone
   * by this group, whatever its `deletion` says. Never stored.
   * @default none
   */
  elsewhere?: pulumi.Input<string[]>;
}

/**
 * Many Kafka topics as one resource, for estates of hundreds: the engine's own cost per resource is paid once. Each topic has its own
 * result; what failed is named topic by topic, what succeeded is kept, and the next run does the rest.
 *
 * @example
 * new KafkaTopicSet("events", { connection, topics: { clicks: { partitions: 8, replicationFactor: 3 } } });
 */
export class KafkaTopicSet extends DynamicResource {
  /** The topics that exist, by name. */
  declare public readonly topics: pulumi.Output<Record<string, object>>;

  public constructor(name: string, args: KafkaTopicSetArgs, options?: pulumi.CustomResourceOptions) {
    const { deletion = "retain", adopt = false, elsewhere = [], ...rest } = args;
    super("topicSets", "topics:KafkaTopicSet", name, { ...rest, name, deletion, adopt, elsewhere }, options);
  }
}
