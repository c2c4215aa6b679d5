import { z } from "zod";

/** An entry of an object's `metadata.managedFields`. */
export interface ManagedFields {
  manager?: string;
  operation?: string;
  [further: string]: unknown;
}

/** The names that Pulumi's Kubernetes plugin applies under: one for each resource of each state. */
const PULUMI = /^pulumi-kubernetes-[0-9a-f]{8}$/;

/**
 * The entries without those of states that are lost; undefined where there are none, or where the state's own is not among them: an object
 * without any owner would be given another one that stands in the way as well.
 *
 * @param current The name that the state applies under.
 */
export function withoutLost(entries: readonly ManagedFields[], current: string): ManagedFields[] | undefined {
  const isPulumi = ({ manager = "", operation }: ManagedFields): boolean =>
    operation === "Apply" && PULUMI.test(manager);
  const kept = entries.filter((entry) => !isPulumi(entry) || entry.manager === current);
  const owned = kept.some((entry) => isPulumi(entry));
  return owned && kept.length < entries.length ? kept : undefined;
}

/** An object that the state manages, and the name that it applies under. */
export interface ManagedObject {
  apiVersion: string;
  kind: string;
  name: string;
  namespace?: string;
  manager: string;
}

/** The plugin keeps the name among a resource's outputs. */
const resource = z.object({
  type: z.string(),
  delete: z.boolean().default(false),
  outputs: z
    .looseObject({
      apiVersion: z.string(),
      kind: z.string(),
      __fieldManager: z.string(),
      metadata: z.looseObject({ name: z.string(), namespace: z.string().optional() }),
    })
    .optional()
    .catch(undefined),
});
const exported = z.object({ deployment: z.object({ resources: z.array(resource).nullish() }) });

/** The Kubernetes objects of a state, by `pulumi stack export`. */
export function managedObjects(text: string): ManagedObject[] {
  const { resources } = exported.parse(JSON.parse(text)).deployment;
  return (resources ?? []).flatMap(({ type, delete: going, outputs }) => {
    if (!type.startsWith("kubernetes:") || going || outputs === undefined) return [];
    const { apiVersion, kind, metadata, __fieldManager: manager } = outputs;
    const { name, namespace } = metadata;
    return [{ apiVersion, kind, name, manager, ...(namespace === undefined ? {} : { namespace }) }];
  });
}
