import { readFileSync, writeFileSync } from "node:fs";
import { parse } from "yaml";
import { keyPaths } from "../../../components/cluster/values/keyPaths";

/**
 * Writes `components/cluster/chartKeys.json` anew, from the values files of another version of the chart:
 * `node --import tsx test/unit/cluster/updateChartKeys.ts <version> <kafka values.yaml> <zookeeper values.yaml>`.
 */
const [version, kafka, zookeeper] = process.argv.slice(2);
if (version === undefined || kafka === undefined || zookeeper === undefined) {
  console.error("give the chart's version, its values.yaml, and the values.yaml of its ZooKeeper subchart");
  process.exit(1);
}
const read = (file: string): unknown => parse(readFileSync(file, "utf8"));
const keys = [...new Set([...keyPaths(read(kafka)), ...keyPaths(read(zookeeper), "zookeeper.")])].sort();
const source =
  "Key paths (no values) of the Bitnami Kafka chart's values.yaml and, under `zookeeper.`, of its ZooKeeper subchart's.";
const target = new URL("../../../components/cluster/chartKeys.json", `file://${__filename}`);
writeFileSync(target, `${JSON.stringify({ source, chart: version, keys }, null, 2)}\n`);
