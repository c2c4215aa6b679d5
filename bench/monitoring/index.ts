import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { JMX_URL, jmxRuleFile } from "../../components/monitoring/jmx/ruleFile";
import { versions } from "../../tools/versions";
import type { BrokerCluster } from "../../test/integration/brokers";
import { startKraft } from "../../test/integration/brokers";
import type { Scrape } from "../../test/integration/monitoring/JmxExporter";
import { JmxExporter } from "../../test/integration/monitoring/JmxExporter";
import { samples } from "../../test/integration/monitoring/exposition";
import type { Figure, Measured } from "../figures";
import { BOTH_COMPILERS } from "../bothCompilers";
import { median } from "../figures";
import { chartRules } from "./chartRules";
import { PARTITIONS, topicsWithTraffic, TOPICS } from "./topics";

/** Measured scrapes of each rule file, after two that are not counted. */
const ROUNDS = 7;
/** Heap of an exporter, in MiB: what the chart's container has, less the JVM's own. */
const HEAP = 384;

/** A rule file, and what it is called in the results. */
interface Rules {
  name: string;
  text: string;
  /** Limits hold for this program's own. */
  own: boolean;
}

/** What a scrape of one broker with many partitions costs, with this program's rules and with the chart's own, in turn. */
export async function monitoringBench(): Promise<Measured> {
  const own = { name: "this program's rules", text: jmxRuleFile({ jmxUrl: JMX_URL }), own: true };
  const chart = await chartRules();
  const rules: Rules[] = [
    own,
    ...("text" in chart ? [{ name: "the chart's own rules", text: chart.text, own: false }] : []),
  ];
  const cluster = await startKraft({ jmx: true, jvm: BOTH_COMPILERS });
  try {
    await topicsWithTraffic(cluster);
    const scrapes = await scrapesOf(cluster, rules);
    return {
      figures: rules.flatMap((each, index) => figuresOf(each, scrapes[index] ?? [])),
      method: [
        `One broker (KRaft, 384 MiB of heap, its data in memory) on this machine with ${TOPICS} topics of ${PARTITIONS} partitions, each partition with a message that was produced and consumed, so that every series of a topic is there. The JMX exporter is a process beside the broker, as in the chart's pod, with ${HEAP} MiB of heap and, like the broker, both of the JVM's compilers. Medians of ${ROUNDS} scrapes after two that are not counted, one of each rule file in turn; the time is that of the one who asks. A series is a line of the answer.`,
        "missing" in chart
          ? `The chart's own rules were not measured: ${chart.missing}.`
          : `The chart's own rules are those of ${chart.from}.`,
      ].join("\n\n"),
      versions: {
        "jmx exporter": "0.20.0",
        kafka: "3.6.1",
        node: process.versions.node,
        chart: versions.chart.version,
      },
    };
  } finally {
    await cluster.stop();
  }
}

async function scrapesOf(cluster: BrokerCluster, rules: readonly Rules[]): Promise<Scrape[][]> {
  const [jmxPort = 0] = cluster.jmxPorts;
  const folder = mkdtempSync(join(tmpdir(), "kafka-scrapes-"));
  const exporters: JmxExporter[] = [];
  try {
    for (const [index, { text }] of rules.entries())
      exporters.push(
        await JmxExporter.start({
          jmxPort,
          rules: text,
          folder,
          name: `rules-${index}`,
          heap: HEAP,
          jvm: BOTH_COMPILERS,
        }),
      );
    const all: Scrape[][] = rules.map(() => []);
    for (let round = -2; round < ROUNDS; round++)
      for (const [index, exporter] of exporters.entries()) {
        const scrape = await exporter.scrape();
        if (round >= 0) all[index]?.push(scrape);
      }
    return all;
  } finally {
    await Promise.all(exporters.map((exporter) => exporter.stop()));
    await rm(folder, { recursive: true, force: true });
  }
}

function figuresOf({ name, own }: Rules, scrapes: readonly Scrape[]): Figure[] {
  const last = samples(scrapes.at(-1)?.text ?? "");
  const ofPartitions = last.filter(({ labels }) => "partition" in labels).length;
  const ofTopics = last.filter(({ labels }) => "topic" in labels && !("partition" in labels)).length;
  const size = Buffer.byteLength(scrapes.at(-1)?.text ?? "") / 2 ** 20;
  return [
    {
      name: `${name}: scrape`,
      value: median(scrapes.map(({ duration }) => duration)),
      unit: "s",
      ...(own ? { limit: 5 } : {}),
    },
    { name: `${name}: series`, value: last.length, unit: "series", ...(own ? { limit: 60_000 } : {}) },
    { name: `${name}: series of a partition`, value: ofPartitions / (TOPICS * PARTITIONS), unit: "series" },
    { name: `${name}: series of a topic beside them`, value: ofTopics / TOPICS, unit: "series" },
    { name: `${name}: series of the broker itself`, value: last.length - ofPartitions - ofTopics, unit: "series" },
    { name: `${name}: answer`, value: size, unit: "MiB" },
  ];
}
