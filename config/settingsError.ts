import { RunError } from "@pulumi/pulumi/errors";
import type { Problem } from "./problem";
import { problemLine } from "./problem";

/**
 * Everything that is wrong in a stack file, one line each. A RunError, so that the engine prints the message alone, without a
 * stack trace.
 */
export class SettingsError extends RunError {
  public override readonly name = "SettingsError";

  public constructor(
    stack: string,
    /** What is wrong. */
    public readonly problems: readonly Problem[],
  ) {
    const count = problems.length === 1 ? "1 error" : `${problems.length} errors`;
    super([`Pulumi.${stack}.yaml has ${count}:`, ...problems.map((problem) => `  ${problemLine(problem)}`)].join("\n"));
  }
}
