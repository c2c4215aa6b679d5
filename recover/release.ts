import type { KubernetesTarget } from "@kafka-on-kubernetes/provider";
import { kubernetesClient, loadKubeConfig } from "@kafka-on-kubernetes/provider/dist/kubernetes/kubeconfig";
import { Failure } from "../commands/failure";
import type { Engine } from "../review/engine";
import type { ManagedFields, ManagedObject } from "./managers";
import { managedObjects, withoutLost } from "./managers";

/** An object by its kind and name. */
type Address = Omit<ManagedObject, "manager">;

/** Who owns an object's fields, at one version of it. */
interface Owned {
  entries: ManagedFields[];
  version: string;
}

/** Owners of Kubernetes objects, read and written. */
export interface Owners {
  /** Undefined where there is no such object. */
  read(object: Address): Promise<Owned | undefined>;
  /** Fails where the object has changed since it was read. */
  write(object: Address, owned: Owned): Promise<void>;
}

/**
 * Takes the names of lost states off the objects that the state manages, once it has taken them over: while they are there, a field that
 * both name can't change, and one that is taken out stays.
 *
 * @returns `Kind/name` of each object that was changed
 */
export async function releaseLost(engine: Engine, owners: Owners): Promise<string[]> {
  const { code, stdout, stderr } = await engine.run("stack", "export");
  if (code !== 0) throw new Failure(`pulumi stack export: ${stderr.trim().split("\n").at(-1)}`);
  const released: string[] = [];
  for (const { manager, ...object } of managedObjects(stdout)) {
    const owned = await owners.read(object);
    const entries = owned && withoutLost(owned.entries, manager);
    if (owned === undefined || entries === undefined) continue;
    await owners.write(object, { ...owned, entries });
    released.push(`${object.kind}/${object.name}`);
  }
  return released.sort();
}

/** The owners of objects in a Kubernetes cluster. */
export async function liveOwners(target: KubernetesTarget): Promise<Owners> {
  const config = await loadKubeConfig(target);
  const { ApiException, KubernetesObjectApi, PatchStrategy } = await kubernetesClient();
  const api = KubernetesObjectApi.makeApiClient(config);
  return {
    read: async ({ apiVersion, kind, name, namespace = "" }) => {
      try {
        const { metadata } = await api.read({ apiVersion, kind, metadata: { name, namespace } });
        return {
          entries: (metadata?.managedFields ?? []) as ManagedFields[],
          version: metadata?.resourceVersion ?? "",
        };
      } catch (error) {
        if (error instanceof ApiException && error.code === 404) return undefined;
        throw error;
      }
    },
    write: async ({ apiVersion, kind, name, namespace }, { entries, version }) => {
      const metadata = { name, namespace, resourceVersion: version, managedFields: entries };
      const nothing = undefined;
      await api.patch({ apiVersion, kind, metadata }, nothing, nothing, nothing, nothing, PatchStrategy.MergePatch);
    },
  };
}
