import type { Expression } from "../../../../components/monitoring/coverage/expressions";
import { dashboardExpressions } from "../../../../components/monitoring/coverage/expressions";
import type { DashboardJson } from "../../../../components/monitoring/dashboards/json";
import { isObject } from "../../../../components/monitoring/dashboards/json";
import { eventually } from "./eventually";
import type { Prometheus } from "./Prometheus";

/** An expression with the values of Grafana's variables in it, and a rate interval that holds many scrapes. */
export function substituted(expr: string, values: Readonly<Record<string, string>>): string {
  return expr.replace(/\$(?:(\w+)|\{(\w+)[^}]*\})/g, (whole, bare?: string, braced?: string) => {
    const name = bare ?? braced ?? "";
    return /^__(rate_)?interval$/.test(name) ? "1m" : (values[name] ?? whole);
  });
}

/** The queries of a dashboard's panels as Grafana would send them: each variable has the values that Prometheus gives for it. */
export async function panelQueries(dashboard: DashboardJson, prometheus: Prometheus): Promise<Expression[]> {
  const all = dashboardExpressions(dashboard);
  const values: Record<string, string> = {};
  for (const variable of (dashboard.templating?.list ?? []).filter(isObject)) {
    const name = String(variable["name"]);
    const own = all.find(({ where }) => where === `variable ${name}`);
    if (own === undefined) continue;
    const found = await eventually(
      () => `values of variable ${name}: ${own.expr}`,
      async () => {
        const series = await prometheus.query(substituted(own.expr, values));
        const labels = series.flatMap(({ metric }) => Object.values(metric));
        return labels.length === 0 ? undefined : labels;
      },
    );
    values[name] = variable["multi"] === true ? `(${found.join("|")})` : (found[0] ?? "");
  }
  return all
    .filter(({ where }) => where.startsWith("panel "))
    .map(({ where, expr }) => ({ where, expr: substituted(expr, values) }));
}
