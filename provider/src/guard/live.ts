import type { KubernetesTarget } from "../connection";
import { UserError, messageOf } from "../errors";
import { kubernetesClient, loadKubeConfig } from "../kubernetes/kubeconfig";
import type { LiveTemplate } from "./templates";

/**
 * What a live StatefulSet has of the things that never change.
 *
 * @returns undefined when there is no such StatefulSet.
 * @throws UserError when the API server doesn't say.
 */
export async function liveTemplate(target: KubernetesTarget, statefulSet: string): Promise<LiveTemplate | undefined> {
  const config = await loadKubeConfig(target);
  const { AppsV1Api, ApiException } = await kubernetesClient();
  try {
    const found = await config
      .makeApiClient(AppsV1Api)
      .readNamespacedStatefulSet({ name: statefulSet, namespace: target.namespace });
    const spec = found.spec?.volumeClaimTemplates?.[0]?.spec;
    const size = spec?.resources?.requests?.["storage"];
    if (size === undefined) return undefined;
    return {
      size,
      ...(spec?.storageClassName === undefined ? {} : { storageClass: spec.storageClassName }),
      podManagementPolicy: found.spec?.podManagementPolicy ?? "OrderedReady",
    };
  } catch (error) {
    if (error instanceof ApiException && error.code === 404) return undefined;
    throw new UserError(
      `StatefulSet ${target.namespace}/${statefulSet} can't be read (kube context "${target.context}"): ${messageOf(error).split("\n", 1)[0]}`,
      { cause: error },
    );
  }
}
