/** Longest name or value that a review shows, in characters. */
const LONGEST = 160;

/** Text as inline code: whatever it is, it can't end the code, call somebody or break the line. */
export function code(text: string): string {
  const line = shortened(text.replace(/\s*[\r\n]+\s*/g, " ⏎ "), LONGEST);
  const fence = "`".repeat(longestRun(line) + 1);
  const pad = line.startsWith("`") || line.endsWith("`") || line === "" ? " " : "";
  return `${fence}${pad}${line}${pad}${fence}`;
}

/** Lines as a block of code, in a fence that they can't end. */
export function block(lines: readonly string[], language = ""): string[] {
  const fence = "`".repeat(Math.max(3, longestRun(lines.join("\n")) + 1));
  return [`${fence}${language}`, ...lines, fence];
}

/** Text in a sentence: what Markdown or HTML would take for its own is not. */
export function plain(text: string): string {
  return text.replace(/[\r\n]+/g, " ").replace(/[\\`*_{}[\]<>#|~@]/g, (character) => `\\${character}`);
}

/** Text of at most so many characters. */
export function shortened(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}

/** Lines that start folded. */
export function folded(summary: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`<details><summary>${summary}</summary>`, "", ...lines, "", "</details>", ""];
}

/**
 * As many of the lines as fit, and how many did not.
 *
 * @param characters All of them together, line ends counted.
 * @param left The line that takes the place of those that were left out.
 */
export function fitting(lines: readonly string[], characters: number, left: (count: number) => string): string[] {
  const sizes = lines.map((line) => line.length + 1);
  if (sizes.reduce((sum, size) => sum + size, 0) <= characters) return [...lines];
  const room = characters - left(lines.length).length - 1;
  let used = 0;
  const cut = sizes.findIndex((size) => (used += size) > room);
  return [...lines.slice(0, cut), left(lines.length - cut)];
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}
