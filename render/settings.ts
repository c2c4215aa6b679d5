import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { problemLine } from "../config/problem";
import type { StackSettings } from "../config/schema";
import { SettingsError } from "../config/settingsError";
import { settingsOf } from "../config/settingsOf";
import { stackFileConfig } from "../config/stackFileConfig";
import { Failure } from "../commands/failure";

/**
 * A stack's settings, read from its file without an engine.
 *
 * @param root The folder of the Pulumi project.
 * @param file The stack file, where it is not the project's own.
 * @throws Failure with a line for everything that is wrong.
 */
export function readSettings(
  root: string,
  stack: string,
  file?: string,
): { settings: StackSettings; warnings: string[] } {
  const path = file ?? join(root, `Pulumi.${stack}.yaml`);
  if (!existsSync(path)) {
    const known = readdirSync(root).flatMap((name) => /^Pulumi\.(.+)\.yaml$/.exec(name)?.[1] ?? []);
    throw new Failure(`--stack ${stack}: there is no ${path}; the stacks here are ${known.sort().join(", ")}`);
  }
  try {
    const { config, isSecret } = stackFileConfig(readFileSync(path, "utf8"));
    const { settings, warnings } = settingsOf(stack, config, isSecret);
    return { settings, warnings: warnings.map(problemLine) };
  } catch (error) {
    if (error instanceof SettingsError) throw new Failure(error.message);
    if (error instanceof Error && error.name === "YAMLParseError") {
      throw new Failure(`${path} is no YAML: ${error.message.split("\n")[0]}`);
    }
    throw error;
  }
}
