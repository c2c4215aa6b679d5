import type { AppsV1Api, CoreV1Api, KubeConfig, V1Pod, V1StatefulSet } from "@kubernetes/client-node";
import type { KubernetesTarget } from "../connection";
import { messageOf, UserError } from "../errors";
import { kubernetesClient, loadKubeConfig } from "../kubernetes/kubeconfig";
import { oneLine, telling } from "./wording";

/** The StatefulSets of a cluster and their pods, as the API server shows them. */
export interface WorkloadLook {
  /** In the order that was asked for; undefined where there is none of that name. */
  sets: (V1StatefulSet | undefined)[];
  pods: V1Pod[];
}

/** The API server didn't answer or didn't know for a moment; another try may do. */
export class ApiServerTrouble extends Error {}

/** Time limit of one request to the API server, in milliseconds. */
const requestLimit = 20_000;
const notFound = 404;
const conflict = 409;

/** Codes that no second try changes, and what they mean. */
const finalCodes: Readonly<Record<number, string>> = {
  401: "the API server doesn't accept the context's credentials",
  403: "the context's user may not do that",
};

/** The few things that a rollout does with the Kubernetes API: look, delete one pod, read its last words, wait for an event. */
export class Workloads {
  private versions: { selector: string; resourceVersion: string }[] = [];

  private constructor(
    private readonly target: KubernetesTarget,
    private readonly config: KubeConfig,
    private readonly core: CoreV1Api,
    private readonly apps: AppsV1Api,
  ) {}

  /** @throws UserError when the kubeconfig or its context can't be used */
  static async of(target: KubernetesTarget): Promise<Workloads> {
    const config = await loadKubeConfig(target);
    const { AppsV1Api, CoreV1Api } = await kubernetesClient();
    return new Workloads(target, config, config.makeApiClient(CoreV1Api), config.makeApiClient(AppsV1Api));
  }

  /**
   * The StatefulSets of these names and the pods that their selectors choose.
   * @throws ApiServerTrouble or UserError
   */
  async look(names: readonly string[]): Promise<WorkloadLook> {
    const sets = await Promise.all(names.map((name) => this.readSet(name)));
    const selectors = sets.filter((set) => set !== undefined).map(selectorOf);
    const lists = await Promise.all(selectors.map((selector) => this.listPods(selector)));
    this.versions = lists.map(({ metadata }, index) => ({
      selector: selectors[index] ?? "",
      resourceVersion: metadata?.resourceVersion ?? "",
    }));
    return { sets, pods: lists.flatMap(({ items }) => items) };
  }

  /** Deletes a pod if it is still the one with that uid. One that is gone, or was replaced since, is left alone. */
  async delete(pod: string, uid: string): Promise<void> {
    const { namespace } = this.target;
    const body = { preconditions: { uid } };
    await this.ask(`delete pod ${pod}`, this.core.deleteNamespacedPod({ name: pod, namespace, body }), [
      notFound,
      conflict,
    ]);
  }

  /** The last line that a container logged, before its last end where it ended; undefined when there is none. See `telling`. */
  async lastLogLine(pod: string, container?: string): Promise<string | undefined> {
    const { namespace } = this.target;
    for (const previous of [true, false]) {
      const request = this.core.readNamespacedPodLog({ name: pod, namespace, container, previous, tailLines: 40 });
      // A log that can't be read (no previous run, an image that was never pulled) has nothing to add to the failure itself.
      const log = await this.ask(`read the log of ${pod}`, request).catch(() => undefined);
      const line = typeof log === "string" ? telling(log) : undefined;
      if (line !== undefined) return line;
    }
    return undefined;
  }

  /**
   * Waits for the next event of a pod since the last look, or for that time. Without a watch (the user may not, or the connection
   * breaks) it is the time.
   */
  async nextEvent(milliseconds: number): Promise<void> {
    const { Watch } = await kubernetesClient();
    const watches: Promise<AbortController>[] = [];
    const path = `/api/v1/namespaces/${this.target.namespace}/pods`;
    await new Promise<void>((resolve) => {
      setTimeout(resolve, milliseconds);
      for (const { selector, resourceVersion } of this.versions) {
        const query = { labelSelector: selector, resourceVersion };
        const watch = new Watch(this.config).watch(
          path,
          query,
          () => resolve(),
          () => undefined,
        );
        watches.push(watch);
        watch.catch(() => undefined);
      }
    });
    for (const watch of watches) watch.then((controller) => controller.abort()).catch(() => undefined);
  }

  private async readSet(name: string): Promise<V1StatefulSet | undefined> {
    const { namespace } = this.target;
    return this.ask(`read StatefulSet ${name}`, this.apps.readNamespacedStatefulSet({ name, namespace }), [notFound]);
  }

  private async listPods(labelSelector: string) {
    const { namespace } = this.target;
    const list = await this.ask("list pods", this.core.listNamespacedPod({ namespace, labelSelector }));
    return list ?? { items: [], metadata: undefined };
  }

  /** @param harmless codes that stand for `undefined` */
  private async ask<T>(what: string, request: Promise<T>, harmless: readonly number[] = []): Promise<T | undefined> {
    try {
      return await withinLimit(request);
    } catch (error) {
      const code = error instanceof Error && "code" in error && typeof error.code === "number" ? error.code : undefined;
      if (code !== undefined && harmless.includes(code)) return undefined;
      const { context, namespace } = this.target;
      const where = `can't ${what} in namespace ${namespace} (kube context "${context}")`;
      const final = code === undefined ? undefined : finalCodes[code];
      if (final !== undefined) throw new UserError(`${where}: ${final}`, { cause: error });
      throw new ApiServerTrouble(
        `${where}: ${code === undefined ? describe(error) : `the API server answered ${code}`}`,
      );
    }
  }
}

function selectorOf(set: V1StatefulSet): string {
  const labels = Object.entries(set.spec?.selector.matchLabels ?? {});
  return labels.map(([key, value]) => `${key}=${value}`).join(",");
}

function describe(error: unknown): string {
  const cause = error instanceof Error && error.cause !== undefined ? ` (${messageOf(error.cause)})` : "";
  return oneLine(messageOf(error) + cause);
}

async function withinLimit<T>(request: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${requestLimit / 1000} s`)), requestLimit);
  });
  try {
    return await Promise.race([request, late]);
  } finally {
    clearTimeout(timer);
  }
}
