/** A dashboard as Grafana's JSON model has it. Only what is looked at here has a type. */
export interface DashboardJson extends Record<string, unknown> {
  title: string;
  uid?: unknown;
  panels?: unknown[];
  templating?: { list?: unknown[] };
}

/** Whether a value is an object, neither a list nor nothing. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A copy of a JSON value in which each object, from the innermost out, and each text is what the functions make of it. */
export function rewritten(
  value: unknown,
  rewrite: { object?: (object: Record<string, unknown>) => Record<string, unknown>; text?: (text: string) => unknown },
): unknown {
  if (typeof value === "string") return rewrite.text?.(value) ?? value;
  if (Array.isArray(value)) return value.map((member) => rewritten(member, rewrite));
  if (!isObject(value)) return value;
  const inner = Object.fromEntries(Object.entries(value).map(([key, member]) => [key, rewritten(member, rewrite)]));
  return rewrite.object?.(inner) ?? inner;
}
