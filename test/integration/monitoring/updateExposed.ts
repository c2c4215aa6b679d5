import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { metricLabels } from "./exposition";
import { MODES, scrapeWithTraffic } from "./scrapes";

/**
 * Writes `components/monitoring/metrics/exposed.json` anew from real scrapes: `node --import tsx test/integration/monitoring/updateExposed.ts`.
 * Needed when the JMX rules, Kafka's version or the recorded output of the Kafka exporter has changed.
 */
const root = join(__dirname, "..", "..", "..");

async function main(): Promise<void> {
  const jmx: Record<string, Record<string, string[]>> = {};
  let zookeeper: Record<string, string[]> = {};
  for (const mode of MODES) {
    const scrapes = await scrapeWithTraffic(mode);
    jmx[mode] = metricLabels(scrapes.jmx);
    if (scrapes.zookeeper !== undefined) zookeeper = metricLabels(scrapes.zookeeper);
  }
  const recorded = readFileSync(join(root, "test", "fixtures", "metrics", "kafka-exporter.prom"), "utf8");
  const source = "What a scrape of each exporter holds, written by test/integration/monitoring/updateExposed.ts";
  const exposed = { source, jmx, zookeeper, kafkaExporter: metricLabels(recorded) };
  const file = join(root, "components", "monitoring", "metrics", "exposed.json");
  writeFileSync(file, `${JSON.stringify(exposed, null, 2)}\n`);
}

void main();
