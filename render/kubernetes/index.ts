import type { Render, RenderedFile } from "../form";
import { document, documents } from "./documents";
import type { KubernetesObject } from "./objects";
import { masked } from "./objects";
import { programResources } from "./programResources";
import type { Registered } from "./registered";
import { revealed } from "./registered";

/**
 * The Pulumi program's own form: its real components are run without an engine, the chart is rendered by Helm.
 *
 * - `kubernetes/<namespace>/<Kind>-<name>.yaml`: each object, the chart's and the program's own.
 * - `resources/<Type>.yaml`: the program's other resources, such as topics and users, one document each, by name.
 * - `connection.yaml`: how the program reaches the brokers, once for all of them.
 */
export const render: Render = async (request) => {
  const { objects, others } = await programResources(request);
  return [...objectFiles(objects.map(({ object, own }) => masked(object, own))), ...resourceFiles(others)];
};

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
