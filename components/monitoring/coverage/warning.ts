import type { Settings } from "../../../config/schema";
import { ruleGroups } from "../rules";
import { exposedBy } from "./exposed";
import { dashboardExpressions } from "./expressions";
import { gaps } from "./gaps";

/** Lines that a warning has; `npm run dashboards:check` has them all. */
const SHOWN = 10;

/**
 * What a dashboard asks for and no exporter of the stack gives, panel by panel, as one warning; undefined where nothing is missing.
 *
 * @param name The dashboard, as the stack file names it.
 * @param json The dashboard as Grafana gets it.
 */
export function coverageWarning(name: string, json: string, settings: Settings): string | undefined {
  const found = gaps(dashboardExpressions(JSON.parse(json)), exposedBy(settings, ruleGroups(settings)));
  if (found.length === 0) return undefined;
  const more = found.length - SHOWN;
  return [
    `dashboard ${name} asks for what no exporter of this stack gives, and shows nothing there:`,
    ...found.slice(0, SHOWN).map((line) => `  ${line}`),
    ...(more > 0 ? [`  and ${more} more: npm run dashboards:check`] : []),
  ].join("\n");
}
