import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { parseAllDocuments } from "yaml";
import { Failure } from "../../commands/failure";
import { silent } from "../../commands/progress";
import { ensureHelm } from "../../tools";
import { versions } from "../../tools/versions";
import { helmTemplate } from "./helm";
import type { KubernetesObject } from "./objects";

/** What the program registered for its chart. */
export interface ChartInputs {
  chart: string;
  version?: string;
  namespace: string;
  values: unknown;
}

/**
 * The objects that a chart makes, rendered by Helm itself: Pulumi's own chart resource needs an API server even for that.
 *
 * @param root The folder that the chart's relative path starts from.
 * @throws Failure of one line where the chart can't be had, or with the chart's own message.
 */
export async function chartObjects(name: string, inputs: ChartInputs, root: string): Promise<KubernetesObject[]> {
  const remote = /^\w+:\/\//.test(inputs.chart);
  const chart = remote ? inputs.chart : resolve(root, inputs.chart);
  if (!remote && !existsSync(chart)) {
    throw new Failure(`kafka:chart.path: there is no chart at ${chart}; name its folder or archive`);
  }
  const helm = await ensureHelm(silent);
  try {
    const text = helmTemplate(helm, { ...inputs, name, chart, kubernetes: versions.cluster.kubernetes });
    // Kubernetes reads YAML 1.1, where 0755 is octal.
    return parseAllDocuments(text, { version: "1.1" })
      .map((document) => document.toJS() as KubernetesObject | null)
      .filter((object) => object !== null);
  } catch (error) {
    const said = error instanceof Error && "stderr" in error ? String(error.stderr).trim() : String(error);
    throw new Failure(chartTrouble(inputs, remote, said));
  }
}

/** One line of what went wrong, and what to do. */
export function chartTrouble({ chart, version }: ChartInputs, remote: boolean, said: string): string {
  // A chart's own refusal stands between the template's name and Helm's advice to look at the YAML.
  const lines = said.split("\n").filter((each) => each !== "" && !each.startsWith("Use --debug"));
  const refusal = lines.find((each) => each.includes("ERROR: "))?.replace(/^.*ERROR: /, "");
  const line = refusal ?? lines.at(-1)?.replace(/^Error: /, "") ?? "";
  const unreachable = /dial tcp|lookup |no such host|timeout|refused|context deadline|TLS handshake|ETIMEDOUT/i.test(
    said,
  );
  if (!remote || !unreachable) return `the chart ${chart} can't be rendered: ${line}`;
  return `kafka:chart.repository: ${chart} can't be reached from here (${line}); render with --chart PATH, where PATH is a copy of it (made elsewhere by \`helm pull ${chart} --version ${version ?? "VERSION"}\`)`;
}
