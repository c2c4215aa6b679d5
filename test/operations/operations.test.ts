import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import type { Admin } from "kafkajs";
import { poll } from "../../commands/deadline";
import type { Environment } from "../e2e/environment";
import { stackConfig, startEnvironment } from "../e2e/environment";
import { IsrSampler } from "../e2e/IsrSampler";
import { Traffic } from "../e2e/Traffic";
import { Kubectl } from "../engine/Kubectl";
import { stopAtFirstFailure } from "../engine/stopAtFirstFailure";
import { StackClients } from "./StackClients";
import { Stopwatch } from "./Stopwatch";

const MINUTE = 60_000;
const VOTERS = "app.kubernetes.io/component=controller-eligible";
const QUEUE = "ai-task-queue";

interface Item {
  metadata: { name: string; uid: string };
}

/** What docs/operations tells to do with brokers, volumes and claims, done on three nodes while clients go on. */
describe("operations on three nodes", function () {
  this.timeout(15 * MINUTE);
  stopAtFirstFailure();

  let environment: Environment;
  let kubectl: Kubectl;
  let clients: StackClients;
  let admin: Admin;
  const stopwatch = new Stopwatch();

  before(async () => {
    environment = await startEnvironment("e2e-operations", 3);
    kubectl = new Kubectl(environment.env, environment.cluster.context, "middleware");
    await environment.stack.up();
    clients = await StackClients.of(environment.stack, environment.cluster);
    admin = (await clients.as("operator")).admin();
    await admin.connect();
  });
  after(async () => {
    await admin?.disconnect();
    await environment?.stop();
  });

  /** The voters' pods, each with what tells it from another of its name. */
  const uids = async (): Promise<string[]> =>
    (await kubectl.list<Item>("pods", "--selector", VOTERS)).map(({ metadata }) => `${metadata.name} ${metadata.uid}`);

  const storage = (size: string): object => ({ storage: { size, class: "local" } });
  function configure(cluster: object, more: Record<string, object> = {}): void {
    const own = environment.overrides["kafka:cluster"];
    environment.stack.configure(
      stackConfig("prod", { ...environment.overrides, "kafka:cluster": { ...own, ...cluster }, ...more }),
    );
  }

  /** Does something while a producer and a consumer go on, and sees that they are none the worse for it. */
  async function whileClientsGoOn(work: () => Promise<void>): Promise<void> {
    const running = await Traffic.start(
      { producer: await clients.as("task-producer"), consumer: await clients.as("task-worker") },
      QUEUE,
    );
    const sampler = IsrSampler.start(await clients.as("operator"), [QUEUE]);
    await work();
    const { acknowledged, lost, failed } = await running.stop();
    const { samples, fewestInSync } = await sampler.stop();
    stopwatch.note(
      `${acknowledged} messages acknowledged, ${lost.length} lost; ${samples} samples of the ISR, never fewer than ${fewestInSync}`,
    );
    assert.deepEqual({ lost, failed }, { lost: [], failed: [] });
    assert.ok(acknowledged > 50, `only ${acknowledged} messages were sent`);
    assert.ok(fewestInSync >= 2, `a partition was down to ${fewestInSync} in-sync replicas`);
  }

  const unchanged = async (): Promise<void> =>
    assert.deepEqual((await environment.stack.up("--expect-no-changes")).changes, []);

  const inSync = async (topic: string): Promise<number[][]> => {
    const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
    return (topics[0]?.partitions ?? [])
      .sort((one, other) => one.partitionId - other.partitionId)
      .map(({ isr }) => [...isr].sort((one, other) => one - other));
  };

  it("restores a lost volume: the broker comes back empty under its old id and catches up (lost-volume.md)", async () => {
    const claim = async (): Promise<string | undefined> =>
      (await kubectl.list<Item>("pvc", "--field-selector", "metadata.name=data-kafka-controller-1"))[0]?.metadata.uid;
    const before = await claim();
    await whileClientsGoOn(() =>
      stopwatch.time("a lost volume", async () => {
        await kubectl.run("delete", "pvc", "data-kafka-controller-1", "--wait=false");
        await kubectl.run("delete", "pod", "kafka-controller-1");
        await kubectl.run("wait", "pod/kafka-controller-1", "--for=create", "--timeout=60s");
        await kubectl.run("wait", "pod/kafka-controller-1", "--for=condition=Ready", "--timeout=300s");
        await environment.stack.up("--refresh");
      }),
    );
    assert.notEqual(await claim(), before);
    for (const partition of await inSync(QUEUE)) assert.deepEqual(partition, [0, 1, 2]);
  });

  const moved = (...replicas: [number[], number[]]): Record<string, object> => ({
    "kafka:topics": { moved: { placement: { 0: replicas[0], 1: replicas[1] } } },
  });
  const onNew = moved([100, 1, 2], [1, 100, 2]);

  it("adds a broker without a restart of the others, and puts partitions on it (brokers.md)", async () => {
    const before = await uids();
    await whileClientsGoOn(async () => {
      configure({ additionalBrokers: 1 }, moved([0, 1, 2], [1, 0, 2]));
      const { output } = await stopwatch.time("a fourth broker", () => environment.stack.up());
      assert.match(output, /all 4 brokers at the newest revision and in sync/);
      configure({ additionalBrokers: 1 }, onNew);
      await stopwatch.time("partitions moved onto it", () => environment.stack.up());
    });
    assert.deepEqual(await uids(), before);
    assert.deepEqual(await inSync("moved"), [
      [1, 2, 100],
      [1, 2, 100],
    ]);
    await unchanged();
  });

  it("refuses to remove it while it holds replicas, and says which", async () => {
    configure({}, onNew);
    const { code, output } = await environment.stack.preview();
    assert.notEqual(code, 0);
    assert.match(
      output,
      /kafka:cluster\.additionalBrokers: found 0, the cluster has 1, and broker 100 still holds \d+ replicas? \(.*moved-0/,
    );
  });

  it("removes it once `excluded` has emptied it", async () => {
    const { "kafka:topics": topics } = onNew;
    await whileClientsGoOn(async () => {
      // Without a placement of its own the topic goes wherever the others of the stack may be.
      configure(
        { additionalBrokers: 1 },
        {
          "kafka:topics": { ...topics, moved: { partitions: 2, replicationFactor: 3 } },
          "kafka:reassignment": { brokers: { excluded: [100] } },
        },
      );
      await stopwatch.time("emptied", () => environment.stack.up());
      assert.ok(!(await inSync("moved")).flat().includes(100));
      configure({}, { "kafka:topics": { ...topics, moved: { partitions: 2, replicationFactor: 3 } } });
      await stopwatch.time("removed", () => environment.stack.up());
      await kubectl.run("wait", "--for=delete", "pod/kafka-broker-0", "--timeout=180s");
    });
    await unchanged();
  });

  it("makes claims larger around running pods (resize-claims.md)", async () => {
    const before = await uids();
    // The local class grows no disk: what is seen here is all that the program and Kubernetes' objects do.
    await kubectl.run("patch", "storageclass", "local", "--patch", '{"allowVolumeExpansion":true}');
    const request = '{"spec":{"resources":{"requests":{"storage":"200Gi"}}}}';
    for (const n of [0, 1, 2]) await kubectl.run("patch", "pvc", `data-kafka-controller-${n}`, "--patch", request);
    configure(storage("200Gi"));
    const refused = await environment.stack.preview();
    assert.match(refused.output, /kafka:cluster\.storage\.size: StatefulSet kafka-controller has claims of 100Gi/);
    await whileClientsGoOn(() =>
      stopwatch.time("larger claims", async () => {
        await kubectl.run("delete", "statefulset", "kafka-controller", "--cascade=orphan");
        await environment.stack.up("--refresh");
      }),
    );
    assert.deepEqual(await uids(), before);
    await unchanged();
  });

  it("ends a rollout in order at the first Ctrl-C, and the next run goes on (interrupted.md)", async () => {
    const before = await uids();
    const restarted = async (): Promise<number> => (await uids()).filter((pod) => !before.includes(pod)).length;
    configure({ ...storage("200Gi"), heapMiB: 900 });
    await whileClientsGoOn(async () => {
      const running = environment.stack.start();
      await poll(async () => ((await restarted()) > 0 ? true : undefined), {
        what: "a restarted pod",
        timeout: 5 * MINUTE,
        interval: 500,
      });
      const { code, output } = await stopwatch.time("ended after Ctrl-C", () => environment.stack.interrupt(running));
      assert.notEqual(code, 0);
      assert.match(
        output,
        /the rollout of Kafka stopped: it was cancelled; 1 pod restarted, 2 left at an old revision; the next `pulumi up` resumes/,
      );
      // A run that goes on in the background would restart another one.
      await pause(5_000);
      assert.equal(await restarted(), 1);
      await stopwatch.time("the next run", () => environment.stack.up());
      assert.equal(await restarted(), 3);
    });
    await unchanged();
  });
});
