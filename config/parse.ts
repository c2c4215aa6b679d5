import { checks } from "./checks";
import type { Problem } from "./problem";
import type { StackSettings } from "./schema";
import { checkShape, restsOnLeftOut } from "./shape";

/** Settings with what is doubtful about them, or everything that is wrong. */
export type Parsed = { ok: true; settings: StackSettings; warnings: Problem[] } | { ok: false; errors: Problem[] };

/**
 * Reads a stack's settings: types, defaults, unknown keys, then what must hold between keys. Finds everything that is wrong in
 * one go, also between the values that are right when others are not.
 *
 * @param raw The stack file's settings without the `kafka:` before each key.
 * @param stack Name of the stack, the environment's default name.
 */
export function parseSettings(raw: unknown, stack: string): Parsed {
  const { problems, settings, leftOut } = checkShape(raw);
  const between = settings === undefined ? { errors: [], warnings: [] } : checks(settings, { raw, stack });
  const errors = [...problems, ...between.errors.filter((problem) => !restsOnLeftOut(problem, leftOut))];
  if (settings === undefined || errors.length > 0) return { ok: false, errors };
  return {
    ok: true,
    settings: { ...settings, environment: settings.environment ?? labelOf(stack) },
    warnings: between.warnings,
  };
}

/** A stack's name as a label's value: Pulumi allows 100 characters, Kubernetes 63 with a letter or digit at both ends. */
function labelOf(stack: string): string {
  return stack.slice(0, 63).replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, "") || "default";
}
