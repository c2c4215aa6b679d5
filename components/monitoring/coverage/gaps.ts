import type { Exposed } from "./exposed";
import type { Expression } from "./expressions";
import { asked } from "./promql";
import { withoutVariables } from "./variables";

/** What an expression asks for and nobody gives, one line each: where, and what. */
export function gaps(expressions: readonly Expression[], exposed: Exposed): string[] {
  const lines = expressions.flatMap(({ where, expr }) => {
    try {
      return asked(withoutVariables(expr))
        .flatMap(({ metric, labels }) => missing(exposed, metric, labels))
        .map((what) => `${where}: ${what}`);
    } catch (error) {
      if (error instanceof SyntaxError) return [`${where}: ${error.message}`];
      throw error;
    }
  });
  return [...new Set(lines)];
}

function missing(exposed: Exposed, metric: string, labels: readonly string[]): string[] {
  const known = exposed.get(metric);
  if (known === undefined) return [`no metric ${metric}`];
  return labels.filter((label) => !known.has(label)).map((label) => `${metric} has no label ${label}`);
}
