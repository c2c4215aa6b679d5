import * as pulumi from "@pulumi/pulumi";
import { problemLine } from "./problem";
import type { StackSettings } from "./schema";
import { settingsOf } from "./settingsOf";

/**
 * The settings of the stack that runs. Warnings go to Pulumi's log.
 *
 * @throws SettingsError with everything that is wrong.
 */
export function loadSettings(): StackSettings {
  const { settings, warnings } = settingsOf(pulumi.getStack(), pulumi.runtime.allConfig(), isSecret);
  for (const warning of warnings) void pulumi.log.warn(problemLine(warning));
  return settings;
}

/** Pulumi's runtime knows it, but its types keep the function to themselves. */
function isSecret(key: string): boolean {
  const known: unknown = Reflect.get(pulumi.runtime, "isConfigSecret");
  return typeof known === "function" && Reflect.apply(known, undefined, [key]) === true;
}
