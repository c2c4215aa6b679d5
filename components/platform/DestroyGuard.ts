import type * as pulumi from "@pulumi/pulumi";
import { DynamicResource } from "../dynamic/DynamicResource";

/** Arguments of a {@link DestroyGuard}. */
export interface DestroyGuardArgs {
  /** Name of the Kafka cluster. */
  cluster: pulumi.Input<string>;
  /** What happens to what is taken out of the stack. */
  deletion: "retain" | "delete";
  /** All that a destroy would take: this goes first, and while the stack retains it does not go. */
  guards: pulumi.Resource[];
}

/**
 * Goes first in a destroy, since it depends on everything else, and refuses to go while the stack retains: `pulumi destroy` then changes
 * nothing, with a preview or without. A stack that deletes is no longer guarded from its next `up` on.
 */
export class DestroyGuard extends DynamicResource {
  public constructor(name: string, args: DestroyGuardArgs, options?: pulumi.CustomResourceOptions) {
    const { guards, ...inputs } = args;
    super("destroyGuard", "platform:DestroyGuard", name, inputs, {
      ...options,
      dependsOn: guards,
      protect: inputs.deletion === "retain",
    });
  }
}
