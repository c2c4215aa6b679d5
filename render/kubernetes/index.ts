import { KafkaPlatform } from "../../components/platform/KafkaPlatform";
import { chartTransforms } from "../../components/cluster/chartTransforms";
import type { Render, RenderedFile, RenderRequest } from "../form";
import type { ChartInputs } from "./chart";
import { chartObjects } from "./chart";
import { document, documents } from "./documents";
import type { KubernetesObject } from "./objects";
import { generatedValues, isKubernetesObject, masked, registeredObject, transformed } from "./objects";
import type { Registered } from "./registered";
import { registeredResources, revealed } from "./registered";

const CHART = "kubernetes:helm.sh/v4:Chart";

/**
 * The Pulumi program's own form: its real components are run without an engine, the chart is rendered by Helm.
 *
 * - `kubernetes/<namespace>/<Kind>-<name>.yaml`: each object, the chart's and the program's own.
 * - `resources/<Type>.yaml`: the program's other resources, such as topics and users, one document each, by name.
 * - `connection.yaml`: how the program reaches the brokers, once for all of them.
 */
export const render: Render = async ({ stack, settings, root, chart }) => {
  const registered = await registeredResources({ stack, run: () => platform(settings), generated: generatedValues });
  const charts = await Promise.all(
    registered
      .filter(({ type }) => type === CHART)
      .map(({ name, inputs }) => {
        const own = revealed(inputs) as ChartInputs;
        return chartObjects(name, chart === undefined ? own : { ...own, chart, version: undefined }, root);
      }),
  );
  const transforms = chartTransforms(settings);
  const ofCharts = await Promise.all(charts.flat().map((object) => transformed(object, transforms)));
  const objects = [
    ...ofCharts.map((object) => masked(object, false)),
    ...registered.filter(isKubernetesObject).map((resource) => masked(registeredObject(resource), true)),
  ];
  const others = registered.filter((resource) => !isKubernetesObject(resource) && resource.type !== CHART);
  return [...objectFiles(objects), ...resourceFiles(others)];
};

function platform(settings: RenderRequest["settings"]): KafkaPlatform {
  const { context, server } = settings.kubernetes;
  const named = context !== undefined || server !== undefined;
  // Whether that context exists is for `up` to find out.
  const target = { context: context ?? "(the context of kafka:kubernetes.server)", server: server ?? "" };
  return new KafkaPlatform(settings.cluster.name, { settings, ...(named ? { target } : {}) });
}

function objectFiles(objects: KubernetesObject[]): RenderedFile[] {
  const path = ({ kind, metadata }: KubernetesObject): string =>
    `kubernetes/${metadata.namespace ?? "_cluster"}/${kind}-${metadata.name}.yaml`;
  return [...Map.groupBy(objects, path)].map(([at, members]) => ({ path: at, text: documents(members) }));
}

/** Inputs that say the same in every resource, or nothing of what it makes. */
const REPEATED = ["connection", "__provider"];

function resourceFiles(resources: Registered[]): RenderedFile[] {
  const inputs = resources.map(({ type, name, inputs: given }) => ({
    type: type.startsWith("pulumi:providers:") ? "Provider" : (type.split(":").at(-1) ?? type),
    name,
    inputs: revealed(given) as Record<string, unknown>,
  }));
  const connections = new Map(
    inputs.flatMap(({ inputs: { connection } }) =>
      connection === undefined ? [] : [[document(connection), connection] as const],
    ),
  );
  const files = [...Map.groupBy(inputs, ({ type }) => type)].flatMap(([type, members]) => {
    const shown = members
      .map(({ name, inputs: given }) => ({
        name,
        inputs: Object.fromEntries(Object.entries(given).filter(([key]) => !REPEATED.includes(key))),
      }))
      .filter(({ inputs: given }) => Object.keys(given).length > 0)
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    return shown.length === 0 ? [] : [{ path: `resources/${type}.yaml`, text: documents(shown) }];
  });
  return connections.size === 0
    ? files
    : [...files, { path: "connection.yaml", text: documents([...connections.values()]) }];
}
