import { nearest } from "../../../config/nearest";
import chartKeys from "../chartKeys.json";
import { isMap } from "./merge";
import { reserved } from "./reserved";

const listed = new Set(chartKeys.keys);
const single = new Set(chartKeys.keys.filter((key) => !/(\[\]|\.\*)$/.test(key)));
const names = chartKeys.keys.map((key) => key.replace(/(\[\]|\.\*)$/, ""));
const inner = new Set(names.flatMap((name) => name.split(".").map((_, n, parts) => parts.slice(0, n).join("."))));

/**
 * What is wrong with the stack's own chart values, one line each. The chart has no schema: a key that it doesn't know would
 * pass in silence.
 *
 * @param values `cluster.values` of the stack file.
 */
export function valueProblems(values: unknown): string[] {
  return check(values, "");
}

function check(value: unknown, path: string): string[] {
  const where = `kafka:cluster.values${path === "" ? "" : `.${path}`}`;
  const reason = reserved[path];
  if (reason !== undefined) return [`${where}: can't be set here: ${reason}`];
  if (single.has(path) && !isMap(value)) return [];
  if (listed.has(`${path}[]`))
    return Array.isArray(value) || value === null ? [] : [`${where}: the chart takes a list here`];
  if (listed.has(`${path}.*`)) return isMap(value) || value === null ? [] : [`${where}: the chart takes a map here`];
  if (single.has(path)) return [`${where}: the chart takes a single value here`];
  if (!inner.has(path))
    return [`${where}: chart ${chartKeys.chart} has no such value; did you mean ${suggestion(path)}?`];
  if (!isMap(value)) return [`${where}: the chart takes a map here`];
  return Object.entries(value).flatMap(([key, member]) => check(member, path === "" ? key : `${path}.${key}`));
}

/** The place where the chart has a value of that name (as values that moved between its versions), else the nearest key. */
function suggestion(path: string): string {
  return names.find((name) => name.endsWith(`.${path}`)) ?? nearest(path, [...names, ...inner]);
}
