import assert from "node:assert/strict";
import type { V1Pod, V1StatefulSet } from "@kubernetes/client-node";
import { Ages } from "../../../provider/src/rollout/ages";
import { failureOf } from "../../../provider/src/rollout/failures";
import type { KafkaView } from "../../../provider/src/rollout/observation";
import { podSightings, setView, type PodSighting } from "../../../provider/src/rollout/pod-views";

const container = (state: object, lastState: object = {}) => ({
  containerStatuses: [{ name: "kafka", image: "i", imageID: "", ready: false, restartCount: 1, state, lastState }],
});

const failing: [what: string, status: object, expected: object][] = [
  [
    "CrashLoopBackOff, with how the last run ended",
    container(
      { waiting: { reason: "CrashLoopBackOff" } },
      { terminated: { exitCode: 1, reason: "Error", message: "Invalid value\nnonsense" } },
    ),
    { reason: "CrashLoopBackOff", detail: "exit code 1: Invalid value nonsense", container: "kafka", graceSeconds: 60 },
  ],
  [
    "a container that ran out of memory",
    container({ terminated: { exitCode: 137, reason: "OOMKilled" } }),
    { reason: "OOMKilled", detail: "exit code 137, OOMKilled", container: "kafka", graceSeconds: 60 },
  ],
  [
    "an image that isn't there",
    container({ waiting: { reason: "ImagePullBackOff", message: "not found" } }),
    { reason: "ImagePullBackOff", detail: "not found", container: "kafka", graceSeconds: 60 },
  ],
  [
    "an image name that is none, at once",
    container({ waiting: { reason: "InvalidImageName", message: "bad" } }),
    { reason: "InvalidImageName", detail: "bad", container: "kafka", graceSeconds: 0 },
  ],
  [
    "a failed init container",
    {
      initContainerStatuses: [{ name: "kafka-init", state: { terminated: { exitCode: 2, reason: "Error" } } }],
      ...container({ waiting: { reason: "PodInitializing" } }),
    },
    { reason: "Error", detail: "exit code 2", container: "kafka-init", graceSeconds: 60 },
  ],
  [
    "a pod that fits no node, with time for an autoscaler",
    {
      conditions: [
        { type: "PodScheduled", status: "False", reason: "Unschedulable", message: "0/3 nodes are available" },
      ],
    },
    { reason: "Unschedulable", detail: "0/3 nodes are available", container: undefined, graceSeconds: 300 },
  ],
  [
    "an evicted pod",
    { phase: "Failed", reason: "Evicted", message: "low on memory" },
    { reason: "Evicted", detail: "low on memory", container: undefined, graceSeconds: 60 },
  ],
];

const pod = (status: object): V1Pod => ({ status }) as V1Pod;

describe("rollout: what Kubernetes says is wrong with a pod", () => {
  for (const [what, status, expected] of failing) it(what, () => assert.deepEqual(failureOf(pod(status)), expected));

  it("is nothing while it starts", () => {
    assert.equal(failureOf(pod({})), undefined);
    assert.equal(
      failureOf(pod({ phase: "Pending", ...container({ waiting: { reason: "ContainerCreating" } }) })),
      undefined,
    );
    assert.equal(failureOf(pod(container({ running: {} }, { terminated: { exitCode: 143 } }))), undefined);
  });
});

const set = (status: object, generation = 2): V1StatefulSet =>
  ({
    metadata: { name: "kafka-controller", uid: "s", generation },
    spec: { replicas: 2, updateStrategy: { type: "OnDelete" } },
    status,
  }) as V1StatefulSet;

const brokerPod = (name: string, hash: string, more: object = {}, owner = "s"): V1Pod =>
  ({
    metadata: {
      name,
      uid: `u-${name}`,
      labels: { "controller-revision-hash": hash },
      ownerReferences: [{ uid: owner }],
      ...more,
    },
    status: { conditions: [{ type: "Ready", status: "True" }] },
  }) as unknown as V1Pod;

describe("rollout: a StatefulSet and its pods", () => {
  it("is stale until its controller has seen the newest spec", () => {
    assert.equal(setView("a", undefined).state, "absent");
    assert.equal(setView("a", set({ observedGeneration: 1, updateRevision: "r" })).state, "stale");
    assert.equal(setView("a", set({ observedGeneration: 2 })).state, "stale");
    assert.equal(setView("a", set({ observedGeneration: 2, updateRevision: "r" })).state, "current");
    assert.equal(setView("kafka-zookeeper", undefined).role, "zookeeper");
  });

  it("has its own pods only, the missing ones too", () => {
    const pods = [brokerPod("kafka-controller-1", "old"), brokerPod("kafka-controller-0", "new", {}, "another set")];
    const found = podSightings(set({ updateRevision: "new" }), pods);
    assert.deepEqual(
      found.map(({ name, state, outdated }) => [name, state, outdated]),
      [
        ["kafka-controller-0", "missing", false],
        ["kafka-controller-1", "ready", true],
      ],
    );
  });

  it("shows a pod that is being deleted as such, Ready or not", () => {
    const [first] = podSightings(set({ updateRevision: "r" }), [
      brokerPod("kafka-controller-0", "r", { deletionTimestamp: new Date() }),
    ]);
    assert.equal(first?.state, "terminating");
  });
});

describe("rollout: how long a pod has been unwell", () => {
  const sighting = (change: Partial<PodSighting>): PodSighting => ({
    name: "kafka-controller-0",
    role: "broker",
    uid: "a",
    state: "starting",
    outdated: false,
    ...change,
  });
  const kafka: KafkaView = { brokers: [], controller: null, voters: [], partitions: [] };
  const failure = { reason: "CrashLoopBackOff", detail: "", graceSeconds: 60 };

  it("counts a failure from its first sight, though the container runs in between", () => {
    const ages = new Ages();
    ages.view([sighting({ failure })], kafka, 100);
    assert.equal(ages.view([sighting({})], kafka, 130)[0]?.failure, undefined);
    assert.equal(ages.view([sighting({ failure })], kafka, 170)[0]?.failure?.forSeconds, 70);
  });

  it("starts anew with a new pod, and after it was Ready and registered", () => {
    const ages = new Ages();
    const registered = { ...kafka, brokers: [{ id: 0, pod: "kafka-controller-0", answers: true }] };
    ages.view([sighting({ failure })], kafka, 0);
    assert.equal(ages.view([sighting({ failure, uid: "b" })], kafka, 50)[0]?.failure?.forSeconds, 0);
    assert.equal(ages.view([sighting({ uid: "b", state: "ready" })], registered, 60)[0]?.unhealthySeconds, 0);
    assert.equal(ages.view([sighting({ uid: "b" })], registered, 70)[0]?.unhealthySeconds, 0);
    assert.equal(ages.view([sighting({ uid: "b" })], registered, 75)[0]?.unhealthySeconds, 5);
  });

  it("counts a Ready pod whose broker isn't registered as unwell", () => {
    const ages = new Ages();
    ages.view([sighting({ state: "ready" })], kafka, 0);
    assert.equal(ages.view([sighting({ state: "ready" })], kafka, 40)[0]?.unhealthySeconds, 40);
  });
});
