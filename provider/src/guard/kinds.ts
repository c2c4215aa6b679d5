import type { KubernetesTarget } from "../connection";
import { UserError, messageOf } from "../errors";
import { kubernetesClient, loadKubeConfig } from "../kubernetes/kubeconfig";

/** A kind of object that an operator brings, and that the stack is going to make. */
export interface RequiredKind {
  /** Group and version, such as `monitoring.coreos.com/v1`. */
  apiVersion: string;
  kind: string;
  /** Where the stack file asks for it. */
  keyPath: string;
  /** What to do where it is not there. */
  advice: string;
}

/** Those of the kinds that were not asked for in the last run. */
export function newKinds(olds: readonly RequiredKind[], news: readonly RequiredKind[]): RequiredKind[] {
  const known = new Set(olds.map(({ apiVersion, kind }) => `${apiVersion} ${kind}`));
  return news.filter(({ apiVersion, kind }) => !known.has(`${apiVersion} ${kind}`));
}

/**
 * Why the stack can't be made in this Kubernetes cluster, one line a kind that it doesn't know; none when it knows them all.
 *
 * @param served The kinds of each `apiVersion`.
 */
export function kindRefusals(
  wanted: readonly RequiredKind[],
  served: ReadonlyMap<string, readonly string[]>,
): string[] {
  return wanted
    .filter(({ apiVersion, kind }) => !served.get(apiVersion)?.includes(kind))
    .map(
      ({ apiVersion, kind, keyPath, advice }) =>
        `${keyPath}: the Kubernetes cluster knows no ${kind} (${apiVersion}): ${advice}`,
    );
}

/**
 * Asks the API server for the kinds that are new to the stack, and for nothing where none is.
 *
 * @returns Why the stack can't be made there, one line a kind.
 */
export async function missingKinds(
  target: KubernetesTarget,
  olds: readonly RequiredKind[],
  news: readonly RequiredKind[],
): Promise<string[]> {
  const asked = newKinds(olds, news);
  const apiVersions = [...new Set(asked.map(({ apiVersion }) => apiVersion))];
  const served = await Promise.all(apiVersions.map(async (each) => [each, await servedKinds(target, each)] as const));
  return kindRefusals(asked, new Map(served));
}

/** The kinds that an API server serves of a group and version; none where it doesn't know the group. */
export async function servedKinds(target: KubernetesTarget, apiVersion: string): Promise<string[]> {
  const [group = "", version = ""] = apiVersion.split("/");
  const config = await loadKubeConfig(target);
  const { CustomObjectsApi, ApiException } = await kubernetesClient();
  try {
    const { resources } = await config.makeApiClient(CustomObjectsApi).getAPIResources({ group, version });
    return resources.map(({ kind }) => kind);
  } catch (error) {
    if (error instanceof ApiException && error.code === 404) return [];
    throw new UserError(
      `the kinds of ${apiVersion} can't be listed (kube context "${target.context}"): ${messageOf(error).split("\n", 1)[0]}`,
      { cause: error },
    );
  }
}
