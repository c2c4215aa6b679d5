/** One line of Prometheus' text format. */
export interface Sample {
  metric: string;
  labels: Record<string, string>;
  value: number;
}

/** The samples of a scrape in Prometheus' text format (0.0.4), comments left out. */
export function samples(text: string): Sample[] {
  return text
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => {
      const [, metric = "", labels = "", value = ""] = /^([A-Za-z_:][\w:]*)(?:\{(.*)\})? (\S+)/.exec(line) ?? [];
      const pairs = [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, name = "", text = ""]) => [name, text]);
      return { metric, labels: Object.fromEntries(pairs) as Record<string, string>, value: Number(value) };
    });
}

/** The names of the metrics of a scrape with all labels that each has, sorted. */
export function metricLabels(text: string): Record<string, string[]> {
  const found = new Map<string, Set<string>>();
  for (const { metric, labels } of samples(text)) {
    const known = found.get(metric) ?? new Set<string>();
    // To Prometheus a label with an empty value is none.
    for (const [label, text] of Object.entries(labels)) if (text !== "") known.add(label);
    found.set(metric, known);
  }
  return Object.fromEntries(
    [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([metric, labels]) => [metric, [...labels].sort()]),
  );
}
