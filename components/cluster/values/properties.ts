/**
 * Lines of a Java properties file, sorted by name, for the chart's `extraConfig`.
 *
 * The chart runs the text through its templates, so `{{` is written as a template that gives it back.
 */
export function properties(settings: Record<string, string>): string {
  return Object.entries(settings)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${literal(value)}`)
    .join("\n");
}

/** A value that Java reads back as it was: a backslash, a line end or a leading blank would change it or end it. */
function literal(value: string): string {
  return value
    .replaceAll("\\", "\\\\")
    .replaceAll("\r", "\\r")
    .replaceAll("\n", "\\n")
    .replace(/^(?=[ \t\f])/, "\\")
    .replaceAll("{{", '{{ "{{" }}');
}
