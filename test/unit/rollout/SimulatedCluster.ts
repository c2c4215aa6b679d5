import assert from "node:assert/strict";
import type { Observation, PartitionView, PodView } from "../../../provider/src/rollout/observation";
import type { World } from "../../../provider/src/rollout/world";

/** How a simulated cluster behaves; times in seconds. */
export interface Plan {
  brokers: number;
  replicationFactor: number;
  partitions: number;
  /** Index of the broker that is the active controller at first. */
  controller: number;
  /** Per broker: does its pod run the old revision? */
  outdated: boolean[];
  /** Per broker, for every start: until the pod exists again, is Ready, is registered; then per partition, until it is in sync. */
  delays: { recreate: number; ready: number; register: number; catchUp: number }[];
  /** Brokers whose pods crash at the old revision, from the start on. */
  crashedAtStart: boolean[];
  /** Pods of the new revision crash too. */
  newIsBroken: boolean;
  /** Brokers that die once at this time, whatever happens; they come back by themselves at the revision they had. */
  accidents: { broker: number; at: number }[];
}

interface Broker {
  outdated: boolean;
  uid: number;
  crashing: boolean;
  existsAt: number;
  readyAt: number;
  registeredAt: number;
  caughtUpAt: number[];
  failingSince: number;
}

/** Most simulated time of one run: far more than any honest rollout of such a cluster takes. */
const longest = 50_000;

/** A cluster of the imagination with a clock of its own. Every restart is judged by the true state, not by what was observed. */
export class SimulatedCluster implements World {
  readonly restarts: string[] = [];
  private clock = 0;
  private readonly brokers: Broker[];
  private readonly partitions: { replicas: number[]; catchUp: number }[];
  private readonly accidents: Plan["accidents"];
  private controllerId: number;

  constructor(private readonly plan: Plan) {
    this.brokers = plan.outdated.map((outdated, id) => ({
      outdated,
      uid: id,
      crashing: outdated ? (plan.crashedAtStart[id] ?? false) : plan.newIsBroken,
      existsAt: 0,
      readyAt: 0,
      registeredAt: 0,
      caughtUpAt: Array.from({ length: plan.partitions }, () => 0),
      failingSince: 0,
    }));
    this.partitions = Array.from({ length: plan.partitions }, (_, number) => ({
      replicas: Array.from({ length: plan.replicationFactor }, (_, index) => (number + index) % plan.brokers),
      catchUp: 1 + (number % 7),
    }));
    this.accidents = [...plan.accidents];
    this.controllerId = plan.controller;
  }

  get allNew(): boolean {
    return this.brokers.every(({ outdated }) => !outdated);
  }

  get healthy(): boolean {
    return this.brokers.every((_, id) => this.ready(id) && this.registered(id)) && this.allInSync;
  }

  get allInSync(): boolean {
    return this.partitions.every((_, number) => this.isr(number).length === this.plan.replicationFactor);
  }

  now(): number {
    return this.clock;
  }

  async pause(milliseconds: number): Promise<void> {
    this.clock += milliseconds / 1000;
    assert.ok(this.clock < longest, "the rollout goes on for ever");
    for (const accident of this.accidents.splice(0)) {
      if (accident.at > this.clock) this.accidents.push(accident);
      else this.start(accident.broker);
    }
    if (!this.serves(this.controllerId)) this.controllerId = this.brokers.findIndex((_, id) => this.serves(id));
  }

  async look(): Promise<Omit<Observation, "waitedSeconds">> {
    const alive = this.brokers.flatMap((_, id) => (this.registered(id) ? [id] : []));
    return {
      sets: [
        {
          name: "kafka-controller",
          role: "broker",
          replicas: this.plan.brokers,
          state: "current",
          strategy: "OnDelete",
        },
      ],
      pods: this.brokers.map((broker, id) => this.podView(broker, id)),
      kafka:
        alive.length === 0
          ? { unreachable: "no broker" }
          : {
              brokers: alive.map((id) => ({ id, pod: podName(id), answers: this.serves(id) })),
              controller: this.controllerId < 0 ? null : this.controllerId,
              voters: this.brokers.map((_, id) => ({ id, current: this.serves(id) })),
              partitions: this.partitions.map((_, number) => this.partitionView(number)),
            },
      zookeeper: [],
    };
  }

  async restart(pod: string): Promise<void> {
    const id = Number(pod.split("-").at(-1));
    this.judge(id);
    this.restarts.push(pod);
    const broker = this.brokers[id];
    assert.ok(broker);
    broker.outdated = false;
    broker.crashing = this.plan.newIsBroken;
    this.start(id);
  }

  async lastLogLine(): Promise<string> {
    return "Invalid value nonsense for configuration compression.type";
  }

  async electPreferredLeaders() {
    return { elected: 1, failed: 0 };
  }

  /** The promises of a rollout, against the true state. */
  private judge(id: number): void {
    const broker = this.brokers[id];
    assert.ok(broker?.outdated, `broker ${id} is restarted although it is at the newest revision`);
    if (broker.crashing) return;
    assert.ok(this.ready(id) && this.serves(id), `broker ${id} is on its way and gets restarted`);
    const others = this.brokers.map((_, other) => other).filter((other) => other !== id);
    const down = others.filter((other) => !this.serves(other) || !this.ready(other));
    assert.deepEqual(down, [], `broker ${id} is restarted while ${down.join()} is down`);
    assert.ok(this.allInSync, `broker ${id} is restarted while partitions aren't in sync`);
    const alsoOld = others.filter((other) => this.brokers[other]?.outdated);
    assert.ok(id !== this.controllerId || alsoOld.length === 0, "the active controller isn't the last");
  }

  private start(id: number): void {
    const broker = this.brokers[id];
    const delay = this.plan.delays[id];
    assert.ok(broker && delay);
    broker.uid += 1000;
    broker.existsAt = this.clock + delay.recreate;
    broker.readyAt = broker.existsAt + delay.ready;
    broker.registeredAt = broker.readyAt + delay.register;
    broker.failingSince = broker.existsAt;
    broker.caughtUpAt = this.partitions.map(({ catchUp }) => broker.registeredAt + delay.catchUp * catchUp);
  }

  private ready(id: number): boolean {
    const broker = this.brokers[id];
    return broker !== undefined && !broker.crashing && broker.readyAt <= this.clock;
  }

  private registered(id: number): boolean {
    const broker = this.brokers[id];
    return broker !== undefined && !broker.crashing && broker.registeredAt <= this.clock;
  }

  private serves(id: number): boolean {
    return this.registered(id);
  }

  private isr(number: number): number[] {
    const replicas = this.partitions[number]?.replicas ?? [];
    return replicas.filter((id) => this.registered(id) && (this.brokers[id]?.caughtUpAt[number] ?? 0) <= this.clock);
  }

  private partitionView(number: number): PartitionView {
    const isr = this.isr(number);
    const replicas = this.partitions[number]?.replicas ?? [];
    return { topic: "t", partition: number, leader: isr[0] ?? -1, replicas, isr, minIsr: 1 };
  }

  private podView({ outdated, crashing, existsAt, failingSince }: Broker, id: number): PodView {
    const exists = existsAt <= this.clock;
    const ready = this.ready(id);
    const failure = { reason: "CrashLoopBackOff", detail: "exit code 1", container: "kafka", graceSeconds: 60 };
    return {
      name: podName(id),
      role: "broker",
      state: !exists ? "missing" : ready ? "ready" : "starting",
      outdated: exists && outdated,
      unhealthySeconds: ready ? 0 : Math.max(0, this.clock - existsAt),
      ...(exists && crashing ? { failure: { ...failure, forSeconds: this.clock - failingSince } } : {}),
    };
  }
}

export function podName(id: number): string {
  return `kafka-controller-${id}`;
}
