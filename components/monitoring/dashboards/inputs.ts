import type { DashboardJson } from "./json";
import { isObject, rewritten } from "./json";

/**
 * The dashboard with its inputs filled in, whatever they are named: what asks for a Prometheus gets the data source, a constant its own
 * value. Grafana asks the user for them at an import, but neither its sidecar nor its provisioning does.
 *
 * @param datasource Grafana's uid of the Prometheus data source.
 */
export function withInputs(dashboard: DashboardJson, datasource: string): DashboardJson {
  const { __inputs: inputs, __requires, ...rest } = dashboard;
  void __requires; // what an import would check
  const values = new Map(
    (Array.isArray(inputs) ? inputs : [])
      .filter(isObject)
      .map((input) => [
        `\${${String(input["name"])}}`,
        input["type"] === "constant" ? String(input["value"] ?? "") : datasource,
      ]),
  );
  const text = (written: string): string =>
    [...values].reduce((so, [placeholder, value]) => so.replaceAll(placeholder, value), written);
  return rewritten(rest, {
    text,
    // A data source by its name alone is a reference of before Grafana 8.3.
    object: (object) =>
      object["datasource"] === datasource ? { ...object, datasource: { type: "prometheus", uid: datasource } } : object,
  }) as DashboardJson;
}
