import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import { INTERNAL_NAMES } from "../../../components/cluster/values/security";
import { internalSecret } from "../../../components/credentials/internalSecret";
import { endedLoginsFunctions } from "../../../provider/src/internal/ended";
import { internalLoginsFunctions } from "../../../provider/src/internal/logins";
import { topicFunctions } from "../../../provider/src/topics/index";
import { userFunctions } from "../../../provider/src/users/index";
import { userDefaults } from "../../../provider/src/users/inputs";
import { IsrSampler } from "../../e2e/IsrSampler";
import { Traffic } from "../../e2e/Traffic";
import type { BrokerCluster, Login } from "../brokers";
import { operatorSecret, patientSessions, startKraft, startZooKeeper, TestSecrets, testSessions } from "../brokers";
import { eventuallyWithin } from "../provider/eventually";
import { internalTurn, loginOf, passwordOf } from "./internalTurns";

const client: Login = { username: "app", password: "password-of-app" };
const scramModule = "org.apache.kafka.common.security.scram.ScramLoginModule required";
const jaasOf = ({ username, password }: Login): string =>
  `${scramModule} username="${username}" password="${password}";`;
/** What brokers that log in to one another are started with. */
const brokerSettings = (turn: number): Record<string, string> => ({
  "listener.security.protocol.map": "CLIENT:SASL_PLAINTEXT,INTERNAL:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT",
  "sasl.mechanism.inter.broker.protocol": "SCRAM-SHA-512",
  "listener.name.internal.sasl.enabled.mechanisms": "SCRAM-SHA-512",
  "listener.name.internal.scram-sha-512.sasl.jaas.config": jaasOf(loginOf("interbroker", turn)),
  "super.users": [...INTERNAL_NAMES, "ANONYMOUS"].map((name) => `User:${name}`).join(";"),
});

const eventually = eventuallyWithin(60_000);

for (const [mode, start] of [
  ["KRaft", startKraft],
  ["ZooKeeper", startZooKeeper],
] as const)
  describe(`a rotation of the internal users, three brokers in ${mode} mode`, function () {
    this.timeout(300_000);
    let cluster: BrokerCluster;
    let traffic: Traffic;
    let isr: IsrSampler;
    const secrets = new TestSecrets();
    const sessions = testSessions(secrets);
    const logins = internalLoginsFunctions({ sessions, brokersExist: async () => true });
    const ended = endedLoginsFunctions(sessions);

    const wanted = (rotation: number) => internalTurn(secrets, cluster.connection, rotation);
    const state = (rotation: number) => ({ ...wanted(rotation), credential: "current" as const });
    const turn = (rotation: number) => logins.update("kafka", state(rotation - 1), wanted(rotation));
    const end = (rotation: number) => ended.update("kafka", state(rotation - 1), state(rotation));

    function configure(node: number, settings: Record<string, string>): void {
      const file = join(cluster.folder, `node-${node}.properties`);
      const lines = readFileSync(file, "utf8").trimEnd().split("\n");
      const others = lines.filter((line) => !Object.hasOwn(settings, line.split("=", 1)[0] ?? ""));
      const own = Object.entries(settings).map(([key, value]) => `${key}=${value}`);
      writeFileSync(file, `${[...others, ...own].join("\n")}\n`);
    }

    async function restart(node: number, settings: Record<string, string>): Promise<void> {
      await cluster.stopNode(node);
      configure(node, settings);
      await cluster.restart(node);
      await eventually(async () => {
        const topics = await sessions.with(cluster.connection, (session) => session.metadata());
        const behind = topics.flatMap(({ partitions }) =>
          partitions.filter((one) => one.isr.length < one.replicas.length),
        );
        assert.deepEqual(behind, []);
      });
    }

    const logsIn = async (login: Login): Promise<boolean> => {
      const admin = cluster.kafka(login).admin({ retry: { retries: 0 } });
      try {
        await admin.connect();
        return true;
      } catch (error) {
        assert.match(String(error), /authentication/i);
        return false;
      } finally {
        await admin.disconnect();
      }
    };
    const nodeLog = (node: number): string => readFileSync(join(cluster.folder, `node-${node}.log`), "utf8");

    before(async () => {
      cluster = await start({
        nodes: 3,
        authorizer: true,
        users: [loginOf("interbroker", 1)],
        overrides: { ...patientSessions, ...brokerSettings(1), "min.insync.replicas": "2" },
      });
      const { connection } = cluster;
      const topic = { connection, name: "tasks", partitions: 3, replicationFactor: 3, config: {} };
      await topicFunctions({ sessions }).create({ ...topic, deletion: "delete", adopt: false });
      const rules = { produce: ["tasks"], consume: { topics: ["tasks"], groups: ["task-worker*"] } };
      const secret = secrets.set("login-app", { ...client });
      await userFunctions(sessions).create({
        ...userDefaults,
        connection,
        name: "app",
        rules,
        secret,
        iterations: 4096,
      });
      const kafka = cluster.kafka(client);
      [traffic, isr] = [
        await Traffic.start({ producer: kafka, consumer: kafka }, "tasks"),
        IsrSampler.start(kafka, ["tasks"]),
      ];
    });

    after(async () => {
      sessions.close();
      await cluster?.stop();
    });

    it("changes nothing at the brokers' first turn", async () => {
      const { outs } = await logins.create(wanted(1));
      assert.deepEqual((await logins.read("kafka", outs)).props, outs);
      await ended.create(outs);
      assert.ok(await logsIn(loginOf("operator", 1)));
    });

    it("refuses a turn whose names are still in use", async () => {
      await assert.rejects(turn(3), /kafka:security\.rotation: the turn to 2 hasn't ended.*Set it to 2/);
    });

    it("fails no login, loses no acknowledged message and keeps the ISR", async () => {
      const before = cluster.nodeIds.map(nodeLog);
      await turn(2);
      secrets.set(operatorSecret, { ...loginOf("operator", 2) });
      for (const user of ["operator", "interbroker"])
        assert.deepEqual([await logsIn(loginOf(user, 1)), await logsIn(loginOf(user, 2))], [true, true]);
      for (const node of cluster.nodeIds) await restart(node, brokerSettings(2));
      await end(2);
      await traffic.moreThan(100);

      const [{ acknowledged, lost, failed }, { fewestInSync, samples }] = [await traffic.stop(), await isr.stop()];
      assert.deepEqual([lost, failed], [[], []]);
      assert.ok(acknowledged > 100, `only ${acknowledged} messages were sent`);
      assert.ok(samples > 5 && fewestInSync >= 2, `a partition was down to ${fewestInSync} in ${samples} samples`);
      for (const node of cluster.nodeIds)
        assert.doesNotMatch(nodeLog(node).slice(before[node]?.length), /failed authentication/i);
    });

    it("ends the logins of the turn before", async () => {
      for (const user of ["operator", "interbroker"])
        assert.deepEqual([await logsIn(loginOf(user, 1)), await logsIn(loginOf(user, 2))], [false, true]);
      assert.deepEqual((await logins.read("kafka", state(2))).props?.credential, "current");
    });

    it("finds a password that was changed by hand, and mends it", async () => {
      const stolen = {
        ...wanted(2),
        secret: secrets.set("stolen", internalSecret({ operator: passwordOf("operator", 2), interbroker: "stolen" })),
      };
      await logins.update("kafka", state(2), stolen);
      assert.ok(await logsIn({ username: "interbroker.b", password: "stolen" }));
      const { props } = await logins.read("kafka", state(2));
      assert.equal(props?.credential, "outdated");
      assert.deepEqual(await logins.diff("kafka", props, wanted(2)), { changes: true });
      await logins.update("kafka", props, wanted(2));
      assert.ok(await logsIn(loginOf("interbroker", 2)));
    });
  });
