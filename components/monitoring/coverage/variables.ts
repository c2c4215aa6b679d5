/** Stands for a name that a Grafana variable gives. */
export const VARIABLE = "grafana_variable";

/**
 * A query of a dashboard as PromQL: Grafana puts its variables in before Prometheus sees it. In a text (`instance="$instance"`) they may
 * stand as they are.
 *
 * @param value What a variable within a text becomes. @default it stays
 */
export function withoutVariables(expr: string, value?: string): string {
  const outside = (text: string): string =>
    text
      .replace(/(\[|:|offset\s+)\s*\$(?:\w+|\{[^}]*\})/g, "$15m")
      .replace(/\$__\w+/g, "1")
      .replace(/\$(?:\w+|\{[^}]*\})|\[\[\w+\]\]/g, VARIABLE);
  const inside = (text: string): string =>
    value === undefined ? text : text.replace(/\$(?:\w+|\{[^}]*\})|\[\[\w+\]\]/g, value);
  return expr
    .split(/("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')/)
    .map((part, index) => (index % 2 === 1 ? inside(part) : outside(part)))
    .join("");
}
