import { parseAllDocuments } from "yaml";
import { RULE_FILE } from "../../components/monitoring/jmx/ruleFile";
import { ensureHelm } from "../../tools";
import { silent } from "../../commands/progress";
import { versions } from "../../tools/versions";
import { helmTemplate } from "../../render/kubernetes/helm";

/** The chart's own rule file and where it is from, or why it can't be had. */
export type ChartRules = { text: string; from: string } | { missing: string };

/**
 * The rules that the chart brings, rendered by Helm: from its registry, or from the folder or archive that `KAFKA_CHART` names where the
 * registry can't be reached.
 */
export async function chartRules(): Promise<ChartRules> {
  const { address, version } = versions.chart;
  const copy = process.env["KAFKA_CHART"];
  const chart = copy === undefined ? { chart: address, version } : { chart: copy };
  try {
    const text = helmTemplate(await ensureHelm(silent), {
      ...chart,
      name: "kafka",
      namespace: "kafka",
      values: { metrics: { jmx: { enabled: true } } },
    });
    const rules = parseAllDocuments(text)
      .map((document) => document.toJS() as { data?: Record<string, string> } | null)
      .flatMap((object) => object?.data?.[RULE_FILE] ?? []);
    return rules[0] === undefined
      ? { missing: `the chart has no ${RULE_FILE}` }
      : { text: rules[0], from: `version ${version}${copy === undefined ? "" : ", from a local copy"}` };
  } catch (error) {
    const said = error instanceof Error && "stderr" in error ? String(error.stderr).trim() : String(error);
    return { missing: `${said.split("\n").at(-1)}; name a local copy in KAFKA_CHART` };
  }
}
