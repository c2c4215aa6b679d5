import { parseSettings } from "./parse";
import type { Problem } from "./problem";
import type { StackSettings } from "./schema";
import { SettingsError } from "./settingsError";
import { stackValues } from "./stackValues";

/**
 * The settings in Pulumi's configuration of a stack.
 *
 * @param config Pulumi's configuration: `kafka:cluster` → JSON text; plain text for plain values.
 * @param isSecret Whether a key's value is encrypted in the stack file.
 * @throws SettingsError with everything that is wrong.
 */
export function settingsOf(
  stack: string,
  config: Readonly<Record<string, string>>,
  isSecret: (key: string) => boolean,
): { settings: StackSettings; warnings: Problem[] } {
  const { raw, errors } = stackValues(config, isSecret);
  const parsed = parseSettings(raw, stack);
  if (errors.length > 0 || !parsed.ok) {
    // What is encrypted was not looked at, so nothing can be said of what rests on it.
    throw new SettingsError(stack, errors.length > 0 || parsed.ok ? errors : parsed.errors);
  }
  return parsed;
}
