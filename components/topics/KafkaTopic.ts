import type * as pulumi from "@pulumi/pulumi";
import type { Connection, ReassignmentSettings } from "@kafka-on-kubernetes/provider";
import { DynamicResource } from "../dynamic/DynamicResource";

/** Arguments of a {@link KafkaTopic}. */
export interface KafkaTopicArgs {
  /** How to reach the cluster. */
  connection: pulumi.Input<Connection>;
  /**
   * Number of partitions. It can grow, never shrink: fewer is refused at preview.
   * @default the brokers' `num.partitions` at the creation, and whatever it becomes later
   */
  partitions?: pulumi.Input<number>;
  /**
   * Replicas of each partition.
   * @default the brokers' `default.replication.factor` at the creation, and whatever it becomes later
   */
  replicationFactor?: pulumi.Input<number>;
  /**
   * The node ids of every partition's replicas by the partition's number, the preferred leader first. Partitions and factor follow
   * from it.
   * @default the brokers choose
   */
  placement?: pulumi.Input<Record<string, number[]>>;
  /**
   * How replicas are moved when factor or placement change.
   * @default at most 50 MiB/s a broker, 50 partitions at once, for 6 hours
   */
  reassignment?: pulumi.Input<ReassignmentSettings>;
  /**
   * Topic configs by Kafka's own names, values in Kafka's own units. Keys that are not named are left as they are; a key that
   * is taken out goes back to the broker's default.
   * @default none
   */
  config?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /**
   * What removing the resource does to the topic.
   * @default "retain"
   */
  deletion?: pulumi.Input<"retain" | "delete">;
  /**
   * Take over a topic that exists already, in place of an error.
   * @default false
   */
  adopt?: pulumi.Input<boolean>;
}

/**
 * One Kafka topic, managed through the admin protocol. Its resource name is the topic's name.
 *
 * @example
 * new KafkaTopic("model-events", { connection, partitions: 8, replicationFactor: 3, config: { "retention.ms": "604800000" } });
 */
export class KafkaTopic extends DynamicResource {
  /** The topic's name. */
  declare public readonly name: pulumi.Output<string>;
  /** Number of partitions, where it was given. */
  declare public readonly partitions: pulumi.Output<number | undefined>;
  /** Replicas of each partition, where it was given. */
  declare public readonly replicationFactor: pulumi.Output<number | undefined>;

  public constructor(name: string, args: KafkaTopicArgs, options?: pulumi.CustomResourceOptions) {
    const { config = {}, deletion = "retain", adopt = false, ...rest } = args;
    super("topics", "topics:KafkaTopic", name, { ...rest, name, config, deletion, adopt }, options);
  }
}
