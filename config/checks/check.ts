import type { Problem } from "../problem";
import type { Settings } from "../schema";

/** What a check may need beside the settings. */
export interface CheckContext {
  /** The settings as they are written, to tell a value from a default. */
  raw: unknown;
  /** Name of the stack. */
  stack: string;
}

/** Something that must hold, or had better hold, between keys. */
export type Check = (settings: Settings, context: CheckContext) => Problem[];
