import type { ISocketFactory } from "kafkajs";
import type { KubernetesTarget } from "../connection";
import { Ages } from "./ages";
import type { Election, KafkaAccess } from "./kafka-access";
import type { Observation } from "./observation";
import { podSightings, setView, type PodSighting } from "./pod-views";
import { askZooKeeper } from "./zookeeper";
import type { Workloads } from "./workloads";

/** What a rollout sees and does. The driver knows the world through this alone. */
export interface World {
  /** @throws ApiServerTrouble when Kubernetes can't say for a moment; UserError when it never will */
  look(): Promise<Omit<Observation, "waitedSeconds">>;
  /** Deletes the pod that the last look showed; the StatefulSet makes it anew at the newest revision. */
  restart(pod: string): Promise<void>;
  /** Waits for the next event, or for that time. */
  pause(milliseconds: number): Promise<void>;
  /** The last line that a failed pod logged. */
  lastLogLine(pod: string, container?: string): Promise<string | undefined>;
  electPreferredLeaders(): Promise<Election>;
  /** Seconds of a steady clock. */
  now(): number;
}

const settleMs = 200;

/** Kubernetes and Kafka as they are. */
export class RealWorld implements World {
  private readonly ages = new Ages();
  /** By pod, the uid that was deleted: until the API server shows another, the pod is on its way out. */
  private readonly deleted = new Map<string, string>();
  private sightings: PodSighting[] = [];

  constructor(
    private readonly target: KubernetesTarget,
    private readonly statefulSets: readonly string[],
    private readonly workloads: Workloads,
    private readonly kafka: KafkaAccess,
    private readonly sockets?: ISocketFactory,
  ) {}

  async look(): Promise<Omit<Observation, "waitedSeconds">> {
    const { sets, pods } = await this.workloads.look(this.statefulSets);
    this.sightings = sets
      .flatMap((set) => (set === undefined ? [] : podSightings(set, pods)))
      .map((pod) => (this.deleted.get(pod.name) === pod.uid ? { ...pod, state: "terminating" } : pod));
    const servers = this.sightings.filter(({ role, state }) => role === "zookeeper" && state === "ready");
    const [kafka, zookeeper] = await Promise.all([
      this.kafka.look(this.sightings.map(({ name }) => name)),
      Promise.all(servers.map(({ name }) => askZooKeeper(this.target, name, this.sockets))),
    ]);
    return {
      sets: this.statefulSets.map((name, index) => setView(name, sets[index])),
      pods: this.ages.view(this.sightings, kafka, this.now()),
      kafka,
      zookeeper,
    };
  }

  async restart(pod: string): Promise<void> {
    const uid = this.sightings.find(({ name }) => name === pod)?.uid;
    if (uid === undefined || uid === "") return;
    await this.workloads.delete(pod, uid);
    this.deleted.set(pod, uid);
    this.kafka.forget(pod);
  }

  async pause(milliseconds: number): Promise<void> {
    await this.workloads.nextEvent(milliseconds);
    // Events come in bursts while a pod starts.
    await new Promise((resolve) => setTimeout(resolve, settleMs));
  }

  lastLogLine(pod: string, container?: string): Promise<string | undefined> {
    return this.workloads.lastLogLine(pod, container);
  }

  electPreferredLeaders(): Promise<Election> {
    return this.kafka.electPreferredLeaders();
  }

  now(): number {
    return performance.now() / 1000;
  }
}
