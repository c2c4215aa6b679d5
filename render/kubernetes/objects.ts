import type * as pulumi from "@pulumi/pulumi";
import { GENERATED } from "../form";
import type { Registered } from "./registered";
import { revealed } from "./registered";

/** A Kubernetes object, as far as a render looks at it. */
export interface KubernetesObject {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string; [further: string]: unknown };
  [further: string]: unknown;
}

/** Pulumi's type of a Kubernetes object, such as `kubernetes:apps/v1:StatefulSet`. */
export function typeOf({ apiVersion, kind }: KubernetesObject): string {
  return `kubernetes:${apiVersion.includes("/") ? apiVersion : `core/${apiVersion}`}:${kind}`;
}

/** An object of a chart as the program's transforms leave it. */
export async function transformed(
  object: KubernetesObject,
  transforms: readonly pulumi.ResourceTransform[],
): Promise<KubernetesObject> {
  let props: Record<string, unknown> = object;
  for (const transform of transforms) {
    const changed = await transform({
      type: typeOf(object),
      name: object.metadata.name,
      props,
      opts: {},
      custom: true,
    });
    props = changed?.props ?? props;
  }
  return props as KubernetesObject;
}

/** Whether the program registered a Kubernetes object itself, not through a chart. */
export function isKubernetesObject({ type }: Registered): boolean {
  return /^kubernetes:[\w.-]+\/v\w+:/.test(type) && !type.startsWith("kubernetes:helm.sh/");
}

/** A registered Kubernetes object as YAML knows it. */
export function registeredObject({ type, inputs }: Registered): KubernetesObject {
  const [, group = "", kind = ""] = type.split(":");
  return { apiVersion: group.replace(/^core\//, ""), kind, ...(revealed(inputs) as object) } as KubernetesObject;
}

/**
 * An object without what nobody may see. The program's own Secrets hold {@link GENERATED} where a password will be, so that what
 * stands beside it can be read and compared; of any other Secret only the keys are shown.
 */
export function masked(object: KubernetesObject, own: boolean): KubernetesObject {
  if (object.kind !== "Secret") return object;
  const { data, stringData, ...rest } = object as KubernetesObject & Record<"data" | "stringData", unknown>;
  const plain = { ...decoded(data), ...((stringData ?? {}) as Record<string, string>) };
  const shown = (key: string, value: string): [string, string] => [key, own ? value : "(not shown)"];
  return { ...rest, stringData: Object.fromEntries(Object.entries(plain).map(([key, value]) => shown(key, value))) };
}

function decoded(data: unknown): Record<string, string> {
  return Object.fromEntries(
    Object.entries((data ?? {}) as Record<string, string>).map(([key, value]) => [
      key,
      Buffer.from(value, "base64").toString(),
    ]),
  );
}

/** What the random provider gives in a render: no chance, and nothing that could be taken for a password. */
export function generatedValues(): { result: string; base64: string } {
  return { result: GENERATED, base64: GENERATED };
}
