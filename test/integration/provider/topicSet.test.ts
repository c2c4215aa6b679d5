import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import { Admin, ConfigResourceTypes } from "kafkajs";
import { PartialFailure } from "../../../provider/src/resource";
import { topicFunctions } from "../../../provider/src/topics/index";
import type { TopicInputs } from "../../../provider/src/topics/inputs";
import { Owners } from "../../../provider/src/owners";
import { topicSetFunctions } from "../../../provider/src/topics/set/index";
import type { SetTopic, TopicSetInputs, TopicSetOutputs } from "../../../provider/src/topics/set/inputs";
import { BrokerCluster, startKraft, startZooKeeper, TestSecrets, testSessions } from "../brokers";
import { api, RequestTap } from "../brokers/tap";
import { messagesOf, produce, writeToEach } from "../brokers/messages";
import { eventuallyWithin } from "./eventually";

const eventually = eventuallyWithin(30_000);

const modes = [
  { mode: "KRaft, three nodes", start: () => startKraft({ nodes: 3 }), killed: true },
  // There the controller that takes over was seen to count one broker alone, a minute and a half after all were back.
  { mode: "ZooKeeper, three brokers", start: () => startZooKeeper({ nodes: 3 }), killed: false },
];

for (const { mode, start, killed } of modes) {
  describe(`groups of topics on real brokers: ${mode}`, function () {
    this.timeout(180_000);
    let cluster: BrokerCluster;
    let admin: Admin;
    const tap = new RequestTap();
    const sessions = testSessions(new TestSecrets(), { socketFactory: () => tap.socketFactory });
    const said: string[] = [];
    /** Shorter than in the real world, since here a broker that is killed comes back at once. */
    const limits = { change: 45_000, settle: 45_000 };
    /** The functions as one run of the engine has them, in a process of its own. */
    const run = () => {
      const parts = {
        sessions,
        owners: new Owners(),
        limits,
        progress: { line: (text: string) => said.push(text) },
      };
      return { sets: topicSetFunctions(parts), singles: topicFunctions(parts) };
    };

    const set = (
      name: string,
      topics: Record<string, SetTopic>,
      more: Partial<TopicSetInputs> = {},
    ): TopicSetInputs => ({
      connection: cluster.connection,
      name,
      deletion: "delete",
      adopt: false,
      topics,
      ...more,
    });
    const one: SetTopic = { partitions: 1, replicationFactor: 3 };
    const many = (prefix: string, count: number, more: Partial<SetTopic> = {}) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`${prefix}-${index}`, { ...one, ...more }]));
    const failureOf = async (promise: Promise<unknown>): Promise<PartialFailure & { properties: TopicSetOutputs }> => {
      const error = await promise.then(
        () => assert.fail("it succeeded"),
        (reason: unknown) => reason,
      );
      assert.ok(error instanceof PartialFailure, String(error));
      return error as PartialFailure & { properties: TopicSetOutputs };
    };
    const namesWith = async (prefix: string) =>
      (await admin.listTopics()).filter((name) => name.startsWith(prefix)).sort();

    before(async () => {
      cluster = await start();
      admin = cluster.kafka().admin();
      await admin.connect();
    });

    after(async () => {
      sessions.close();
      await admin?.disconnect();
      await cluster?.stop();
    });

    it("keeps what succeeded when one topic is refused, and the next run does the rest alone", async () => {
      const { sets } = run();
      const topics = { ...many("part", 30), "part-17": { ...one, config: { "retention.ms": "soon" } } };
      tap.reset();
      const failure = await failureOf(sets.create(set("parts", topics)));
      assert.ok(tap.count(api.createTopics) <= 2, `${tap.count(api.createTopics)} requests`);
      assert.equal(failure.id, "parts");
      assert.equal(failure.reasons.length, 1);
      assert.match(failure.reasons[0] ?? "", /topic "part-17" can't be created: Invalid value soon.*retention\.ms/);
      assert.equal(Object.keys(failure.properties.topics).length, 29);
      assert.equal((await namesWith("part-")).length, 29);

      const next = run();
      const mended = set("parts", { ...topics, "part-17": one });
      assert.equal((await next.sets.diff("parts", failure.properties, mended)).changes, true);
      assert.match(
        said.at(-1) ?? "",
        /topics that change in the group "parts":\n {2}\+ part-17: partitions 1, replication factor 3$/,
      );
      tap.reset();
      const { outs } = await next.sets.update("parts", failure.properties, mended);
      assert.equal(tap.count(api.createTopics), 1);
      assert.deepEqual(outs, mended);
      assert.equal((await run().sets.diff("parts", outs, mended)).changes, false);
      await run().sets.delete("parts", outs);
      assert.deepEqual(await namesWith("part-"), []);
    });

    it("can be written to, every partition, by a client that begins the moment it is created", async () => {
      const { sets } = run();
      const wanted = set("written", many("written", 200, { partitions: 2 }));
      const { outs } = await sets.create(wanted);
      const first = await writeToEach(cluster.kafka(), Object.keys(wanted.topics), 2);
      assert.deepEqual(first, Array<string>(400).fill("0"));
      await sets.delete("written", outs);
    });

    it("fails as a whole, with one line, when nothing could be done", async () => {
      await assert.rejects(
        run().sets.create(set("none", many("none", 3, { replicationFactor: 7 }))),
        (error: unknown) =>
          error instanceof Error && !(error instanceof PartialFailure) && /nothing was changed/.test(error.message),
      );
      const silent = set("silent", many("silent", 30), {
        connection: { ...cluster.connection, secretName: "no-such-secret" },
      });
      await assert.rejects(run().sets.create(silent), (error: unknown) => {
        const lines = String(error).split("\n");
        assert.match(lines[1] ?? "", /Secret tests\/no-such-secret can't be read.*and 25 more/);
        assert.equal(lines.length, 2);
        return true;
      });
    });

    it("finds drift topic by topic, and mends it", async () => {
      const wanted = set("drift", {
        "drift-same": one,
        "drift-tuned": { ...one, config: { "retention.ms": "1000" } },
        "drift-grown": one,
        "drift-gone": one,
      });
      const { outs } = await run().sets.create(wanted);
      assert.deepEqual((await run().sets.read("drift", outs)).props, outs);
      await admin.createPartitions({ topicPartitions: [{ topic: "drift-grown", count: 3 }] });
      await admin.deleteTopics({ topics: ["drift-gone"] });
      await admin.alterConfigs({
        validateOnly: false,
        resources: [
          {
            type: ConfigResourceTypes.TOPIC,
            name: "drift-tuned",
            configEntries: [{ name: "retention.ms", value: "7" }],
          },
        ],
      });
      const found = set("drift", {
        "drift-grown": { ...one, partitions: 3 },
        "drift-same": one,
        "drift-tuned": { ...one, config: { "retention.ms": "7" } },
      });
      await eventually(async () =>
        assert.deepEqual(await run().sets.read("drift", outs), { id: "drift", props: found, inputs: found }),
      );
      const news = { ...wanted, topics: { ...wanted.topics, "drift-grown": { ...one, partitions: 3 } } };
      said.length = 0;
      await run().sets.diff("drift", found, news);
      assert.deepEqual(said[0]?.split("\n  ").slice(1), [
        "+ drift-gone: partitions 1, replication factor 3",
        "~ drift-tuned: retention.ms 7 -> 1000",
      ]);
      const mended = (await run().sets.update("drift", found, news)).outs;
      assert.deepEqual((await run().sets.read("drift", mended)).props, mended);
      assert.deepEqual(await namesWith("drift-"), ["drift-gone", "drift-grown", "drift-same", "drift-tuned"]);
    });

    it("deletes, retains and lets go what leaves the group", async () => {
      const wanted = set("leaving", {
        "leave-deleted": one,
        "leave-kept": { ...one, deletion: "retain" },
        "leave-moved": one,
      });
      const { outs } = await run().sets.create(wanted);
      const { sets } = run();
      const { inputs, failures } = await sets.check(wanted, { ...set("leaving", {}), elsewhere: ["leave-moved"] });
      assert.deepEqual(failures, []);
      assert.ok(!("elsewhere" in inputs));
      await sets.update("leaving", outs, inputs);
      assert.deepEqual(await namesWith("leave-"), ["leave-kept", "leave-moved"]);
    });

    it("never deletes a topic that moves between a single resource and groups, with all its messages", async () => {
      const kafka = cluster.kafka();
      const single: TopicInputs = {
        connection: cluster.connection,
        name: "moved",
        ...one,
        config: {},
        deletion: "delete",
        adopt: false,
      };
      const { outs } = await run().singles.create(single);
      const written = await produce(kafka, "moved", 25);

      // single -> group: the engine makes the group's topic, and deletes the single resource at the end.
      const first = run();
      const wanted = set("first", { moved: { ...one, adopt: true } });
      await first.sets.check({}, { ...wanted });
      const inFirst = (await first.sets.create(wanted)).outs;
      await first.singles.delete("moved", outs);
      // A run that was killed before that delete: the next one finds the group unchanged, and deletes the single resource.
      const again = run();
      await again.sets.check(wanted, { ...wanted });
      await again.singles.delete("moved", outs);

      // group -> group, the one that lets go coming first.
      const second = run();
      const { inputs: emptied } = await second.sets.check(wanted, { ...set("first", {}), elsewhere: ["moved"] });
      await second.sets.update("first", inFirst, emptied);
      const other = set("second", { moved: { ...one, adopt: true, partitions: 2 } });
      const inSecond = (await second.sets.create((await second.sets.check({}, { ...other })).inputs)).outs;

      // group -> single, where the group goes altogether.
      const third = run();
      await third.singles.check({}, { ...single, partitions: 2, adopt: true });
      await third.singles.create({ ...single, partitions: 2, adopt: true });
      await third.sets.delete("second", inSecond);
      assert.deepEqual(await messagesOf(kafka, "moved", 25), written);
    });

    it("is taken over in a replacement and not deleted by it", async () => {
      const single: TopicInputs = {
        connection: cluster.connection,
        name: "replaced",
        ...one,
        config: {},
        deletion: "delete",
        adopt: true,
      };
      const { outs } = await run().singles.create(single);
      const { singles } = run();
      await singles.check(single, { ...single });
      await singles.create(single);
      await singles.delete("replaced", outs);
      assert.deepEqual(await namesWith("replaced"), ["replaced"]);
      await run().singles.delete("replaced", outs);
      assert.deepEqual(await namesWith("replaced"), []);
    });

    (killed ? it : it.skip)("finishes in the next run what a killed broker left undone", async () => {
      const { controller } = await admin.describeCluster();
      const victim = cluster.nodeIds.find((id) => id !== controller) ?? 0;
      const wanted = set("faults", many("fault", 40, { partitions: 2, replicationFactor: 2 }));
      const created = await during(run().sets.create(wanted), victim);
      const outs = await finished(created ?? set("faults", {}), wanted);
      assert.equal((await namesWith("fault-")).length, 40);

      const more = { partitions: 3, replicationFactor: 2, config: { "retention.ms": "60000" } };
      const grown = set("faults", many("fault", 40, more));
      const changed = await during(run().sets.update("faults", outs, grown), controller ?? 0);
      const now = await finished(changed ?? outs, grown);
      const found = { ...grown, topics: sorted(grown.topics) };
      await eventually(async () => assert.deepEqual((await run().sets.read("faults", now)).props, found));

      await during(
        run()
          .sets.delete("faults", now)
          .then(() => ({ outs: now })),
        victim,
      );
      await finished(now, set("faults", {}));
      await eventually(async () => assert.deepEqual(await namesWith("fault-"), []));
    });

    /** Runs until one succeeds: a broker that is back takes a while until the controller counts it. */
    async function finished(olds: TopicSetOutputs, news: TopicSetInputs): Promise<TopicSetOutputs> {
      let left = olds;
      await eventually(async () => {
        left = (await settled(run().sets.update(news.name, left, news))) ?? left;
        assert.deepEqual(left.topics, sorted(news.topics));
      }, 90_000);
      return left;
    }

    /** Kills a broker while something is done, and starts it again. @returns what the engine keeps of what was done */
    async function during(
      work: Promise<{ outs: TopicSetOutputs }>,
      node: number,
    ): Promise<TopicSetOutputs | undefined> {
      const done = settled(work);
      await cluster.kill(node);
      const [kept] = await Promise.all([done, cluster.restart(node)]);
      return kept;
    }
  });
}

/** What the engine keeps of a run: its outputs, those of a partial failure, or nothing. */
async function settled(promise: Promise<{ outs: TopicSetOutputs }>): Promise<TopicSetOutputs | undefined> {
  try {
    return (await promise).outs;
  } catch (error) {
    return error instanceof PartialFailure ? (error.properties as TopicSetOutputs) : undefined;
  }
}

function sorted<T>(entries: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(entries).sort(([left], [right]) => (left < right ? -1 : 1)));
}
