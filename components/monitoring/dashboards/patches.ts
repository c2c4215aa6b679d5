import type { DashboardJson } from "./json";
import { isObject, rewritten } from "./json";

/** One fault of a dashboard that is mended on its way to Grafana. */
export interface Patch {
  /** What is wrong without it. */
  why: string;
  apply: (dashboard: DashboardJson) => DashboardJson;
}

const UNITS: Readonly<Record<string, string>> = { none: "none", short: "short", bytes: "bytes", ops: "ops" };

/** A `graph` panel as a `timeseries` panel: lines, axis, unit and legend are kept; what only a graph had is left out. */
function asTimeseries(panel: Record<string, unknown>): Record<string, unknown> {
  if (panel["type"] !== "graph" || !Array.isArray(panel["targets"])) return panel;
  const { title, description, gridPos, id, datasource, targets, links } = panel;
  const axis: unknown = Array.isArray(panel["yaxes"]) ? panel["yaxes"][0] : undefined;
  const format = isObject(axis) ? String(axis["format"] ?? "short") : "short";
  const legend = isObject(panel["legend"]) ? panel["legend"] : {};
  return {
    ...{ type: "timeseries", title, description, gridPos, id, datasource, targets, links },
    fieldConfig: {
      defaults: {
        unit: UNITS[format] ?? format,
        custom: {
          fillOpacity: Number(panel["fill"] ?? 0) * 10,
          lineWidth: Number(panel["linewidth"] ?? 1),
          ...(panel["stack"] === true ? { stacking: { mode: "normal" } } : {}),
        },
      },
      overrides: [],
    },
    options: {
      legend: {
        displayMode: legend["alignAsTable"] === true ? "table" : "list",
        placement: legend["rightSide"] === true ? "right" : "bottom",
        showLegend: legend["show"] !== false,
        calcs: Object.entries({ current: "lastNotNull", max: "max", min: "min", avg: "mean", total: "sum" })
          .filter(([of]) => legend[of] === true)
          .map(([, calculation]) => calculation),
      },
      tooltip: { mode: "multi" },
    },
  };
}

/** The queries of a dashboard's variables, each as the function makes it. */
function withVariableQueries(dashboard: DashboardJson, query: (of: string) => string): DashboardJson {
  const list = (dashboard.templating?.list ?? []).map((variable) =>
    isObject(variable) && typeof variable["query"] === "string"
      ? { ...variable, query: query(variable["query"]) }
      : variable,
  );
  return { ...dashboard, templating: { ...dashboard.templating, list } };
}

/** Faults of any old dashboard. */
export const GENERAL: readonly Patch[] = [
  {
    why: "Grafana 12 has no graph panels any more, and shows an error in their place",
    apply: (dashboard) => rewritten(dashboard, { object: asTimeseries }) as DashboardJson,
  },
];

/** Faults of one dashboard, by its number on the site. */
export const OF_DASHBOARD: Readonly<Record<number, readonly Patch[]>> = {
  7589: [
    {
      why: "its variables come from the committed offsets, so that every panel is empty until the first group commits; kafka_brokers is there from the start",
      apply: (dashboard) =>
        withVariableQueries(dashboard, (query) =>
          query.replaceAll("kafka_consumergroup_current_offset", "kafka_brokers"),
        ),
    },
    {
      why: "a rate over one minute is empty where Prometheus scrapes once a minute; Grafana's own interval always fits",
      apply: (dashboard) =>
        rewritten(dashboard, { text: (text) => text.replaceAll("[1m]", "[$__rate_interval]") }) as DashboardJson,
    },
  ],
};

/** The dashboard without its known faults. @param id Its number on the site, where it has one. */
export function patched(dashboard: DashboardJson, id?: number): DashboardJson {
  const patches = [...GENERAL, ...(id === undefined ? [] : (OF_DASHBOARD[id] ?? []))];
  return patches.reduce((so, { apply }) => apply(so), dashboard);
}
