import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { brokerProperties } from "../../../components/cluster/values/brokerProperties";
import { chartValues } from "../../../components/cluster/values";
import { cases } from "./cases";
import { helmTemplate } from "../../../render/kubernetes/helm";
import { facts, objects, serverProperties } from "./renderFacts";

/**
 * Writes `realChart.json` anew from the real chart: `node --import tsx test/unit/cluster/updateRealChart.ts <chart>`, with
 * Helm on PATH. Needed when `cases.ts` or what the program sets has changed.
 */
const chart = process.argv[2];
if (chart === undefined) {
  console.error("give the folder or archive of the real chart");
  process.exit(1);
}
const seen = Object.entries(cases).map(([name, settings]) => {
  const { namespace } = settings.kubernetes;
  const all = objects(helmTemplate("helm", { name: "kafka", chart, namespace, values: chartValues(settings) }));
  const own = brokerProperties(settings);
  const properties = Object.fromEntries(Object.entries(serverProperties(all)).filter(([key]) => !(key in own)));
  return [name, { objects: facts(all), properties }] as const;
});
const source =
  "Kinds, names, ports, labels and environment seen in renders of the Bitnami Kafka chart 26.11.4, by updateRealChart.ts";
writeFileSync(
  join(__dirname, "realChart.json"),
  `${JSON.stringify({ source, cases: Object.fromEntries(seen) }, null, 2)}\n`,
);
