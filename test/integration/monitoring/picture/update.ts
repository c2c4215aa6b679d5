import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { PanelPlan } from "../../../../components/monitoring/overview/panels";
import { overviewRows } from "../../../../components/monitoring/overview/panels";
import { WatchedCluster } from "../panels/WatchedCluster";
import { substituted } from "../panels/substituted";
import type { DrawnPanel, DrawnRow } from "./draw";
import { drawn } from "./draw";

/** How long there is traffic before the picture is taken, in seconds, and what is between two of its points. */
const SECONDS = 150;
const STEP = 5;

/**
 * Writes `docs/overview.svg` anew: real brokers with traffic, scraped by a real Prometheus, whose answers to every query of the overview are
 * drawn (`node --import tsx test/integration/monitoring/picture/update.ts`). Grafana itself can be had from no package registry.
 */
async function main(): Promise<void> {
  const watched = await WatchedCluster.start("kraft");
  try {
    await traffic(watched);
    const now = Date.now() / 1000;
    const values = { instance: ".+", topic: ".+" };
    const rows: DrawnRow[] = await Promise.all(
      overviewRows(watched.stack).map(async ({ title, panels }) => ({
        title,
        panels: await Promise.all(panels.map((panel) => withData(panel, watched, values, now))),
      })),
    );
    const title = "Kafka overview: three brokers, drawn from what Prometheus answered";
    writeFileSync(join(__dirname, "..", "..", "..", "..", "docs", "overview.svg"), drawn(title, rows));
  } finally {
    await watched.stop();
  }
}

/** Messages in waves, a consumer that keeps up with them, and now and then a login that fails. */
async function traffic({ cluster }: WatchedCluster): Promise<void> {
  const end = Date.now() + SECONDS * 1000;
  for (let second = 0; Date.now() < end; second++) {
    const count = Math.round(60 + 40 * Math.sin(second / 8));
    await cluster.produce(Array.from({ length: count }, (_, n) => `order ${second}/${n} ${"x".repeat(200)}`));
    if (second % 20 === 0) await cluster.failedLogin();
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}

async function withData(
  { title, kind, unit, queries, bad }: PanelPlan,
  { prometheus }: WatchedCluster,
  values: Readonly<Record<string, string>>,
  now: number,
): Promise<DrawnPanel> {
  const answers = await Promise.all(
    queries.map(async ({ expr, legend }) => {
      const range = { start: now - SECONDS + 30, end: now, step: STEP };
      const found = await prometheus.range(substituted(expr, values), range);
      return found.map(({ metric, points }) => ({
        name: legend.replace(/\{\{\s*(\w+)\s*\}\}/g, (_, label: string) => metric[label] ?? "") || title,
        points,
      }));
    }),
  );
  const series = answers.flat().sort((a, b) => (a.name < b.name ? -1 : 1));
  const last = series[0]?.points.at(-1)?.[1] ?? 0;
  const isBad = bad !== undefined && ("from" in bad ? last >= bad.from : last < bad.below);
  return { title, kind, unit, series, bad: isBad };
}

void main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
