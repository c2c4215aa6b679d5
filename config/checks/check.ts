import type { Problem } from "../problem";
import type { ExternalSettings, Settings, StackSettings } from "../schema";

/** What a check may need beside the settings. */
export interface CheckContext {
  /** The settings as they are written, to tell a value from a default. */
  raw: unknown;
  /** Name of the stack. */
  stack: string;
}

/** Something that must hold, or had better hold, between keys. */
export type Check<Of extends StackSettings = StackSettings> = (settings: Of, context: CheckContext) => Problem[];

/** A check of stacks that deploy their brokers on Kubernetes. */
export type KubernetesCheck = Check<Settings>;

/** A check of stacks whose brokers exist already. */
export type ExternalCheck = Check<ExternalSettings>;
