/** One line of a graph, or the last value of a stat. */
export interface DrawnSeries {
  name: string;
  /** Pairs of a time in seconds and a value. */
  points: [number, number][];
}

/** A panel with its data. */
export interface DrawnPanel {
  title: string;
  kind: "stat" | "timeseries";
  /** Grafana's name of the unit. */
  unit: string;
  series: DrawnSeries[];
  /** Whether a stat's value is a bad one. */
  bad: boolean;
}

/** A row of the dashboard. */
export interface DrawnRow {
  title: string;
  panels: DrawnPanel[];
}

const WIDTH = 1200;
const GAP = 10;
const SIZES = { stat: { perLine: 6, height: 84 }, timeseries: { perLine: 2, height: 214 } };
/** Series of a legend, those with the greatest values; the rest is only drawn. */
const NAMED = 6;
/** Width of a letter of a legend, and height of its lines. */
const LETTER = 5.3;
const LINE = 14;
const COLORS = ["#3b78c4", "#d97a34", "#4d9f57", "#c4453b", "#8a63b5", "#7c6a5a", "#cf6fa9", "#6b7280"];

/** The dashboard as a picture: rows of panels, each with what Prometheus answered. */
export function drawn(title: string, rows: readonly DrawnRow[]): string {
  const parts = [text(GAP, 30, title, 20, "#1f2937", "bold")];
  let y = 46;
  for (const row of rows) {
    parts.push(text(GAP, y + 18, row.title, 14, "#374151", "bold"));
    y += 28;
    for (const kind of ["stat", "timeseries"] as const) {
      const panels = row.panels.filter((panel) => panel.kind === kind);
      const { perLine, height } = SIZES[kind];
      const width = (WIDTH - GAP * (perLine + 1)) / perLine;
      for (const [index, panel] of panels.entries()) {
        const x = GAP + (index % perLine) * (width + GAP);
        const top = y + Math.floor(index / perLine) * (height + GAP);
        const inner = kind === "stat" ? stat(panel, width, height) : graph(panel, width, height);
        parts.push(`<g transform="translate(${round(x)} ${top})">${inner}</g>`);
      }
      y += Math.ceil(panels.length / perLine) * (height + GAP);
    }
  }
  const frame = `<rect width="${WIDTH}" height="${y}" fill="#f3f4f6"/>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${y}" font-family="sans-serif">\n${[frame, ...parts].join("\n")}\n</svg>\n`;
}

function stat({ title, unit, series, bad }: DrawnPanel, width: number, height: number): string {
  const value = series[0]?.points.at(-1)?.[1];
  const color = value === undefined ? "#9ca3af" : bad ? "#c4453b" : "#4d9f57";
  return [
    `<rect width="${round(width)}" height="${height}" rx="3" fill="${color}"/>`,
    text(10, 22, title, 12, "#ffffff"),
    text(10, 64, value === undefined ? "no data" : formatted(value, unit), 30, "#ffffff", "bold"),
  ].join("");
}

function graph({ title, unit, series }: DrawnPanel, width: number, height: number): string {
  const plot = { x: 62, y: 32, width: width - 76, height: height - 32 - 2 * LINE - 30 };
  const all = series.flatMap(({ points }) => points);
  const frame = `<rect width="${round(width)}" height="${height}" rx="3" fill="#ffffff" stroke="#e5e7eb"/>${text(10, 20, title, 12, "#1f2937", "bold")}`;
  if (all.length === 0) return frame + text(width / 2 - 24, height / 2, "no data", 12, "#9ca3af");
  const times = all.map(([time]) => time);
  const values = all.map(([, value]) => value);
  const [from, to] = [Math.min(...times), Math.max(...times)];
  const top = tick(Math.max(...values), unit);
  const bottom = Math.min(0, ...values);
  const at = ([time, value]: [number, number]): string =>
    `${round(plot.x + ((time - from) / (to - from || 1)) * plot.width)},${round(plot.y + plot.height - ((value - bottom) / (top - bottom)) * plot.height)}`;
  const lines = [0, 0.5, 1].map((part) => {
    const y = round(plot.y + plot.height * (1 - part));
    const label = formatted(bottom + (top - bottom) * part, unit);
    return `<path d="M${plot.x} ${y}h${round(plot.width)}" stroke="#e5e7eb"/>${text(plot.x - 6, y + 4, label, 10, "#6b7280", "normal", "end")}`;
  });
  const drawnSeries = series.map(
    ({ points }, index) =>
      `<polyline points="${points.map(at).join(" ")}" fill="none" stroke="${color(index)}" stroke-width="1.5"/>`,
  );
  return [frame, ...lines, ...drawnSeries, legend(series, plot.x, plot.y + plot.height + 20, plot.width)].join("");
}

/** The end of an axis, which has a round number at its half too. */
function tick(value: number, unit: string): number {
  if (value <= 0) return 1;
  const base = unit === "bytes" || unit === "Bps" ? 1024 ** Math.floor(Math.log(value) / Math.log(1024)) : 1;
  const power = base * 10 ** Math.floor(Math.log10(value / base));
  return power * ([1, 2, 4, 5, 8].find((step) => step * power >= value) ?? 10);
}

function legend(series: readonly DrawnSeries[], x: number, y: number, width: number): string {
  const highest = ({ points }: DrawnSeries): number => Math.max(...points.map(([, value]) => value));
  const order = series.map((each, index) => ({ name: each.name, index, highest: highest(each) }));
  const named = order.sort((a, b) => b.highest - a.highest || a.index - b.index).slice(0, NAMED);
  named.sort((a, b) => a.index - b.index);
  const longest = Math.max(...named.map(({ name }) => name.length)) * LETTER + 24;
  const columns = Math.max(2, Math.min(3, Math.floor(width / longest)));
  const step = width / columns;
  const more = series.length - named.length;
  const labels = named.map(({ name, index }, place) => {
    const [left, top] = [x + (place % columns) * step, y + Math.floor(place / columns) * LINE];
    return `<rect x="${round(left)}" y="${top - 7}" width="10" height="3" fill="${color(index)}"/>${text(round(left + 14), top - 1, cut(name, step - 20), 10, "#374151")}`;
  });
  const rest = more > 0 ? text(x + width, 20, `and ${more} more`, 10, "#6b7280", "normal", "end") : "";
  return [...labels, rest].join("");
}

/** A text that is no wider than that. */
const cut = (label: string, width: number): string => {
  const letters = Math.floor(width / LETTER);
  return label.length <= letters ? label : `${label.slice(0, letters - 1)}…`;
};

const color = (index: number): string => COLORS[index % COLORS.length] ?? "#6b7280";
const round = (value: number): number => Math.round(value * 10) / 10;

function text(
  x: number,
  y: number,
  content: string,
  size: number,
  fill: string,
  weight = "normal",
  anchor = "start",
): string {
  const escaped = content.replace(/[&<>]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[sign] ?? sign);
  return `<text x="${x}" y="${y}" font-size="${size}" fill="${fill}" font-weight="${weight}" text-anchor="${anchor}">${escaped}</text>`;
}

/** A value as Grafana would write it, with its unit. */
function formatted(value: number, unit: string): string {
  if (unit === "percentunit") return `${round(value * 100)} %`;
  if (unit === "ms" && Math.abs(value) >= 1000) return formatted(value / 1000, "s");
  const [base, prefixes, suffix] =
    unit === "bytes" || unit === "Bps"
      ? [1024, ["", "Ki", "Mi", "Gi", "Ti"], unit === "Bps" ? "B/s" : "B"]
      : [1000, ["", "k", "M", "G"], unit === "ms" || unit === "s" ? unit : ""];
  const power =
    value === 0
      ? 0
      : Math.min(prefixes.length - 1, Math.max(0, Math.floor(Math.log(Math.abs(value)) / Math.log(base))));
  const scaled = value / base ** power;
  const digits = Math.abs(scaled) >= 100 ? 0 : Math.abs(scaled) >= 1 ? 1 : 2;
  return `${Number(scaled.toFixed(digits))} ${prefixes[power]}${suffix}`.trim();
}
