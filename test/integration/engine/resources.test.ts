import assert from "node:assert/strict";
import type { Admin } from "kafkajs";
import { ConfigResourceTypes } from "kafkajs";
import type { Kubectl } from "../../engine/Kubectl";
import type { PulumiStack, Running } from "../../engine/PulumiStack";
import { Actor } from "../access/Actor";
import { stopAtFirstFailure } from "../../engine/stopAtFirstFailure";
import type { BrokerCluster } from "../brokers";
import { operator, startKraft, startZooKeeper } from "../brokers";
import { fill } from "../brokers/messages";
import { EngineCluster } from "./EngineCluster";
import { backdate } from "./backdate";

const modes = [
  { mode: "KRaft, three nodes", start: () => startKraft({ nodes: 3, authorizer: true }), replicationFactor: 3 },
  { mode: "ZooKeeper, one broker", start: () => startZooKeeper({ nodes: 1, authorizer: true }), replicationFactor: 1 },
];

const DAY = 86_400;

for (const { mode, start, replicationFactor } of modes) {
  describe(`topics and users under the real engine: ${mode}`, function () {
    this.timeout(300_000);
    stopAtFirstFailure();

    let cluster: EngineCluster | undefined;
    let brokers: BrokerCluster;
    let stack: PulumiStack;
    let kubectl: Kubectl;
    let admin: Admin;

    const topic = (more: object = {}): object => ({ partitions: 2, replicationFactor, deletion: "delete", ...more });
    /** A client with something to do, and a limit. */
    const worker = { rotation: 1, rules: { produce: ["orders"] }, quotas: { request_percentage: 50 } };
    const retention = { config: { "retention.ms": "3600000" } };

    function configure(topics: Record<string, object>, users: Record<string, object> = {}): void {
      stack.configure({
        "test:connection": cluster!.connection,
        "test:topics": topics,
        "test:users": users,
      });
    }

    async function configOf(name: string): Promise<Record<string, string>> {
      const { resources } = await admin.describeConfigs({
        resources: [{ type: ConfigResourceTypes.TOPIC, name }],
        includeSynonyms: false,
      });
      const entries = resources[0]?.configEntries ?? [];
      return Object.fromEntries(entries.map(({ configName, configValue }) => [configName, configValue]));
    }

    /** The login in a client's Secret. */
    async function login(user: string): Promise<{ username: string; password: string }> {
      const key = async (name: string) =>
        Buffer.from(
          await kubectl.run("get", "secret", `client-${user}`, "--output", `jsonpath={.data.${name}}`),
          "base64",
        ).toString();
      return { username: await key("username"), password: await key("password") };
    }

    async function logsIn(as: { username: string; password: string }): Promise<boolean> {
      const probe = brokers.kafka(as).admin({ retry: { retries: 0 } });
      try {
        await probe.connect();
        return true;
      } catch (error) {
        assert.match(String(error), /authentication/i);
        return false;
      } finally {
        await probe.disconnect();
      }
    }

    before(async () => {
      cluster = await EngineCluster.start("engine", start);
      ({ admin, brokers, kubectl } = cluster);
      stack = await cluster.stack("test");
    });

    after(() => cluster?.stop());

    it("creates", async () => {
      configure({ orders: topic(retention), events: topic() }, { worker });
      const { changes } = await stack.up();
      const made = changes.filter(({ op }) => op === "create").map(({ name }) => name);
      assert.ok(made.includes("orders") && made.includes("events") && made.includes("worker"), made.join(", "));
      assert.deepEqual((await admin.listTopics()).sort(), ["events", "orders"]);
      assert.equal((await configOf("orders"))["retention.ms"], "3600000");
      await new Actor(brokers.kafka(await login("worker")), "worker").produce("orders");
      await assert.rejects(new Actor(brokers.kafka(await login("worker")), "worker").produce("events"), /authoriz/i);
    });

    it("shows no change the second time, in preview and up", async () => {
      const preview = await stack.preview("--expect-no-changes");
      assert.equal(preview.code, 0, preview.output);
      assert.deepEqual((await stack.up("--expect-no-changes")).changes, []);
    });

    it("changes configs and partitions in place, and leaves what it does not manage", async () => {
      await admin.alterConfigs({
        validateOnly: false,
        resources: [
          {
            type: ConfigResourceTypes.TOPIC,
            name: "orders",
            configEntries: [
              { name: "retention.ms", value: "3600000" },
              { name: "max.message.bytes", value: "2000000" },
            ],
          },
        ],
      });
      configure(
        { orders: topic({ partitions: 4, config: { "retention.ms": "7200000" } }), events: topic() },
        { worker },
      );
      const { changes } = await stack.up();
      assert.deepEqual(
        changes.map(({ op, name }) => `${op} ${name}`),
        ["update orders"],
      );
      const config = await configOf("orders");
      assert.deepEqual([config["retention.ms"], config["max.message.bytes"]], ["7200000", "2000000"]);
      const { topics } = await admin.fetchTopicMetadata({ topics: ["orders"] });
      assert.equal(topics[0]?.partitions.length, 4);
    });

    it("finds at refresh what was changed by hand, and mends it", async () => {
      await admin.createPartitions({ topicPartitions: [{ topic: "events", count: 3 }] });
      await admin.deleteTopics({ topics: ["orders"] });
      await stack.refresh();
      const { code, output } = await stack.preview();
      assert.notEqual(code, 0);
      assert.match(output, /events.*3.*2/s);
      configure(
        { orders: topic({ partitions: 4, config: { "retention.ms": "7200000" } }), events: topic({ partitions: 3 }) },
        { worker },
      );
      const { changes } = await stack.up();
      assert.deepEqual(
        changes.map(({ op, name }) => `${op} ${name}`),
        ["create orders"],
      );
      assert.deepEqual((await admin.listTopics()).sort(), ["events", "orders"]);
    });

    it("makes what it can when one of several fails, and the rest in the next run", async () => {
      const rest = { orders: topic({ partitions: 4 }), events: topic({ partitions: 3 }) };
      configure({ ...rest, good: topic(), bad: topic({ config: { "retention.ms": "soon" } }) }, { worker });
      const failed = await stack.tryUp("--continue-on-error");
      assert.notEqual(failed.code, 0);
      assert.match(failed.output, /bad.*retention\.ms/s);
      assert.doesNotMatch(failed.output, /^\s+at .*:\d+/m);
      assert.ok((await admin.listTopics()).includes("good"));

      configure({ ...rest, good: topic(), bad: topic() }, { worker });
      const { changes } = await stack.up();
      assert.deepEqual(
        changes.map(({ op, name }) => `${op} ${name}`),
        ["create bad"],
      );
      assert.deepEqual((await stack.up("--expect-no-changes")).changes, []);
    });

    it("refuses at preview fewer partitions and a topic of someone else's", async () => {
      await admin.createTopics({
        topics: [{ topic: "foreign", numPartitions: 1, replicationFactor }],
        waitForLeaders: false,
      });
      configure({ events: topic({ partitions: 1 }) }, { worker });
      const fewer = await stack.preview();
      assert.notEqual(fewer.code, 0);
      assert.match(fewer.output, /partitions.*3.*1/s);

      const rest = { orders: topic({ partitions: 4 }), events: topic({ partitions: 3 }), good: topic(), bad: topic() };
      configure({ ...rest, foreign: topic() }, { worker });
      const foreign = await stack.tryUp();
      assert.notEqual(foreign.code, 0);
      assert.match(foreign.output, /foreign.*adopt/s);

      configure({ ...rest, foreign: topic({ adopt: true }) }, { worker });
      await stack.up();
      const { topics } = await admin.fetchTopicMetadata({ topics: ["foreign"] });
      assert.equal(topics[0]?.partitions.length, 2);
    });

    const rest = {
      orders: topic({ partitions: 4 }),
      events: topic({ partitions: 3 }),
      good: topic(),
      bad: topic(),
      foreign: topic({ adopt: true }),
    };

    if (replicationFactor > 1) {
      /** A throttle that lets a second fetch of a replica begin 11 s after the first, which takes 1 MiB: so long the move lasts on any machine. */
      const throttle = 1024;
      const heavy = (replicas: number) =>
        topic({ partitions: 1, replicationFactor: replicas, reassignment: { throttle } });
      const moving = async () =>
        (await admin.listPartitionReassignments({ topics: [{ topic: "heavy", partitions: [0] }] })).topics.length > 0;
      const replicas = async () =>
        (await admin.fetchTopicMetadata({ topics: ["heavy"] })).topics[0]?.partitions[0]?.replicas.length;

      /** Starts a run that moves replicas, and hands it over in the middle. */
      async function underWay(to: number): Promise<Running> {
        configure({ ...rest, heavy: heavy(to) }, { worker });
        const running = stack.start();
        while (!(await moving())) assert.equal(running.child.exitCode, null, "it ended before it could be stopped");
        return running;
      }

      /** Kills a run that moves replicas, engine and all. */
      async function killedMove(to: number): Promise<void> {
        await stack.kill(await underWay(to));
        assert.equal(await moving(), true);
      }

      async function assertNoThrottle(): Promise<void> {
        const config = await configOf("heavy");
        const lists = ["leader", "follower"].map((side) => config[`${side}.replication.throttled.replicas`]);
        assert.deepEqual(lists, ["", ""]);
        const { resources } = await admin.describeConfigs({
          resources: brokers.nodeIds.map((id) => ({ type: ConfigResourceTypes.BROKER, name: String(id) })),
          includeSynonyms: false,
        });
        const names = resources.flatMap(({ configEntries }) => configEntries.map(({ configName }) => configName));
        assert.deepEqual(
          names.filter((name) => name.endsWith("replication.throttled.rate")),
          [],
        );
      }

      it("ends in the next run what one left moving that was killed, and takes its throttle off", async () => {
        configure({ ...rest, heavy: heavy(1) }, { worker });
        await stack.up();
        await fill(brokers.kafka(), "heavy", 0, 1.5 * 1024 ** 2);
        await killedMove(2);
        await stack.up();
        assert.deepEqual([await moving(), await replicas()], [false, 2]);
        await assertNoThrottle();
        assert.deepEqual((await stack.up("--expect-no-changes")).changes, []);
      });

      it("takes back in the next run what a killed one left moving, when it isn't wanted any more", async () => {
        await killedMove(3);
        configure({ ...rest, heavy: heavy(2) }, { worker });
        const { changes } = await stack.up();
        assert.deepEqual(
          changes.map(({ op, name }) => `${op} ${name}`),
          ["update heavy"],
        );
        assert.deepEqual([await moving(), await replicas()], [false, 2]);
        await assertNoThrottle();
        assert.deepEqual((await stack.up("--expect-no-changes")).changes, []);
      });

      it("ends at the first Ctrl-C while replicas move, says that they go on, and the next run waits for them", async () => {
        const { code, output } = await stack.interrupt(await underWay(3));
        assert.notEqual(code, 0);
        assert.match(output, /replicas of heavy \(1 partition\) are still moving, and the run was cancelled/);
        assert.equal(await moving(), true);
        await stack.up();
        assert.deepEqual([await moving(), await replicas()], [false, 3]);
        await assertNoThrottle();
        assert.deepEqual((await stack.up("--expect-no-changes")).changes, []);
      });
    }

    it("gives a user another login when its rotation is raised, and takes the one before when told to", async () => {
      const before = await login("worker");
      configure(rest, { worker: { ...worker, rotation: 2 } });
      await stack.up();
      const now = await login("worker");
      assert.deepEqual([before.username, now.username], ["worker", "worker.b"]);
      assert.notEqual(now.password, before.password);
      for (const each of [before, now]) await new Actor(brokers.kafka(each), each.username).produce("orders");

      configure(rest, { worker: { ...worker, rotation: 4 } });
      const { code, output } = await stack.preview();
      assert.notEqual(code, 0);
      assert.match(output, /kafka:users\.worker\.rotation: found 4 after 2.*set 3/s);

      configure(rest, { worker: { ...worker, rotation: 2, previous: "remove" } });
      await stack.up();
      assert.deepEqual(await login("worker"), now);
      assert.deepEqual([await logsIn(before), await logsIn(now)], [false, true]);
      assert.deepEqual((await stack.up("--expect-no-changes")).changes, []);
    });

    it("changes a user's rules in place, without another password", async () => {
      const before = await login("worker");
      const rules = { produce: ["events"] };
      configure(rest, { worker: { ...worker, rotation: 2, previous: "remove", rules } });
      const { changes } = await stack.up();
      assert.deepEqual(
        changes.map(({ op, name }) => `${op} ${name}`),
        ["update worker"],
      );
      assert.deepEqual(await login("worker"), before);
      await new Actor(brokers.kafka(before), before.username).produce("events");
      await assert.rejects(new Actor(brokers.kafka(before), before.username).produce("orders"), /authoriz/i);
    });

    it("turns a password that reached its age, says so at preview, and until then changes nothing", async () => {
      const users = {
        worker: { ...worker, rotation: 2, previous: "remove", rules: { produce: ["events"] } },
        aged: { ...worker, maxAge: 90 * DAY },
      };
      configure(rest, users);
      await stack.up();
      assert.deepEqual((await stack.up("--expect-no-changes")).changes, []);
      const before = await login("aged");

      await backdate(stack, 91);

      const { output, changes } = await stack.preview();
      assert.match(output, /user "aged": its password of turn 1 is 91 days old .* turn 2 brings a new one/);
      assert.ok(changes.some(({ op, type, name }) => op === "update" && type.endsWith("KafkaTurn") && name === "aged"));
      assert.ok(!changes.some(({ name }) => name.startsWith("worker")), JSON.stringify(changes));
      await stack.up();
      const now = await login("aged");
      assert.deepEqual([before.username, now.username], ["aged", "aged.b"]);
      assert.deepEqual([await logsIn(before), await logsIn(now)], [true, true]);
      assert.deepEqual((await stack.up("--expect-no-changes")).changes, []);
    });

    it("keeps passwords out of the state and small what it stores", () => {
      const state = stack.state();
      assert.ok(!state.includes(operator.password), "the operator's password is in the state");
      const { checkpoint } = JSON.parse(state) as { checkpoint: { latest: { resources: { type: string }[] } } };
      const sizes = checkpoint.latest.resources
        .filter(({ type }) => type.endsWith(":KafkaTopic"))
        .map((resource) => JSON.stringify(resource).length);
      assert.ok(Math.max(...sizes) <= 3_000, `a topic takes ${Math.max(...sizes)} B of state`);
    });

    it("destroys what it is allowed to, and leaves what it retains", async () => {
      configure(
        { ...rest, foreign: topic({ adopt: true, deletion: "retain" }) },
        { worker: { ...worker, rotation: 2, previous: "remove" } },
      );
      await stack.up();
      const left = await login("worker");
      const { code, output } = await stack.destroy("--skip-preview");
      assert.equal(code, 0, output);
      assert.deepEqual(await admin.listTopics(), ["foreign"]);
      assert.ok(!(await logsIn(left)));
    });
  });
}
