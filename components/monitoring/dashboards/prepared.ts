import { createHash } from "node:crypto";
import { dashboardJson } from "@kafka-on-kubernetes/provider/dist/dashboards/verify";
import { withInputs } from "./inputs";
import type { DashboardJson } from "./json";
import { patched } from "./patches";

/** What a dashboard is made fit with. */
export interface Preparation {
  /** Number on the site, where it has one: known faults are mended. */
  id?: number;
  /** Short name, part of the uid: the dashboard's own within the stack. */
  slug: string;
  /** Grafana's uid of the Prometheus data source. */
  datasource: string;
  /** What tells this stack from others that use the same Grafana, such as `prod`. */
  stack: string;
}

/**
 * A dashboard's JSON as Grafana gets it: inputs filled in, known faults mended, and a uid and a title that are the same at every `up` and
 * another in every stack, since Grafana takes neither twice.
 *
 * @throws UserError for what is no dashboard, and for one that no ConfigMap can hold.
 */
export function prepared(json: string, { id, slug, datasource, stack }: Preparation): string {
  const dashboard = JSON.parse(json) as DashboardJson;
  const fit = patched(withInputs(dashboard, datasource), id);
  const whole = { ...fit, id: null, uid: stableUid(slug, stack), title: `${fit.title} (${stack})` };
  return dashboardJson(JSON.stringify(whole), `dashboard ${slug}`);
}

/** At most 40 characters, as Grafana wants it. */
export function stableUid(slug: string, stack: string): string {
  const hash = createHash("sha256").update(`${stack}/${slug}`).digest("hex").slice(0, 8);
  return `kafka-${slug.replace(/[^a-zA-Z0-9_-]/g, "-").slice(0, 25)}-${hash}`;
}

/** A dashboard that says why another one is not there. */
export function placeholder(title: string, reason: string): string {
  const panel = { id: 1, type: "text", title: "Not available", gridPos: { h: 6, w: 24, x: 0, y: 0 } };
  return JSON.stringify({
    title,
    schemaVersion: 39,
    panels: [{ ...panel, options: { mode: "markdown", content: reason } }],
  });
}
