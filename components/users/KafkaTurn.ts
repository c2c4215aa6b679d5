import * as pulumi from "@pulumi/pulumi";
import { DynamicResource } from "../dynamic/DynamicResource";

/** Arguments of {@link KafkaTurn}. */
export interface KafkaTurnArgs {
  /** Counts the passwords that were asked for by hand. */
  rotation: number;
  /** What is done with the login before the current one: while it is told to go, no turn begins by age. */
  previous: "keep" | "remove";
  /** Age in seconds at which a password is followed by the next, counted in whole days. */
  maxAge: number;
}

/**
 * Counts a client's passwords by their age: a run on the day that the current one reaches it, or later, begins the next turn, and a preview
 * says so. Its resource name is the user's name.
 */
export class KafkaTurn extends DynamicResource {
  /** The turn that this run is in, known at preview. */
  declare public readonly turn: pulumi.Output<number>;
  /** The day that it began, in UTC. */
  declare public readonly since: pulumi.Output<string>;

  public constructor(name: string, args: KafkaTurnArgs, options?: pulumi.CustomResourceOptions) {
    super("turns", "users:KafkaTurn", name, { ...args, name, turn: undefined, since: undefined }, options);
  }
}
