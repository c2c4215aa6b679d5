import { isObject } from "../dashboards/json";
import type { RuleGroup } from "../rules";

/** An expression, and where it stands. */
export interface Expression {
  /** `panel "Lag"`, `variable instance`, `alert KafkaDiskLow`. */
  where: string;
  expr: string;
}

/** Every PromQL expression of a dashboard: of panels, also those within rows, of variables and of annotations. */
export function dashboardExpressions(dashboard: unknown): Expression[] {
  if (!isObject(dashboard)) return [];
  const rows = list(dashboard["rows"]).flatMap((row) => list(row["panels"]));
  const panels = [...list(dashboard["panels"]), ...rows].flatMap(panelExpressions);
  const templating = isObject(dashboard["templating"]) ? list(dashboard["templating"]["list"]) : [];
  const annotations = isObject(dashboard["annotations"]) ? list(dashboard["annotations"]["list"]) : [];
  return [
    ...panels,
    ...templating.flatMap(variableExpressions),
    ...annotations.flatMap((each) => written(each["expr"], `annotation ${String(each["name"])}`)),
  ];
}

/** Every expression of alert and recording rules. */
export function ruleExpressions(groups: readonly RuleGroup[]): Expression[] {
  return groups.flatMap(({ rules }) =>
    rules.map(({ alert, record, expr }) => ({
      where: alert === undefined ? `recording rule ${String(record)}` : `alert ${alert}`,
      expr,
    })),
  );
}

function panelExpressions(panel: Record<string, unknown>): Expression[] {
  const own = list(panel["targets"]).flatMap((target) => written(target["expr"], `panel "${String(panel["title"])}"`));
  return [...own, ...list(panel["panels"]).flatMap(panelExpressions)];
}

/** `label_values(expr, label)` and `query_result(expr)` are Grafana's own, around PromQL. */
function variableExpressions(variable: Record<string, unknown>): Expression[] {
  const query = isObject(variable["query"]) ? variable["query"]["query"] : variable["query"];
  if (variable["type"] !== "query" || typeof query !== "string") return [];
  const [, values, label] = /^\s*label_values\((?:(.+),)?\s*(\w+)\s*\)\s*$/s.exec(query) ?? [];
  const [, result] = /^\s*query_result\((.+)\)\s*$/s.exec(query) ?? [];
  const where = `variable ${String(variable["name"])}`;
  if (values !== undefined) return [{ where, expr: `count by (${String(label)}) (${values})` }];
  return result === undefined ? [] : [{ where, expr: result }];
}

function written(expr: unknown, where: string): Expression[] {
  return typeof expr === "string" && expr.trim() !== "" ? [{ where, expr }] : [];
}

function list(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
