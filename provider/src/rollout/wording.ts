import type { PartitionView } from "./observation";

/** `1 partition`, `2 partitions`. */
export function count(number: number, thing: string): string {
  return `${number} ${thing}${number === 1 ? "" : "s"}`;
}

/** The first few of a list by name, the rest as a number. */
export function some(names: readonly string[], most = 3): string {
  const rest = names.length - most;
  return names.slice(0, most).join(", ") + (rest > 0 ? ` and ${rest} more` : "");
}

/** Partitions as Kafka's own tools write them: topic, dash, number. */
export function partitionNames(partitions: readonly PartitionView[]): string {
  return some(partitions.map(({ topic, partition }) => `${topic}-${partition}`));
}

/** One line of a text of several, without control characters, no longer than an error line should be. */
export function oneLine(text: string, longest = 300): string {
  const line = text.replace(/[\u0000-\u001f\u007f]+/g, " ").trim();
  return line.length > longest ? `${line.slice(0, longest - 1)}…` : line;
}

/** The last line of a log that tells something: neither empty nor a frame of a Java stack trace. */
export function telling(log: string): string | undefined {
  const line = log.split("\n").findLast((text) => text.trim() !== "" && !/^\s*(at |\.\.\. \d+ more)/.test(text));
  return line === undefined ? undefined : oneLine(line);
}
