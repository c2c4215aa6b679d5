import assert from "node:assert/strict";
import { AppsV1Api, CoreV1Api } from "@kubernetes/client-node";
import { after, before, describe, it } from "mocha";
import { type Cluster, startApiServer } from "../../../local/cluster";
import { Deadline } from "../../../provider/src/deadline";
import { loadKubeConfig } from "../../../provider/src/kubernetes/kubeconfig";
import type { RolloutInputs } from "../../../provider/src/rollout";
import { rolloutResource } from "../../../provider/src/rollout";
import { KafkaAccess } from "../../../provider/src/rollout/kafka-access";
import { isReachable, type KafkaView } from "../../../provider/src/rollout/observation";
import { type BrokerCluster, namespace, patientSessions, startKraft, testSessions } from "../brokers";
import { catchingUp } from "../../../provider/src/rollout/partitions";
import { applyStatefulSet, StandInNode } from "./StandInNode";

const pods = [0, 1, 2].map((id) => `kafka-controller-${id}`);

describe("rollout: a real API server and StatefulSet controller, three real brokers", function () {
  this.timeout(300_000);
  let api: Cluster;
  let brokers: BrokerCluster;
  let apps: AppsV1Api;
  let core: CoreV1Api;
  let node: StandInNode;
  const sessions = testSessions();
  const lines: string[] = [];
  const rollout = rolloutResource({ sessions, progress: { line: (text) => lines.push(text) } });

  const inputs = (revision: string): RolloutInputs => ({
    connection: { ...brokers.connection, kubernetes: { context: api.context, kubeconfig: api.kubeconfig, namespace } },
    statefulSets: ["kafka-controller"],
    replicas: 3,
    revision,
    timeoutSeconds: 150,
  });
  const uids = async () => {
    const { items } = await core.listNamespacedPod({ namespace });
    return new Map(items.map(({ metadata }) => [metadata?.name ?? "", metadata?.uid]));
  };
  /**
   * Kafka once it is healthy and as wanted: on a busy machine the quorum chooses anew and a replica falls behind now and then, and what a
   * broker tells of configs and leaders may be a moment old.
   */
  const kafka = (wanted: (view: KafkaView) => boolean = () => true): Promise<KafkaView> =>
    sessions.with(inputs("").connection, async (session) => {
      const access = new KafkaAccess(session, "kraft");
      const deadline = new Deadline(60_000);
      for (;;) {
        const view = await access.look(pods);
        const complete = isReachable(view) && view.controller !== null && catchingUp(view.partitions).length === 0;
        if (complete && view.brokers.every(({ answers }) => answers) && wanted(view)) return view;
        assert.ok(!deadline.passed, JSON.stringify(view));
        await deadline.pause(500);
      }
    });

  before(async () => {
    [api, brokers] = await Promise.all([
      startApiServer({ name: "rollout" }),
      startKraft({ nodes: 3, overrides: patientSessions }),
    ]);
    const config = await loadKubeConfig({ context: api.context, kubeconfig: api.kubeconfig, namespace });
    apps = config.makeApiClient(AppsV1Api);
    core = config.makeApiClient(CoreV1Api);
    await core.createNamespace({ body: { metadata: { name: namespace } } });
    const admin = brokers.kafka().admin();
    await admin.connect();
    const topic = { topic: "orders", numPartitions: 6, replicationFactor: 3 };
    await admin.createTopics({
      topics: [{ ...topic, configEntries: [{ name: "min.insync.replicas", value: "2" }] }],
      waitForLeaders: false,
    });
    await admin.disconnect();
    node = new StandInNode(core, namespace, brokers, ({ metadata }) =>
      metadata?.annotations?.["setting"] === "nonsense" ? "crashes" : "serves",
    );
    node.start();
  });

  after(async () => {
    await node?.stop();
    sessions.close();
    await Promise.all([brokers?.stop(), api?.stop()]);
  });

  it("sees the brokers, the active controller, the voters and every partition", async () => {
    const ofOrders = ({ partitions }: KafkaView): KafkaView["partitions"] =>
      partitions.filter(({ topic }) => topic === "orders");
    const inSync = ({ minIsr, isr }: KafkaView["partitions"][number]): boolean => minIsr === 2 && isr.length === 3;
    const view = await kafka((seen) => ofOrders(seen).filter(inSync).length === 6);
    assert.deepEqual(
      view.brokers.map(({ id, pod, answers }) => [id, pod, answers]).sort(),
      pods.map((pod, id) => [id, pod, true]),
    );
    assert.deepEqual(view.voters.map(({ id, current }) => [id, current]).sort(), [
      [0, true],
      [1, true],
      [2, true],
    ]);
    assert.ok(view.controller !== null && view.controller in pods, `controller ${view.controller}`);
  });

  it("waits for a first install, which may not even have its StatefulSet yet, and restarts nothing", async () => {
    const created = rollout.create(inputs("1"));
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    await applyStatefulSet(apps, namespace, "first");
    assert.equal((await created).id, "kafka");
    assert.deepEqual(node.replaced, []);
    assert.equal((await rollout.read("kafka", inputs("1"))).props?.revision, "1");
  });

  it("restarts one broker at a time, the active controller last, and no partition falls under its min.insync.replicas", async () => {
    const before = await uids();
    await applyStatefulSet(apps, namespace, "second");
    const isr = sampleIsr();
    assert.deepEqual((await rollout.update("kafka", inputs("1"), inputs("2"))).outs, inputs("2"));
    const { samples, smallest } = await isr.stop();
    assert.deepEqual([...node.replaced].sort(), pods);
    // The quorum may choose another leader at any time, so what counts is who led when each was restarted.
    const restarts = lines.filter((line) => line.startsWith("restarting"));
    assert.ok(
      restarts.slice(0, -1).every((line) => !line.endsWith("which leads")),
      restarts.join("\n"),
    );
    assert.equal(node.mostAway, 1);
    assert.ok(samples > 10, `${samples} samples`);
    assert.equal(smallest, 2);
    for (const [pod, uid] of await uids()) assert.notEqual(uid, before.get(pod));
    await kafka(({ partitions }) => partitions.every(({ leader, replicas }) => leader === replicas[0]));
    assert.equal(lines.at(-1), "all 3 brokers at the newest revision and in sync; 3 pods restarted");
  });

  it("a refresh finds pods that aren't at the newest revision", async () => {
    await applyStatefulSet(apps, namespace, "nonsense");
    const left = `outdated: ${pods.join(", ")}`;
    // The StatefulSet controller needs a moment to name the new revision.
    const deadline = Date.now() + 20_000;
    let found = await rollout.read("kafka", inputs("2"));
    while (found.props?.revision !== left && Date.now() < deadline) found = await rollout.read("kafka", inputs("2"));
    assert.equal(found.inputs?.revision, left);
    assert.deepEqual(rollout.diff("kafka", found.props ?? {}, inputs("2")), { changes: true });
  });

  it("stops at the first broker that a bad setting breaks, well before the time limit", async () => {
    node.replaced.length = 0;
    const start = Date.now();
    await assert.rejects(rollout.update("kafka", inputs("2"), inputs("3")), (error: Error) => {
      assert.match(
        error.message,
        /^the rollout of Kafka stopped: kafka-controller-\d: CrashLoopBackOff in container kafka \(exit code 1: Invalid value nonsense\)/,
      );
      return true;
    });
    assert.ok(Date.now() - start < 120_000);
    assert.equal(node.replaced.length, 1);
  });

  it("with the setting corrected the next run mends that broker first, and finishes", async () => {
    const [broken] = node.replaced;
    node.replaced.length = 0;
    await applyStatefulSet(apps, namespace, "corrected");
    await rollout.update("kafka", inputs("3"), inputs("4"));
    assert.equal(node.replaced[0], broken);
    assert.deepEqual([...node.replaced].sort(), pods);
    assert.equal(node.mostAway, 1);
  });

  it("has nothing to do when everything is new", async () => {
    node.replaced.length = 0;
    await rollout.update("kafka", inputs("4"), inputs("5"));
    assert.deepEqual(node.replaced, []);
  });

  /** Asks for the ISR four times a second, beside the rollout. */
  function sampleIsr() {
    let running = true;
    const own = testSessions();
    const result = { samples: 0, smallest: Number.POSITIVE_INFINITY };
    const loop = own.with(inputs("").connection, async (session) => {
      while (running) {
        for (const { partitions } of await session.metadata(["orders"])) {
          for (const { isr } of partitions) result.smallest = Math.min(result.smallest, isr.length);
        }
        result.samples += 1;
        await new Promise((resolve) => setTimeout(resolve, 250));
      }
    });
    return {
      stop: async () => {
        running = false;
        await loop;
        own.close();
        return result;
      },
    };
  }
});
