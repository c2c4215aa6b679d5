import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import { Admin, ConfigResourceTypes } from "kafkajs";
import type { TopicInputs } from "../../../provider/src/topics/inputs";
import { FileJournal } from "../../../provider/src/topics/journal";
import { topicFunctions } from "../../../provider/src/topics/index";
import { UserError } from "../../../provider/src/errors";
import { BrokerCluster, startKraft, startZooKeeper, TestSecrets, testSessions } from "../brokers";
import { api, RequestTap } from "../brokers/tap";
import { activeController } from "./activeController";
import { eventuallyWithin } from "./eventually";

const eventually = eventuallyWithin(20_000);

const modes = [
  { mode: "KRaft, three nodes", start: () => startKraft({ nodes: 3 }) },
  { mode: "ZooKeeper, three brokers", start: () => startZooKeeper({ nodes: 3 }) },
];

for (const { mode, start } of modes) {
  describe(`topics on real brokers: ${mode}`, function () {
    this.timeout(180_000);
    let cluster: BrokerCluster;
    let admin: Admin;
    const tap = new RequestTap();
    const sessions = testSessions(new TestSecrets(), { socketFactory: () => tap.socketFactory });
    const topics = topicFunctions({ sessions });

    const inputs = (name: string, more: Partial<TopicInputs> = {}): TopicInputs => ({
      connection: cluster.connection,
      name,
      partitions: 3,
      replicationFactor: 3,
      config: {},
      deletion: "delete",
      adopt: false,
      ...more,
    });
    const configOf = async (name: string): Promise<Record<string, string>> => {
      const { resources } = await admin.describeConfigs({
        resources: [{ type: ConfigResourceTypes.TOPIC, name }],
        includeSynonyms: false,
      });
      const own = resources[0]?.configEntries.filter((entry) => String(entry.configSource) === "1") ?? [];
      return Object.fromEntries(own.map(({ configName, configValue }) => [configName, configValue]));
    };
    const partitionsOf = async (name: string) => {
      const { topics: found } = await admin.fetchTopicMetadata({ topics: [name] });
      return found[0]?.partitions ?? [];
    };

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

    it("creates a topic that every broker knows with a leader when it says so", async () => {
      const { id, outs } = await topics.create(
        inputs("created", { partitions: 5, config: { "retention.ms": "1000" } }),
      );
      assert.equal(id, "created");
      assert.deepEqual(outs, inputs("created", { partitions: 5, config: { "retention.ms": "1000" } }));
      const partitions = await partitionsOf("created");
      assert.equal(partitions.length, 5);
      assert.ok(partitions.every(({ leader, replicas }) => leader >= 0 && replicas.length === 3));
      assert.deepEqual(await configOf("created"), { "retention.ms": "1000" });
    });

    it("takes 50 concurrent creations in few requests, and one bad of many fails alone", async () => {
      tap.reset();
      const wanted = Array.from({ length: 50 }, (_, index) =>
        inputs(`many-${index}`, { partitions: 1, config: index === 17 ? { "retention.ms": "soon" } : {} }),
      );
      const results = await Promise.allSettled(wanted.map((topic) => topics.create(topic)));
      const failed = results.flatMap((result, index) => (result.status === "rejected" ? [{ index, result }] : []));
      assert.deepEqual(
        failed.map(({ index }) => index),
        [17],
      );
      assert.match(
        String(failed[0]?.result.reason),
        /topic "many-17" can't be created: Invalid value soon for configuration retention.ms.*INVALID_CONFIG/,
      );
      assert.ok(tap.count(api.createTopics) <= 2, `${tap.count(api.createTopics)} requests`);
      tap.reset();
      await Promise.all(wanted.filter((_, index) => index !== 17).map((topic) => topics.delete(topic.name, topic)));
      assert.ok(tap.count(api.deleteTopics) <= 2, `${tap.count(api.deleteTopics)} requests`);
      assert.deepEqual(
        (await admin.listTopics()).filter((name) => name.startsWith("many-")),
        [],
      );
    });

    it("changes what is managed and leaves other keys alone; a key that is left out goes back to the default", async () => {
      const olds = (
        await topics.create(inputs("changed", { config: { "retention.ms": "1000", "segment.bytes": "1048576" } }))
      ).outs;
      // By hand: a key that the program doesn't manage.
      await topics.update("changed", olds, { ...olds, config: { ...olds.config, "max.message.bytes": "2000000" } });
      const news = { ...olds, config: { "retention.ms": "2000", "cleanup.policy": "compact" } };
      const { outs } = await topics.update("changed", olds, news);
      assert.deepEqual(outs, news);
      assert.deepEqual(await configOf("changed"), {
        "retention.ms": "2000",
        "cleanup.policy": "compact",
        "max.message.bytes": "2000000",
      });
    });

    it("changes nothing when one value is refused", async () => {
      const olds = (await topics.create(inputs("refused", { config: { "retention.ms": "1000" } }))).outs;
      const news = { ...olds, partitions: 4, config: { "retention.ms": "2000", "segment.bytes": "none" } };
      await assert.rejects(
        topics.update("refused", olds, news),
        /topic "refused" can't be changed: .*Invalid value none for configuration segment.bytes/,
      );
      assert.deepEqual(await configOf("refused"), { "retention.ms": "1000" });
      assert.equal((await partitionsOf("refused")).length, 3);
    });

    it("passes on the broker's own text about an unknown config", async () => {
      await assert.rejects(
        topics.create(inputs("unknown-config", { config: { "no.such": "1" } })),
        /topic "unknown-config" can't be created: Unknown topic config name: no.such \(INVALID_CONFIG\)/,
      );
    });

    it("adds partitions, and refuses to take any away", async () => {
      const olds = (await topics.create(inputs("grown"))).outs;
      const { outs } = await topics.update("grown", olds, { ...olds, partitions: 7 });
      const partitions = await partitionsOf("grown");
      assert.equal(partitions.length, 7);
      assert.ok(partitions.every(({ leader }) => leader >= 0));
      await assert.rejects(
        topics.update("grown", outs, { ...outs, partitions: 2 }),
        /has 7 partitions and 2 are asked for/,
      );
      const check = await topics.check(outs, { ...outs, partitions: 2 });
      assert.match(check.failures?.[0]?.reason ?? "", /has 7 partitions and 2 are asked for/);
    });

    it("finds at refresh what was changed by hand, and only that", async () => {
      const { outs } = await topics.create(
        inputs("drifted", {
          config: { "retention.ms": "1000", "min.cleanable.dirty.ratio": "0.50", "cleanup.policy": "delete" },
        }),
      );
      assert.deepEqual((await topics.read("drifted", outs)).props, outs);
      await admin.createPartitions({ topicPartitions: [{ topic: "drifted", count: 4 }] });
      // kafkajs's request resets what it isn't given: retention.ms changed, dirty ratio gone, a new key, policy gone.
      await admin.alterConfigs({
        validateOnly: false,
        resources: [
          {
            type: ConfigResourceTypes.TOPIC,
            name: "drifted",
            configEntries: [
              { name: "retention.ms", value: "5000" },
              { name: "segment.bytes", value: "1048576" },
            ],
          },
        ],
      });
      await eventually(async () => assert.equal((await configOf("drifted"))["retention.ms"], "5000"));
      const found = { ...outs, partitions: 4, config: { "retention.ms": "5000" } };
      await eventually(async () =>
        assert.deepEqual(await topics.read("drifted", outs), { id: "drifted", props: found, inputs: found }),
      );
      assert.equal((await topics.diff("drifted", found, { ...outs, partitions: 4 })).changes, true);
      await topics.update("drifted", found, { ...outs, partitions: 4 });
      await eventually(async () =>
        assert.deepEqual(await configOf("drifted"), {
          ...outs.config,
          "min.cleanable.dirty.ratio": "0.5",
          "segment.bytes": "1048576",
        }),
      );
    });

    it("finds at refresh that a topic is gone", async () => {
      const { outs } = await topics.create(inputs("gone"));
      await topics.delete("gone", outs);
      assert.deepEqual(await topics.read("gone", outs), {});
      await assert.rejects(
        topics.update("gone", outs, { ...outs, partitions: 9 }),
        /topic "gone" is gone from the brokers/,
      );
      await topics.delete("gone", outs);
    });

    it("retains a topic without asking any broker", async () => {
      const { outs } = await topics.create(inputs("retained", { deletion: "retain" }));
      tap.reset();
      await topics.delete("retained", { ...outs, connection: { ...outs.connection, secretName: "no-such-secret" } });
      assert.equal(tap.count(api.metadata), 0);
      assert.ok((await admin.listTopics()).includes("retained"));
    });

    it("says what is missing when the administrator's Secret is gone", async () => {
      const props = inputs("created", { connection: { ...cluster.connection, secretName: "no-such-secret" } });
      await assert.rejects(
        topics.delete("created", props),
        /Secret tests\/no-such-secret can't be read: it doesn't exist/,
      );
    });

    it("refuses a topic that exists already, and takes it over with adopt", async () => {
      await admin.createTopics({
        // Its own waiting fails when it asks a broker that hasn't heard of the topic yet.
        waitForLeaders: false,
        topics: [
          {
            topic: "foreign",
            numPartitions: 2,
            replicationFactor: 3,
            configEntries: [{ name: "segment.bytes", value: "1048576" }],
          },
        ],
      });
      const wanted = inputs("foreign", { config: { "retention.ms": "1000" } });
      await assert.rejects(topics.create(wanted), /topic "foreign" exists already.*adopt: true/);
      await eventually(async () => assert.equal((await partitionsOf("foreign")).length, 2));
      await assert.rejects(
        topics.create({ ...wanted, adopt: true, partitions: 1 }),
        /has 2 partitions and 1 are asked for/,
      );
      await topics.create({ ...wanted, adopt: true });
      assert.equal((await partitionsOf("foreign")).length, 3);
      assert.deepEqual(await configOf("foreign"), { "segment.bytes": "1048576", "retention.ms": "1000" });
    });

    it("recognises its own creation when the answer was lost", async () => {
      tap.reset();
      tap.loseNextAnswer(api.createTopics);
      const { outs } = await topics.create(inputs("lost", { config: { "retention.ms": "1000" } }));
      assert.equal(tap.count(api.createTopics), 2);
      assert.deepEqual((await topics.read("lost", outs)).props, outs);
    });

    it("recognises the creation of a run that was killed, and only in the shape that it asked for", async () => {
      const folder = mkdtempSync(join(tmpdir(), "journal-"));
      const killed = new FileJournal(folder, spawnSync("true").pid);
      const next = topicFunctions({ sessions, journal: new FileJournal(folder) });
      try {
        // The killed run: the mark was made, the brokers did their work, nobody took the mark away.
        for (const [name, numPartitions] of Object.entries({ "killed-run": 3, "killed-other": 2 })) {
          killed.begin(inputs(name));
          await admin.createTopics({
            waitForLeaders: false,
            topics: [{ topic: name, numPartitions, replicationFactor: 3 }],
          });
        }
        assert.equal((await next.create(inputs("killed-run"))).id, "killed-run");
        await assert.rejects(next.create(inputs("killed-other")), /topic "killed-other" exists already/);
        assert.equal(readdirSync(folder).length, 0);
      } finally {
        rmSync(folder, { recursive: true });
      }
    });

    it("goes on when the answers to more partitions, to a change and to a deletion were lost", async () => {
      const { outs } = await topics.create(inputs("cut"));
      tap.loseNextAnswer(api.createPartitions, 500);
      tap.reset();
      const grown = (await topics.update("cut", outs, { ...outs, partitions: 4 })).outs;
      assert.equal((await partitionsOf("cut")).length, 4);
      tap.loseNextAnswer(api.incrementalAlterConfigs, 500);
      await topics.update("cut", grown, { ...grown, config: { "retention.ms": "7000" } });
      await eventually(async () => assert.deepEqual(await configOf("cut"), { "retention.ms": "7000" }));
      tap.loseNextAnswer(api.deleteTopics, 500);
      await topics.delete("cut", grown);
      assert.deepEqual(await topics.read("cut", grown), {});
    });

    it("replaces dead connections", async () => {
      const { outs } = await topics.create(inputs("reconnected"));
      for (const socket of tap.sockets) socket.destroy(new Error("cut by the test"));
      assert.deepEqual((await topics.read("reconnected", outs)).props, outs);
    });

    it("follows the controller when its broker is killed during creations", async () => {
      const controller = await sessions.with(cluster.connection, activeController);
      const wanted = Array.from({ length: 40 }, (_, index) =>
        inputs(`killed-${index}`, { partitions: 2, replicationFactor: 2 }),
      );
      const creations: Promise<unknown>[] = [];
      for (const topic of wanted) {
        creations.push(topics.create(topic).then((created) => created.id));
        if (creations.length === 10) await cluster.kill(controller);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      // A broker that is dead but still counted may be chosen for replicas; only its topics may wait, none may fail. What KRaft's brokers
      // themselves sent to a second controller is answered with "exists already", and is ours all the same.
      assert.deepEqual(
        (await Promise.allSettled(creations)).flatMap((result) =>
          result.status === "rejected" ? [String(result.reason)] : [],
        ),
        [],
      );
      await cluster.restart(controller);
      await eventually(async () => {
        const names = await admin.listTopics();
        assert.deepEqual(
          wanted.filter(({ name }) => !names.includes(name)),
          [],
        );
      });
    });

    it("names what was tried when no broker can be reached", async () => {
      const impatient = testSessions(new TestSecrets(), {});
      Object.assign(impatient.timeouts, { operation: 1_500 });
      const connection = { ...cluster.connection, brokers: ["127.0.0.1:1"] };
      await assert.rejects(
        topicFunctions({ sessions: impatient }).read("created", inputs("created", { connection })),
        (error: unknown) => {
          assert.ok(error instanceof UserError);
          assert.match(
            error.message,
            /no Kafka broker could be reached within 2 s; tried 127\.0\.0\.1:1 \(.*ECONNREFUSED.*\)/,
          );
          return true;
        },
      );
      impatient.close();
    });

    it("says whose login was refused, and what to check", async () => {
      const secrets = new TestSecrets();
      secrets.set("kafka-operator", { username: "operator", password: "wrong-password-of-the-tests" });
      const locked = testSessions(secrets);
      await assert.rejects(
        topicFunctions({ sessions: locked }).read("created", inputs("created")),
        (error: unknown) => {
          assert.ok(error instanceof UserError);
          assert.match(
            error.message,
            /refused the login of user "operator" with SCRAM-SHA-512 and the password of Secret tests\/kafka-operator/,
          );
          assert.doesNotMatch(error.message, /wrong-password/);
          return true;
        },
      );
      locked.close();
    });
  });
}
