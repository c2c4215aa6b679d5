import * as pulumi from "@pulumi/pulumi";
import { DynamicResource } from "../dynamic/DynamicResource";
import type { KafkaTurnArgs } from "./KafkaTurn";

/** Arguments of {@link KafkaGroupTurns}. */
export interface KafkaGroupTurnsArgs {
  /** The users that have an age limit, by name. */
  users: Record<string, KafkaTurnArgs>;
}

/** Counts the passwords of a group's users by their age, each by its own: what {@link KafkaTurn} does for one. Its resource name is the group's. */
export class KafkaGroupTurns extends DynamicResource {
  /** The turn that each of the users is in this run, and the day that it began, in UTC. Known at preview. */
  declare public readonly users: pulumi.Output<Record<string, { turn: number; since: string }>>;

  public constructor(name: string, args: KafkaGroupTurnsArgs, options?: pulumi.CustomResourceOptions) {
    super("groupTurns", "users:KafkaGroupTurns", name, { ...args, name }, options);
  }
}
