import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, describe, it } from "mocha";
import {
  describeConfigsRequest,
  incrementalAlterConfigsRequest,
  resourceType,
} from "../../../provider/src/protocol/configs";
import { alterPartitionReassignmentsRequest } from "../../../provider/src/protocol/reassignments";
import type { Session } from "../../../provider/src/session/session";
import { topicFunctions } from "../../../provider/src/topics/index";
import type { TopicInputs, TopicOutputs } from "../../../provider/src/topics/inputs";
import { applyChanges } from "../../../provider/src/topics/apply";
import { defaultTopicParts } from "../../../provider/src/topics/parts";
import { ongoing } from "../../../provider/src/topics/reassign/controller";
import type { ReplicaBrokers } from "../../../provider/src/topics/reassign/settings";
import { sectionIn, throttledRate, throttledReplicas } from "../../../provider/src/topics/reassign/mark";
import { findLists } from "../../../provider/src/topics/reassign/throttle";
import { TopicRequests } from "../../../provider/src/topics/requests";
import { BrokerCluster, startKraft, startZooKeeper, TestSecrets, testSessions } from "../brokers";
import { RequestGate, requestsOf } from "../brokers/gate";
import { fill } from "../brokers/messages";
import { activeController } from "./activeController";
import { eventuallyWithin } from "./eventually";

const eventually = eventuallyWithin(20_000);

const modes = [
  { mode: "KRaft, three nodes", start: startKraft },
  { mode: "ZooKeeper, three brokers", start: startZooKeeper },
];
/** Kafka's numbers of the requests that begin moves and tell of them. */
const alterPartitionReassignments = 45;
const listPartitionReassignments = 46;
/** Where start/cancellation.cjs tells of a first Ctrl-C. */
const CANCELLATION = Symbol.for("kafka-on-kubernetes.cancellation");
const MiB = 1024 ** 2;
/**
 * A throttle that makes the move of `slowBytes` take 11 s, however fast the machine is: brokers look at the rate before a fetch, which takes
 * 1 MiB (`replica.fetch.max.bytes`), and then there is none until that is out of the window of 11 s (`replication.quota.window.num`).
 */
const slow = { throttle: 1024, waitForOthers: 1 };
const slowBytes = 1.5 * MiB;
/** Messages that `slowBytes` are produced in. */
const slowMessages = slowBytes / (MiB / 2);

for (const { mode, start } of modes) {
  describe(`reassignment on real brokers: ${mode}`, function () {
    this.timeout(240_000);
    let cluster: BrokerCluster;
    const sessions = testSessions();
    const { journal } = defaultTopicParts;
    const topics = topicFunctions({ sessions });
    const said: string[] = [];

    const inputs = (name: string, more: Partial<TopicInputs> = {}): TopicInputs => ({
      connection: cluster.connection,
      name,
      partitions: 3,
      replicationFactor: 1,
      config: {},
      deletion: "delete",
      adopt: false,
      ...more,
    });
    const inSession = <T>(use: (session: Session) => Promise<T>) => sessions.with(cluster.connection, use);
    /** The same as an update, with its progress written down. */
    const update = (olds: TopicInputs, news: TopicInputs) =>
      inSession((session) =>
        applyChanges(
          new TopicRequests(session, undefined, { line: (text) => said.push(text) }),
          journal,
          Object.keys(olds.config),
          news,
        ),
      );
    const partitionsOf = (name: string) =>
      inSession(async (session) =>
        ((await session.metadata([name]))[0]?.partitions ?? []).sort((left, right) => left.partition - right.partition),
      );
    const replicasOf = async (name: string) => (await partitionsOf(name)).map(({ replicas }) => replicas);
    const listsOf = (name: string) => inSession(async (session) => (await findLists(session, [name])).get(name));
    const ratesOf = (id: number) =>
      inSession(async (session) => {
        const request = describeConfigsRequest(
          [{ type: resourceType.broker, name: String(id) }],
          Object.values(throttledRate),
        );
        const [broker] = await session.cluster.send(id, request);
        return Object.fromEntries((broker?.configs ?? []).map(({ key, value }) => [key, value]));
      });
    const moving = (name: string) =>
      inSession(async (session) => (await ongoing(session, null)).filter(({ topic }) => topic === name));
    /** Changes configs by hand, as another tool would, until the brokers accept it. */
    const byHand = (type: number, name: string, changes: { key: string; value: string | null }[]) =>
      eventually(() =>
        inSession(async (session) => {
          const results = await session.cluster.send(
            type === resourceType.broker ? Number(name) : "controller",
            incrementalAlterConfigsRequest([{ type, name, changes }]),
          );
          session.cluster.forgetController();
          assert.deepEqual(
            results.filter(({ errorCode }) => errorCode !== 0),
            [],
          );
        }),
      );

    /** Takes the rates off by hand, so that moves come to their end at once. */
    async function hurry(): Promise<void> {
      const none = Object.values(throttledRate).map((key) => ({ key, value: null }));
      await Promise.all(cluster.nodeIds.map((id) => byHand(resourceType.broker, String(id), none)));
    }

    /** Moves a topic's only replica as another tool would; a move that came to its end before anybody saw it is undone and begun again. */
    async function startMove(topic: string, source: number, target: number): Promise<void> {
      const send = (replica: number) =>
        inSession(async (session) => {
          const move = [{ topic, partition: 0, replicas: [replica] }];
          const results = await session.cluster.send("controller", alterPartitionReassignmentsRequest(move, 10_000));
          if (results.some(({ errorCode }) => errorCode !== 0)) session.cluster.forgetController();
          assert.deepEqual(
            results.filter(({ errorCode }) => errorCode !== 0),
            [],
          );
        });
      await eventually(async () => {
        await send(target);
        const [move] = await moving(topic);
        if (move === undefined) await send(source);
        assert.deepEqual(move?.adding, [target]);
      }, 60_000);
    }

    /** No list and no rate of anybody. */
    async function assertNoThrottle(name: string): Promise<void> {
      assert.deepEqual(await listsOf(name), { leader: null, follower: null });
      for (const id of cluster.nodeIds) assert.deepEqual(await ratesOf(id), {});
    }

    /** Every message of a topic: partition, offset, key and value. */
    async function messagesOf(topic: string, expected: number): Promise<string[]> {
      const consumer = cluster.kafka().consumer({ groupId: `reader-${topic}-${Date.now()}`, maxBytes: 8 * MiB });
      const found: string[] = [];
      await consumer.connect();
      try {
        await consumer.subscribe({ topics: [topic], fromBeginning: true });
        await new Promise<void>((resolve, reject) => {
          consumer
            .run({
              eachMessage: async ({ partition, message }) => {
                found.push(`${partition}/${message.offset}/${message.key?.toString()}/${message.value?.toString()}`);
                if (found.length === expected) resolve();
              },
            })
            .catch(reject);
        });
      } finally {
        await consumer.disconnect();
      }
      return found.sort();
    }

    /** Starts an update in a process of its own and kills it when its moves are under way. */
    async function killedUpdate(olds: TopicInputs, news: TopicInputs): Promise<void> {
      const node = join(__dirname, "../../../node_modules/.bin/node");
      const child = spawn(
        node,
        ["--import", "tsx", join(__dirname, "updateTopic.ts"), JSON.stringify(olds), JSON.stringify(news)],
        {
          stdio: ["ignore", "pipe", "inherit"],
        },
      );
      const lines: string[] = [];
      for await (const line of createInterface(child.stdout)) {
        lines.push(line);
        if (line.includes("moving replicas")) break;
      }
      await eventually(async () => assert.ok((await moving(news.name)).length > 0, lines.join("\n")));
      const ended = once(child, "exit");
      child.kill("SIGKILL");
      assert.deepEqual(await ended, [null, "SIGKILL"], lines.join("\n"));
    }

    const liveBrokers = () =>
      inSession(async (session) => (await session.describeCluster()).brokers.map(({ nodeId }) => nodeId));

    before(async () => {
      cluster = await start({ nodes: 3, racks: ["a", "a", "b"] });
    });

    after(async () => {
      sessions.close();
      await cluster?.stop();
    });

    it("takes a topic from one replica to two in both racks, to three and back to two, with all its messages, a few partitions at a time", async () => {
      const { outs: one } = await topics.create(inputs("grown"));
      for (const partition of [0, 1, 2]) await fill(cluster.kafka(), "grown", partition, MiB);
      const messages = await messagesOf("grown", 6);
      const first = await partitionsOf("grown");

      const two = { ...one, replicationFactor: 2, reassignment: { partitionsAtOnce: 2 } };
      await update(one, two);
      for (const replicas of await replicasOf("grown")) {
        assert.equal(replicas.length, 2);
        assert.ok(replicas.includes(2), `both racks: ${replicas.join()}`);
      }
      assert.deepEqual(
        said.filter((line) => line.startsWith("moving replicas of")),
        [
          "moving replicas of grown (2 partitions): 2 replicas to copy, at most 50.0 MiB/s a broker",
          "moving replicas of grown (1 partition): 1 replica to copy, at most 50.0 MiB/s a broker",
        ],
      );

      const { outs: three } = await topics.update("grown", two, { ...two, replicationFactor: 3 });
      assert.deepEqual((await topics.read("grown", three)).props, three);
      const grown = await partitionsOf("grown");
      assert.deepEqual(
        grown.map(({ replicas, isr }) => [replicas.length, isr.length]),
        [
          [3, 3],
          [3, 3],
          [3, 3],
        ],
      );
      assert.deepEqual(
        grown.map(({ replicas, leader }) => [replicas[0], leader]),
        first.map(({ leader }) => [leader, leader]),
      );

      await topics.update("grown", three, { ...three, replicationFactor: 2 });
      const shrunk = await partitionsOf("grown");
      assert.deepEqual(
        shrunk.map(({ replicas, leader }) => [replicas[0], leader]),
        first.map(({ leader }) => [leader, leader]),
      );
      for (const { replicas } of shrunk) assert.ok(replicas.length === 2 && replicas.includes(2));
      assert.deepEqual(await messagesOf("grown", 6), messages);
      await assertNoThrottle("grown");
    });

    it("refuses a factor that can't be had, or that no write would reach, and changes nothing", async () => {
      const { outs } = await topics.create(
        inputs("refused", { replicationFactor: 3, config: { "min.insync.replicas": "2" } }),
      );
      await assert.rejects(
        topics.update("refused", outs, { ...outs, replicationFactor: 4, config: { "retention.ms": "1" } }),
        /topic "refused" can't be moved: 4 replicas need as many brokers, and there are 3: 0, 1, 2/,
      );
      await assert.rejects(
        topics.update("refused", outs, { ...outs, replicationFactor: 1 }),
        /has min\.insync\.replicas 2 and replication factor 1 is asked for/,
      );
      await assert.rejects(
        topics.update("refused", outs, { ...outs, placement: { 0: [0, 1, 9], 1: [0, 1, 2], 2: [0, 1, 2] } }),
        /there is no live broker 9; live are 0, 1, 2/,
      );
      assert.deepEqual((await topics.read("refused", outs)).props, outs);
    });

    it("throttles exactly the replicas that move, and leaves what others have throttled", async () => {
      const { outs } = await topics.create(
        inputs("slow", { partitions: undefined, replicationFactor: undefined, placement: { 0: [0], 1: [0] } }),
      );
      await fill(cluster.kafka(), "slow", 0, slowBytes);
      await byHand(resourceType.topic, "slow", [{ key: throttledReplicas.leader, value: "7:0" }]);
      await byHand(resourceType.broker, "2", [{ key: throttledRate.leader, value: "123456" }]);
      const done = update(outs, { ...outs, placement: { 0: [0, 1], 1: [0] }, reassignment: slow });
      await eventually(async () => assert.equal((await moving("slow")).length, 1));
      const lists = await listsOf("slow");
      const inside = (list: string | null | undefined) => sectionIn(list)?.entries.slice(1, -1);
      assert.deepEqual([inside(lists?.leader), inside(lists?.follower)], [["0:0"], ["0:1"]]);
      const rate = sectionIn(lists?.leader)?.rate ?? 0;
      assert.ok(rate > slow.throttle && rate < slow.throttle + 1000, String(rate));
      assert.deepEqual(await ratesOf(0), { [throttledRate.leader]: String(rate) });
      assert.deepEqual(await ratesOf(1), { [throttledRate.follower]: String(rate) });
      await done;
      assert.deepEqual(await replicasOf("slow"), [[0, 1], [0]]);
      assert.deepEqual(await listsOf("slow"), { leader: "7:0", follower: null });
      assert.deepEqual(await Promise.all([0, 1, 2].map(ratesOf)), [{}, {}, { [throttledRate.leader]: "123456" }]);
      await byHand(resourceType.broker, "2", [{ key: throttledRate.leader, value: null }]);
    });

    it("goes on with what a killed run left moving, and takes its throttle off", async () => {
      const { outs } = await topics.create(inputs("killed", { partitions: 1 }));
      await fill(cluster.kafka(), "killed", 0, slowBytes);
      const news = { ...outs, replicationFactor: 2, reassignment: slow };
      await killedUpdate(outs, news);
      const found = (await topics.read("killed", outs)).props;
      assert.equal(found?.moving, true);
      assert.equal((await topics.diff("killed", found as TopicOutputs, outs)).changes, true);
      said.length = 0;
      const done = update(outs, news);
      await eventually(async () =>
        assert.match(said[0] ?? "", /an earlier run left replicas moving: killed \(1 partition\)/),
      );
      await hurry();
      await done;
      assert.equal((await replicasOf("killed"))[0]?.length, 2);
      await assertNoThrottle("killed");
    });

    it("takes back what a killed run left moving when it isn't wanted any more", async () => {
      const { outs } = await topics.create(inputs("back", { partitions: 1 }));
      await fill(cluster.kafka(), "back", 0, slowBytes);
      const before = await replicasOf("back");
      await killedUpdate(outs, { ...outs, replicationFactor: 3, reassignment: slow });
      await update(outs, outs);
      assert.deepEqual(await replicasOf("back"), before);
      assert.deepEqual(await moving("back"), []);
      await assertNoThrottle("back");
    });

    it("takes the throttle of a killed run off at a refresh, when its moves have ended by themselves", async () => {
      const { outs } = await topics.create(inputs("ended", { partitions: 1 }));
      await fill(cluster.kafka(), "ended", 0, slowBytes);
      await killedUpdate(outs, { ...outs, replicationFactor: 2, reassignment: slow });
      await eventually(async () => assert.deepEqual(await moving("ended"), []), 60_000);
      assert.notEqual((await listsOf("ended"))?.leader, null);
      const found = { ...outs, replicationFactor: 2 };
      assert.deepEqual((await topics.read("ended", outs)).props, found);
      await assertNoThrottle("ended");
    });

    it("waits for moves that someone else started, and never overwrites them", async () => {
      const { outs } = await topics.create(inputs("foreign", { partitions: 1 }));
      const [[source = -1] = []] = await replicasOf("foreign");
      const target = (source + 1) % 3;
      await byHand(resourceType.topic, "foreign", [
        { key: throttledReplicas.leader, value: `0:${source}` },
        { key: throttledReplicas.follower, value: `0:${target}` },
      ]);
      const ends = [
        { id: source, key: throttledRate.leader },
        { id: target, key: throttledRate.follower },
      ];
      for (const { id, key } of ends) {
        await byHand(resourceType.broker, String(id), [{ key, value: "1024" }]);
        await eventually(async () => assert.deepEqual(await ratesOf(id), { [key]: "1024" }));
      }
      await fill(cluster.kafka(), "foreign", 0, slowBytes);
      await startMove("foreign", source, target);
      const news = { ...outs, replicationFactor: 2, reassignment: slow };
      await assert.rejects(
        topics.update("foreign", outs, news),
        /topic "foreign" is being moved by someone else \(partitions 0\), still after 1 s .*kafka-reassign-partitions\.sh --cancel/,
      );
      assert.deepEqual((await moving("foreign"))[0]?.adding, [target]);
      assert.deepEqual(await listsOf("foreign"), { leader: `0:${source}`, follower: `0:${target}` });
      for (const { id, key } of ends) assert.deepEqual(await ratesOf(id), { [key]: "1024" });

      const waits = topics.update("foreign", outs, { ...news, reassignment: { waitForOthers: 60 } });
      for (const { id, key } of ends) await byHand(resourceType.broker, String(id), [{ key, value: null }]);
      await waits;
      const [replicas] = await replicasOf("foreign");
      assert.ok(replicas?.length === 2 && replicas[0] === target, String(replicas));
    });

    it("places replicas as they are given, at the creation and later, and finds them changed by hand", async () => {
      const placement = { 0: [0, 2], 1: [1, 2] };
      const given = { partitions: undefined, replicationFactor: undefined };
      const { outs } = await topics.create(inputs("placed", { ...given, placement }));
      assert.deepEqual(await replicasOf("placed"), [
        [0, 2],
        [1, 2],
      ]);
      const grown = { ...outs, placement: { 0: [2, 0], 1: [1, 2], 2: [0, 1] } };
      await topics.update("placed", outs, grown);
      assert.deepEqual(await replicasOf("placed"), [
        [2, 0],
        [1, 2],
        [0, 1],
      ]);
      await eventually(async () =>
        assert.deepEqual(
          (await partitionsOf("placed")).map(({ leader }) => leader),
          [2, 1, 0],
        ),
      );
      await inSession((session) =>
        session.cluster.send(
          "controller",
          alterPartitionReassignmentsRequest([{ topic: "placed", partition: 1, replicas: [0] }], 10_000),
        ),
      );
      await eventually(async () =>
        assert.deepEqual((await topics.read("placed", grown)).props?.placement, { 0: [2, 0], 1: [0], 2: [0, 1] }),
      );
      await topics.update("placed", { ...grown, placement: { ...grown.placement, 1: [0] } }, grown);
      assert.deepEqual(await replicasOf("placed"), [
        [2, 0],
        [1, 2],
        [0, 1],
      ]);
    });

    it("leaves partitions and factor to the brokers, and never calls what they chose a difference", async () => {
      const left = inputs("defaults", { partitions: undefined, replicationFactor: undefined });
      const { outs } = await topics.create(left);
      const [replicas] = await replicasOf("defaults");
      assert.equal(replicas?.length, 1);
      assert.deepEqual((await topics.read("defaults", outs)).props, outs);
      assert.equal((await topics.diff("defaults", outs, left)).changes, false);
      const two = { ...outs, replicationFactor: 2 };
      assert.equal((await topics.diff("defaults", outs, two)).changes, true);
      await topics.update("defaults", outs, two);
      assert.equal((await topics.diff("defaults", two, left)).changes, false);
    });

    it("empties a broker, keeps it empty, and moves replicas back to it, with all messages", async () => {
      const { outs } = await topics.create(inputs("emptied", { replicationFactor: 2 }));
      for (const partition of [0, 1, 2]) await fill(cluster.kafka(), "emptied", partition, MiB / 2);
      const messages = await messagesOf("emptied", 3);
      const on = (brokers: ReplicaBrokers) => ({ ...outs, reassignment: { brokers } });
      const brokersOf = async () => [...new Set((await replicasOf("emptied")).flat())].sort();

      const emptied = on({ excluded: [2] });
      assert.equal((await topics.diff("emptied", outs, emptied)).changes, true);
      await topics.update("emptied", outs, emptied);
      assert.deepEqual(await brokersOf(), [0, 1]);
      // New topics and new partitions, which the brokers would place anywhere.
      const grown = (await topics.update("emptied", emptied, { ...emptied, partitions: 6 })).outs;
      assert.deepEqual(await brokersOf(), [0, 1]);
      const fresh = { ...inputs("emptied-new", { partitions: 6 }), reassignment: emptied.reassignment };
      await topics.create(fresh);
      assert.ok(!(await replicasOf("emptied-new")).flat().includes(2));

      await inSession((session) =>
        session.cluster.send(
          "controller",
          alterPartitionReassignmentsRequest([{ topic: "emptied", partition: 0, replicas: [0, 2] }], 10_000),
        ),
      );
      await eventually(async () =>
        assert.deepEqual((await topics.read("emptied", grown)).props, { ...grown, misplaced: true }),
      );
      await topics.update("emptied", { ...grown, misplaced: true }, grown);
      assert.deepEqual(await brokersOf(), [0, 1]);
      assert.deepEqual((await topics.read("emptied", grown)).props, grown);

      await topics.update("emptied", grown, { ...grown, reassignment: { brokers: { targets: [1, 2] } } });
      assert.deepEqual(await brokersOf(), [1, 2]);
      assert.deepEqual(await messagesOf("emptied", 3), messages);
      await assertNoThrottle("emptied");
      await assert.rejects(
        topics.update("emptied", grown, { ...grown, reassignment: { brokers: { excluded: [1, 2] } } }),
        /topic "emptied" can't be moved: 2 replicas need as many brokers, and there are 1: 0/,
      );
    });

    it("says how far it is when the time limit passes or the run is cancelled, and the next run waits on", async () => {
      const { outs } = await topics.create(inputs("late", { partitions: 1 }));
      await fill(cluster.kafka(), "late", 0, slowBytes);
      const news = { ...outs, replicationFactor: 2, reassignment: { ...slow, timeLimit: 1 } };
      await assert.rejects(topics.update("late", outs, news), (error: unknown) => {
        assert.match(
          String(error),
          /^UserError: replicas of late \(1 partition\) are still moving after 1 s \(kafka:reassignment\.timeLimit\): 1 of 1 partition left, .*the next run waits on/,
        );
        return true;
      });
      assert.equal((await moving("late")).length, 1);
      Reflect.set(globalThis, CANCELLATION, AbortSignal.abort());
      try {
        await assert.rejects(
          update(outs, { ...news, reassignment: slow }),
          /replicas of late \(1 partition\) are still moving, and the run was cancelled: 1 of 1 partition left, .*the next run waits on/,
        );
      } finally {
        Reflect.deleteProperty(globalThis, CANCELLATION);
      }
      assert.equal((await moving("late")).length, 1);
      said.length = 0;
      await update(outs, { ...news, reassignment: slow });
      assert.match(said[0] ?? "", /an earlier run left replicas moving: late \(1 partition\)/);
      assert.equal((await replicasOf("late"))[0]?.length, 2);
      await assertNoThrottle("late");
    });

    it("takes the throttle off a broker that goes away when the moves have ended, and comes back", async () => {
      const on = (replicas: number[]) => ({
        ...inputs("away", { partitions: undefined, replicationFactor: undefined }),
        placement: { 0: replicas },
      });
      await topics.create(on([0]));
      const gate = new RequestGate();
      const gated = testSessions(new TestSecrets(), { socketFactory: () => gate.socketFactory });
      let waits: () => void;
      const waiting = new Promise<void>((resolve) => (waits = resolve));
      const line = (text: string) => {
        if (text === "waiting for broker 0, away with our throttle") waits();
      };
      const begins = gate.hold([requestsOf(alterPartitionReassignments)]);
      const done = gated.with(cluster.connection, (session) =>
        applyChanges(new TopicRequests(session, undefined, { line }), journal, [], on([0, 1])),
      );
      await begins;
      void gate.release();
      const looks = gate.hold([requestsOf(listPartitionReassignments)]);
      await looks;
      await eventually(async () => assert.deepEqual((await partitionsOf("away"))[0]?.isr, [0, 1]));
      await eventually(async () => assert.deepEqual(await moving("away"), []));
      // The update hasn't heard of the end yet.
      await cluster.kill(0);
      void gate.release();
      await waiting;
      await cluster.restart(0);
      assert.equal((await done).moving, undefined);
      await assertNoThrottle("away");
      gated.close();
    });

    it("goes on when the broker that receives is killed, and when the controller is", async () => {
      const { outs } = await topics.create(inputs("struck", { partitions: 1 }));
      await fill(cluster.kafka(), "struck", 0, slowBytes);
      const messages = await messagesOf("struck", slowMessages);
      const news = { ...outs, replicationFactor: 2, reassignment: slow };
      const done = update(outs, news);
      await eventually(async () => assert.equal((await moving("struck")).length, 1));
      const [receiver = -1] = (await moving("struck"))[0]?.adding ?? [];
      for (const struck of [receiver, await inSession(activeController)]) {
        await cluster.kill(struck);
        await eventually(async () => assert.ok(!(await liveBrokers()).includes(struck)), 60_000);
        await cluster.restart(struck);
      }
      const { moving: left } = await done;
      assert.equal((await replicasOf("struck"))[0]?.length, 2);
      assert.deepEqual(await messagesOf("struck", slowMessages), messages);
      // A broker that took too long to come back has kept its throttle, and the next run takes it off.
      if (left === true) await update(outs, news);
      // A broker answers from its own copy of the configs, and those that have just started are behind for a moment.
      await eventually(() => assertNoThrottle("struck"));
    });
  });
}
