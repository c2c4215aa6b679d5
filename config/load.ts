import * as pulumi from "@pulumi/pulumi";
import { parseSettings } from "./parse";
import { problemLine } from "./problem";
import type { Settings } from "./schema";
import { SettingsError } from "./settingsError";
import { stackValues } from "./stackValues";

/**
 * The settings of the stack that runs. Warnings go to Pulumi's log.
 *
 * @throws SettingsError with everything that is wrong.
 */
export function loadSettings(): Settings {
  const stack = pulumi.getStack();
  const { raw, errors } = stackValues(pulumi.runtime.allConfig(), isSecret);
  const parsed = parseSettings(raw, stack);
  if (errors.length > 0 || !parsed.ok) {
    // What is encrypted was not looked at, so nothing can be said of what rests on it.
    throw new SettingsError(stack, errors.length > 0 || parsed.ok ? errors : parsed.errors);
  }
  for (const warning of parsed.warnings) void pulumi.log.warn(problemLine(warning));
  return parsed.settings;
}

/** Pulumi's runtime knows it, but its types keep the function to themselves. */
function isSecret(key: string): boolean {
  const known: unknown = Reflect.get(pulumi.runtime, "isConfigSecret");
  return typeof known === "function" && Reflect.apply(known, undefined, [key]) === true;
}
