/** Lines of a Java properties file, sorted by name, each ended. Java reads every value back as it was. */
export function propertiesText(settings: Readonly<Record<string, string>>): string {
  return Object.entries(settings)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${literalValue(value)}\n`)
    .join("");
}

/** A value that Java reads back as it was: a backslash, a line end or a leading blank would change it or end it. */
export function literalValue(value: string): string {
  return value
    .replaceAll("\\", "\\\\")
    .replaceAll("\r", "\\r")
    .replaceAll("\n", "\\n")
    .replace(/^(?=[ \t\f])/, "\\");
}
