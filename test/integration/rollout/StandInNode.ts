import type { AppsV1Api, CoreV1Api, V1Pod } from "@kubernetes/client-node";
import type { BrokerCluster } from "../brokers";

/** How a pod with a certain template behaves. */
export type Behaviour = "serves" | "crashes";

const pollMs = 200;

/**
 * Stands in for the nodes of a Kubernetes cluster that has none: its API server and StatefulSet controller are real, and so are
 * the brokers. When a pod is gone its broker is stopped in an orderly way; when a new one is there the broker is started, and
 * the pod becomes Ready when the broker's process is up and the cluster counts it.
 */
export class StandInNode {
  /** Names of pods as they were replaced. */
  readonly replaced: string[] = [];
  /** Most brokers that were away at the same time. */
  mostAway = 0;
  private readonly seen = new Map<string, string>();
  private readonly away = new Set<string>();
  private readonly working = new Map<string, Promise<void>>();
  private running = true;
  private loop: Promise<void> = Promise.resolve();

  constructor(
    private readonly core: CoreV1Api,
    private readonly namespace: string,
    private readonly brokers: BrokerCluster,
    private readonly behaviour: (pod: V1Pod) => Behaviour,
  ) {}

  start(): void {
    this.loop = this.run();
  }

  /** @throws what went wrong while it ran */
  async stop(): Promise<void> {
    this.running = false;
    await this.loop;
    await Promise.all(this.working.values());
  }

  private async run(): Promise<void> {
    while (this.running) {
      const { items } = await this.core.listNamespacedPod({ namespace: this.namespace });
      for (const pod of items) {
        const { name = "", uid = "" } = pod.metadata ?? {};
        if (this.seen.get(name) === uid) continue;
        const first = !this.seen.has(name);
        this.seen.set(name, uid);
        const before = this.working.get(name) ?? Promise.resolve();
        this.working.set(
          name,
          before.then(() => this.play(pod, name, first)),
        );
      }
      await new Promise((resolve) => setTimeout(resolve, pollMs));
    }
  }

  private async play(pod: V1Pod, name: string, first: boolean): Promise<void> {
    const id = Number(name.split("-").at(-1));
    if (!first) {
      this.replaced.push(name);
      this.away.add(name);
      this.mostAway = Math.max(this.mostAway, this.away.size);
      await this.brokers.stopNode(id);
    }
    if (this.behaviour(pod) === "crashes") return this.report(pod, name, crashed);
    if (!first) await this.brokers.restart(id);
    this.away.delete(name);
    return this.report(pod, name, { conditions: [{ type: "Ready", status: "True" }] });
  }

  private async report(pod: V1Pod, name: string, status: object): Promise<void> {
    const body = [{ op: "replace", path: "/status", value: { phase: "Running", ...status } }];
    if (this.seen.get(name) !== pod.metadata?.uid) return;
    await this.core.patchNamespacedPodStatus({ name, namespace: this.namespace, body });
  }
}

const crashed = {
  conditions: [{ type: "Ready", status: "False" }],
  containerStatuses: [
    {
      name: "kafka",
      image: "kafka",
      imageID: "",
      ready: false,
      restartCount: 3,
      state: { waiting: { reason: "CrashLoopBackOff" } },
      lastState: { terminated: { exitCode: 1, reason: "Error", message: "Invalid value nonsense" } },
    },
  ],
};

/** A StatefulSet as the chart makes it, as far as a rollout sees it. */
export async function applyStatefulSet(apps: AppsV1Api, namespace: string, setting: string): Promise<void> {
  const name = "kafka-controller";
  const labels = { "app.kubernetes.io/name": "kafka" };
  const body = {
    metadata: { name },
    spec: {
      serviceName: `${name}-headless`,
      replicas: 3,
      podManagementPolicy: "Parallel",
      updateStrategy: { type: "OnDelete" },
      selector: { matchLabels: labels },
      template: {
        metadata: { labels, annotations: { setting } },
        spec: { containers: [{ name: "kafka", image: "kafka" }] },
      },
    },
  };
  const { items } = await apps.listNamespacedStatefulSet({ namespace });
  const found = items.find(({ metadata }) => metadata?.name === name);
  if (found === undefined) await apps.createNamespacedStatefulSet({ namespace, body });
  else await apps.replaceNamespacedStatefulSet({ namespace, name, body: { ...body, metadata: found.metadata } });
}
