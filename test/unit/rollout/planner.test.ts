import assert from "node:assert/strict";
import fc from "fast-check";
import { isReachable, type KafkaView, type Observation, type PodView } from "../../../provider/src/rollout/observation";
import { nextStep, type Options, type Restart } from "../../../provider/src/rollout/planner";
import { observations } from "./observations";

const options = (seen: Observation): Options => ({ brokers: seen.pods.length, timeoutSeconds: 600, hungSeconds: 300 });

function restartOf(seen: Observation): { step: Restart; pod: PodView } | undefined {
  const step = nextStep(seen, options(seen));
  if (step.kind !== "restart") return undefined;
  const pod = seen.pods.find(({ name }) => name === step.pod);
  assert.ok(pod);
  return { step, pod };
}

const reachable = ({ kafka }: Observation): KafkaView => {
  assert.ok(isReachable(kafka));
  return kafka;
};

const always = (property: (seen: Observation) => void) =>
  fc.assert(fc.property(observations, property), { numRuns: 3_000 });

describe("rollout: the next step, whatever is seen", () => {
  it("never restarts a pod at the newest revision, one that is missing, or any before the set is known", () =>
    always((seen) => {
      const found = restartOf(seen);
      if (found === undefined) return;
      assert.ok(found.pod.outdated && found.pod.state !== "missing" && found.pod.state !== "terminating");
      assert.ok(seen.sets.every(({ state }) => state === "current"));
    }));

  it("takes a broker that serves away only while all else is healthy and every ISR full", () =>
    always((seen) => {
      const found = restartOf(seen);
      if (found?.step.why !== "rollout") return;
      const kafka = reachable(seen);
      for (const pod of seen.pods) {
        const broker = kafka.brokers.find((one) => one.pod === pod.name);
        assert.ok(broker?.answers, `${pod.name} doesn't serve`);
        assert.ok(pod.state === "ready" || (pod.state === "starting" && pod.outdated), `${pod.name} is ${pod.state}`);
      }
      assert.ok(
        kafka.partitions.every(({ replicas, isr, leader }) => leader >= 0 && replicas.every((id) => isr.includes(id))),
      );
      assert.ok(kafka.voters.every(({ current }) => current));
    }));

  it("takes the active controller last", () =>
    always((seen) => {
      const found = restartOf(seen);
      if (found?.step.why !== "rollout") return;
      const id = Number(found.pod.name.split("-").at(-1));
      if (id === reachable(seen).controller) assert.equal(seen.pods.filter(({ outdated }) => outdated).length, 1);
    }));

  it("mends only what serves nobody, and keeps the quorum's majority", () =>
    always((seen) => {
      const found = restartOf(seen);
      if (found?.step.why !== "mend") return;
      const { pod } = found;
      assert.ok(pod.failure !== undefined || pod.unhealthySeconds >= 300);
      if (!isReachable(seen.kafka)) return;
      const broker = seen.kafka.brokers.find((one) => one.pod === pod.name);
      assert.ok(broker?.answers !== true);
      const { voters } = seen.kafka;
      const current = voters.filter((voter) => voter.current);
      const id = Number(pod.name.split("-").at(-1));
      const majority = Math.floor(voters.length / 2) + 1;
      const left = current.filter((voter) => voter.id !== id).length;
      assert.ok(left === current.length || current.length < majority || left >= majority);
    }));

  it("waits no longer than the time limit", () =>
    always((seen) => {
      const step = nextStep(seen, options(seen));
      if (step.kind === "wait") assert.ok(seen.waitedSeconds < 600);
    }));

  it("is done only when everything is new, Ready and in sync", () =>
    always((seen) => {
      if (nextStep(seen, options(seen)).kind !== "done") return;
      assert.ok(seen.pods.every(({ outdated, state }) => !outdated && state === "ready"));
      const { partitions, brokers } = reachable(seen);
      const strangers = brokers.filter(({ pod }) => !seen.pods.some(({ name }) => name === pod));
      assert.equal(brokers.length - strangers.length, seen.pods.length);
      const holders = new Set(partitions.flatMap(({ replicas }) => replicas));
      assert.ok(strangers.every(({ id }) => !holders.has(id)));
      assert.ok(partitions.every(({ replicas, isr }) => replicas.every((id) => isr.includes(id))));
    }));

  it("says each reason in one line", () =>
    always((seen) => {
      const step = nextStep(seen, options(seen));
      if (step.kind === "stop") assert.match(`${step.reason}; ${step.advice}`, /^[^\n]+$/);
      if (step.kind === "wait") assert.match(step.for, /^[^\n]+$/);
    }));
});

/** A broker beside the voters whose StatefulSet is to go: the engine deletes after the rollout. */
const stranger = { id: 100, pod: "kafka-broker-0", answers: true };

/** Three healthy brokers, all to be replaced, broker 0 the active controller. */
function healthy(change: Partial<Observation> = {}): Observation {
  const ids = [0, 1, 2];
  return {
    sets: [{ name: "kafka-controller", role: "broker", replicas: 3, state: "current", strategy: "OnDelete" }],
    pods: ids.map((id) => ({
      name: `kafka-controller-${id}`,
      role: "broker",
      state: "ready",
      outdated: true,
      unhealthySeconds: 0,
    })),
    kafka: {
      brokers: ids.map((id) => ({ id, pod: `kafka-controller-${id}`, answers: true })),
      controller: 0,
      voters: ids.map((id) => ({ id, current: true })),
      partitions: [{ topic: "orders", partition: 3, leader: 0, replicas: ids, isr: ids, minIsr: 2 }],
    },
    zookeeper: [],
    waitedSeconds: 0,
    ...change,
  };
}

function withKafka(change: Partial<KafkaView>): Observation {
  const seen = healthy();
  return { ...seen, kafka: { ...reachable(seen), ...change } };
}

function withPod(index: number, change: Partial<PodView>, seen = healthy()): Observation {
  return { ...seen, pods: seen.pods.map((pod, at) => (at === index ? { ...pod, ...change } : pod)) };
}

const next = (seen: Observation) => nextStep(seen, { brokers: 3, timeoutSeconds: 600, hungSeconds: 300 });

const waits: [what: string, seen: Observation, words: RegExp][] = [
  [
    "a set that isn't there yet",
    healthy({ sets: [{ ...healthy().sets[0]!, state: "absent" }] }),
    /StatefulSet kafka-controller to be created/,
  ],
  [
    "a controller that hasn't seen the spec",
    healthy({ sets: [{ ...healthy().sets[0]!, state: "stale" }] }),
    /to see its newest spec/,
  ],
  ["a pod that starts", withPod(1, { state: "starting", outdated: false }), /^kafka-controller-1 to be Ready$/],
  [
    "a pod that isn't scheduled yet",
    withPod(1, {
      state: "starting",
      outdated: false,
      failure: { reason: "Unschedulable", detail: "", graceSeconds: 300, forSeconds: 20 },
    }),
    /^kafka-controller-1 to be Ready \(Unschedulable\)$/,
  ],
  [
    "Kafka that doesn't answer",
    healthy({ kafka: { unreachable: "connection refused" } }),
    /Kafka to answer \(connection refused\)/,
  ],
  [
    "a broker that isn't registered",
    withKafka({ brokers: reachable(healthy()).brokers.slice(1) }),
    /kafka-controller-0 to be registered/,
  ],
  [
    "a dead broker that still counts as alive",
    withKafka({ brokers: reachable(healthy()).brokers.map((broker) => ({ ...broker, answers: broker.id !== 2 })) }),
    /broker 2 \(kafka-controller-2\) to answer/,
  ],
  [
    "a broker of no pod that holds replicas",
    withKafka({
      brokers: [...reachable(healthy()).brokers, stranger],
      partitions: [{ topic: "orders", partition: 3, leader: 0, replicas: [0, 100], isr: [0, 100], minIsr: 1 }],
    }),
    /broker 100 \(kafka-broker-0\) to leave: no pod of this cluster/,
  ],
  ["no active controller", withKafka({ controller: null }), /an active controller/],
  [
    "a partition that isn't in sync",
    withKafka({ partitions: [{ topic: "orders", partition: 3, leader: 0, replicas: [0, 1], isr: [0], minIsr: 1 }] }),
    /every ISR to be full \(orders-3\)/,
  ],
  [
    "a partition without a leader",
    withKafka({ partitions: [{ topic: "orders", partition: 3, leader: -1, replicas: [0], isr: [0], minIsr: 1 }] }),
    /every ISR to be full \(orders-3\)/,
  ],
  [
    "a voter that is behind",
    withKafka({
      voters: [
        { id: 0, current: true },
        { id: 1, current: true },
        { id: 2, current: false },
      ],
    }),
    /controller 2 to follow the quorum/,
  ],
];

const stops: [what: string, seen: Observation, words: RegExp][] = [
  [
    "pods that Kubernetes restarts by itself",
    healthy({ sets: [{ ...healthy().sets[0]!, strategy: "RollingUpdate" }] }),
    /updateStrategy RollingUpdate/,
  ],
  [
    "a number of brokers that isn't the stack's",
    healthy({ sets: [{ ...healthy().sets[0]!, replicas: 2 }] }),
    /2 brokers, `kafka:cluster.brokers` says 3/,
  ],
  [
    "replicas on a broker that doesn't exist",
    withKafka({ partitions: [{ topic: "orders", partition: 3, leader: 0, replicas: [0, 7], isr: [0], minIsr: 1 }] }),
    /replicas on broker 7, which the cluster doesn't have/,
  ],
  [
    "a new pod whose image can't be pulled",
    withPod(1, {
      state: "starting",
      outdated: false,
      failure: {
        reason: "ImagePullBackOff",
        detail: "not found",
        container: "kafka",
        graceSeconds: 60,
        forSeconds: 61,
      },
    }),
    /^kafka-controller-1: ImagePullBackOff in container kafka \(not found\)/,
  ],
];

describe("rollout: the next step", () => {
  for (const [what, seen, words] of waits) {
    it(`waits for ${what}`, () => {
      const step = next(seen);
      assert.equal(step.kind, "wait", JSON.stringify(step));
      assert.match(step.kind === "wait" ? step.for : "", words);
      const late = next({ ...seen, waitedSeconds: 601 });
      assert.equal(late.kind, "stop");
    });
  }

  for (const [what, seen, words] of stops) {
    it(`stops at ${what}`, () => {
      const step = next(seen);
      assert.equal(step.kind, "stop", JSON.stringify(step));
      assert.match(step.kind === "stop" ? `${step.reason}; ${step.advice}` : "", words);
    });
  }

  it("does not wait for a broker that is to be deleted and holds nothing", () => {
    const seen = healthy();
    const kafka = { ...reachable(seen), brokers: [...reachable(seen).brokers, stranger] };
    const pods = seen.pods.map((pod) => ({ ...pod, outdated: false }));
    assert.equal(next({ ...seen, pods, kafka }).kind, "done");
    assert.equal(next({ ...seen, kafka }).kind, "restart");
  });

  it("counts what a restart costs where the replication factor leaves no room", () => {
    const partitions = [
      { topic: "single", partition: 0, leader: 2, replicas: [2], isr: [2], minIsr: 1 },
      { topic: "tight", partition: 0, leader: 0, replicas: [0, 2], isr: [0, 2], minIsr: 2 },
      { topic: "orders", partition: 0, leader: 0, replicas: [0, 1, 2], isr: [0, 1, 2], minIsr: 2 },
    ];
    assert.deepEqual(next(withKafka({ partitions })), {
      kind: "restart",
      pod: "kafka-controller-2",
      why: "rollout",
      leads: false,
      impact: { unavailable: 1, notWritable: 1 },
    });
  });

  it("restarts a broker whose sidecar fails first, and with the same care", () => {
    const failure = {
      reason: "ImagePullBackOff",
      detail: "",
      container: "jmx-exporter",
      graceSeconds: 60,
      forSeconds: 900,
    };
    const limping = withPod(1, { state: "starting", failure });
    assert.deepEqual(
      { ...next(limping), impact: undefined },
      { kind: "restart", pod: "kafka-controller-1", why: "rollout", leads: false, impact: undefined },
    );
    const behind = { topic: "orders", partition: 3, leader: 0, replicas: [0, 2], isr: [0], minIsr: 1 };
    const busy = { ...limping, kafka: { ...reachable(limping), partitions: [behind] } };
    assert.equal(next(busy).kind, "wait");
  });

  it("leaves a broker at an old revision alone that is only slow to start", () => {
    assert.equal(
      next(withPod(1, { state: "starting", unhealthySeconds: 100 }, withKafka({ brokers: [] }))).kind,
      "wait",
    );
  });
});

describe("rollout: ZooKeeper", () => {
  const servers = ["follower", "leader", "follower"] as const;
  const seen = (modes: readonly Observation["zookeeper"][number]["mode"][] = servers): Observation => {
    const brokers = healthy();
    return {
      ...brokers,
      sets: [
        { name: "kafka-zookeeper", role: "zookeeper", replicas: 3, state: "current", strategy: "OnDelete" },
        ...brokers.sets,
      ],
      pods: [
        ...modes.map((_, id): PodView => ({
          name: `kafka-zookeeper-${id}`,
          role: "zookeeper",
          state: "ready",
          outdated: true,
          unhealthySeconds: 0,
        })),
        ...brokers.pods,
      ],
      kafka: { ...reachable(brokers), voters: [] },
      zookeeper: modes.map((mode, id) => ({ pod: `kafka-zookeeper-${id}`, mode })),
    };
  };

  it("is restarted before the brokers, its leader last", () => {
    let now = seen();
    const order: string[] = [];
    for (let step = next(now); step.kind === "restart"; step = next(now)) {
      const { pod } = step;
      order.push(pod);
      now = { ...now, pods: now.pods.map((one) => (one.name === pod ? { ...one, outdated: false } : one)) };
    }
    assert.deepEqual(
      order.map((name) => name.replace("kafka-", "")),
      ["zookeeper-2", "zookeeper-0", "zookeeper-1", "controller-2", "controller-1", "controller-0"],
    );
  });

  it("waits for a server that isn't in the ensemble", () => {
    const step = next(seen(["follower", "leader", "notServing"]));
    assert.match(step.kind === "wait" ? step.for : "", /kafka-zookeeper-2 to join the ZooKeeper ensemble/);
  });

  it("makes do with Ready where the servers can't be asked", () => {
    assert.equal(next(seen(["unknown", "unknown", "unknown"])).kind, "restart");
  });
});
