import { cpus, totalmem, type } from "node:os";

/** One measured figure, and what it must reach where something is promised. */
export interface Figure {
  name: string;
  value: number;
  /** Unit behind the value; a ratio is `×`. */
  unit: string;
  /** The largest value that will do. */
  limit?: number;
}

/** What a benchmark gives: figures, how they were measured, and the versions of what they were measured on. */
export interface Measured {
  figures: Figure[];
  method: string;
  versions: Record<string, string>;
}

/** The middle of some measurements. */
export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Whether a figure reaches what it must. */
export function reached({ value, limit }: Figure): boolean {
  return limit === undefined || value <= limit;
}

/** A figure as one line: `name: 1.2 × (must reach: 1.5 ×) ok`. */
export function line(figure: Figure): string {
  const { name, value, unit, limit } = figure;
  const bound = limit === undefined ? "" : ` (must reach: ${limit} ${unit}) ${reached(figure) ? "ok" : "short"}`;
  return `${name}: ${value.toFixed(2)} ${unit}${bound}`;
}

/** The page of results: the figures, how they were measured, and on what. */
export function page(area: string, figures: Figure[], method: string, versions: Record<string, string>): string {
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? "unknown"}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${type()}`;
  const rows = figures.map((figure) => {
    const { name, value, unit, limit } = figure;
    const verdict = limit === undefined ? "" : reached(figure) ? "ok" : "short";
    return `| ${name} | ${value.toFixed(2)} ${unit} | ${limit === undefined ? "" : `${limit} ${unit}`} | ${verdict} |`;
  });
  return `# Benchmark: ${area}

Made by \`npm run bench -- ${area}\`.

| figure | measured | must reach | |
| --- | --- | --- | --- |
${rows.join("\n")}

${method}

Machine: ${machine}. Versions: ${Object.entries(versions)
    .map(([name, version]) => `${name} ${version}`)
    .join(", ")}.
`;
}
