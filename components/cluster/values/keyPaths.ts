import { isMap } from "./merge";

/** Maps that the chart hands on to Kubernetes as they are, so that every key of the Kubernetes type may stand in them. */
const HANDED_ON =
  /^(.*([aA]nnotations|[lL]abels)|podSecurityContext|containerSecurityContext|updateStrategy|resources|(liveness|readiness|startup)Probe)$/;

/**
 * The key paths of a chart's values, sorted: `a.b` is a single value, `a.b[]` a list, `a.b.*` a map with keys of the user's
 * choice (empty in the chart, or handed on to Kubernetes). Neither values nor comments are kept.
 */
export function keyPaths(values: unknown, prefix = ""): string[] {
  return collect(values, prefix).sort();
}

function collect(values: unknown, prefix: string): string[] {
  if (!isMap(values)) return [];
  return Object.entries(values).flatMap(([key, value]) => {
    const path = `${prefix}${key}`;
    if (Array.isArray(value)) return [`${path}[]`];
    if (!isMap(value)) return [path];
    return Object.keys(value).length === 0 || HANDED_ON.test(key) ? [`${path}.*`] : collect(value, `${path}.`);
  });
}
