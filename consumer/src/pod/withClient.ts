import * as pulumi from "@pulumi/pulumi";
import type { input } from "@pulumi/kubernetes/types";
import { unknownName } from "../unknownName";
import { mapInput } from "./mapInput";

type Template = input.core.v1.PodTemplateSpec;
type Container = input.core.v1.Container;
type Variables = pulumi.Input<pulumi.Input<input.core.v1.EnvVar>[]>;

/** What is added to a pod template. */
export interface Wiring {
  env: input.core.v1.EnvVar[];
  volume: input.core.v1.Volume;
  volumeMount: input.core.v1.VolumeMount;
  annotations: pulumi.Output<Record<string, string>>;
  /** Names of the containers that get it. @default all */
  containers?: string[];
}

/**
 * The template with a client's wiring.
 *
 * @throws RunError where a named container is not in the template.
 */
export function withClient(template: Template, wiring: Wiring): Template {
  return {
    ...template,
    metadata: mapInput(template.metadata ?? {}, (metadata) => ({
      ...metadata,
      annotations: pulumi
        .all([metadata.annotations ?? {}, wiring.annotations])
        .apply(([own, added]) => ({ ...added, ...own })),
    })),
    spec: mapInput(template.spec ?? { containers: [] }, (spec) => ({
      ...spec,
      volumes: mapInput(spec.volumes ?? [], (volumes) => [...volumes, wiring.volume]),
      containers: mapInput(spec.containers, (containers) => wired(containers, wiring)),
    })),
  };
}

function wired(containers: pulumi.Input<Container>[], wiring: Wiring): pulumi.Input<Container>[] {
  const { containers: wanted } = wiring;
  const names = containers.flatMap((container) => {
    const name = nameOf(container);
    return name === undefined ? [] : [name];
  });
  const absent = wanted?.find((name) => !names.includes(name));
  if (absent !== undefined) throw new pulumi.RunError(`pod template: ${unknownName("container", absent, names)}`);
  return containers.map((container) =>
    wanted === undefined || wanted.includes(nameOf(container) ?? "")
      ? mapInput(container, (one) => withVariables(one, wiring))
      : container,
  );
}

function nameOf(container: pulumi.Input<Container>): string | undefined {
  return "name" in container && typeof container.name === "string" ? container.name : undefined;
}

function withVariables(container: Container, { env, volumeMount }: Wiring): Container {
  return {
    ...container,
    env: added(container.env ?? [], env),
    volumeMounts: mapInput(container.volumeMounts ?? [], (mounts) => [...mounts, volumeMount]),
  };
}

/** Kubernetes takes the last of two variables of one name: the container's own. */
function added(own: Variables, env: input.core.v1.EnvVar[]): Variables {
  return mapInput(own, (variables) => {
    const names = new Set(variables.map((variable) => ("name" in variable ? variable.name : undefined)));
    return [...env.filter(({ name }) => !names.has(name)), ...variables];
  });
}
