import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import { userDefaults, type UserInputs } from "../../../provider/src/users/inputs";
import { removeCredential } from "../../../provider/src/users/credential";
import { userFunctions } from "../../../provider/src/users/index";
import { userRequests } from "../../../provider/src/users/requests";
import { BrokerCluster, startKraft, startZooKeeper, TestSecrets, testSessions } from "../brokers";
import { api, RequestTap } from "../brokers/tap";

const modes = [
  { mode: "KRaft, one node", start: () => startKraft() },
  { mode: "ZooKeeper, one broker", start: () => startZooKeeper() },
];

for (const { mode, start } of modes) {
  describe(`users on real brokers: ${mode}`, function () {
    this.timeout(120_000);
    let cluster: BrokerCluster;
    const tap = new RequestTap();
    const secrets = new TestSecrets();
    const sessions = testSessions(secrets, { socketFactory: () => tap.socketFactory });
    const users = userFunctions(sessions);

    const inputs = (name: string, more: Partial<UserInputs> = {}): UserInputs => ({
      connection: cluster.connection,
      name,
      secret: secrets.set(`client-${name}`, { username: name, password: `first-password-of-${name}` }),
      ...userDefaults,
      iterations: 4096,
      ...more,
    });
    const logsIn = async (
      username: string,
      password: string,
      mechanism: "scram-sha-512" | "scram-sha-256" = "scram-sha-512",
    ): Promise<boolean> => {
      const client = cluster.kafka({ username, password }, mechanism).admin({ retry: { retries: 0 } });
      try {
        await client.connect();
        return true;
      } catch (error) {
        assert.match(String(error), /authentication failed|Authentication failed/i);
        return false;
      } finally {
        await client.disconnect();
      }
    };

    const requestsOf = () => sessions.with(cluster.connection, async (session) => userRequests(session));

    before(async () => {
      cluster = await start();
    });

    after(async () => {
      sessions.close();
      await cluster?.stop();
    });

    it("creates a user that logs in with its password and no other", async () => {
      const wanted = inputs("worker");
      const { id, outs } = await users.create(wanted);
      assert.equal(id, "worker");
      assert.deepEqual(outs, { ...wanted, credential: "current" });
      assert.doesNotMatch(JSON.stringify(outs), /password-of/);
      assert.equal(await logsIn("worker", "first-password-of-worker"), true);
      assert.equal(await logsIn("worker", "another-password"), false);
    });

    it("rotates: the new user works beside the old one, until the old one is told to go", async () => {
      const { outs } = await users.create(inputs("rotated"));
      const first = { username: "rotated", password: "first-password-of-rotated" };
      const second = { username: "rotated.b", password: "second-password-of-rotated" };
      const previous = { "previous.username": first.username, "previous.password": first.password };
      secrets.set("client-rotated", { ...second, ...previous });
      const turned: UserInputs = { ...outs, rotation: 2 };
      assert.equal((await users.diff("rotated", outs, turned)).changes, true);
      const { outs: both } = await users.update("rotated", outs, turned);
      assert.equal(await logsIn(second.username, second.password), true);
      assert.equal(await logsIn(first.username, first.password), true);
      assert.deepEqual((await users.read("rotated", both)).props, both);

      secrets.set("client-rotated", second);
      const { outs: one } = await users.update("rotated", both, { ...turned, previous: "remove" });
      assert.equal(await logsIn(first.username, first.password), false);
      assert.equal(await logsIn(second.username, second.password), true);
      assert.deepEqual((await users.read("rotated", one)).props, one);

      const third = { username: "rotated", password: "third-password-of-rotated" };
      secrets.set("client-rotated", third);
      await users.update("rotated", one, { ...turned, rotation: 3 });
      assert.equal(await logsIn(third.username, third.password), true);
      assert.equal(await logsIn(second.username, second.password), true);
      assert.equal(await logsIn(first.username, first.password), false);
      await users.delete("rotated", { ...one, rotation: 3 });
      assert.equal(await logsIn(third.username, third.password), false);
      assert.equal(await logsIn(second.username, second.password), false);
    });

    it("refuses a Secret of another turn", async () => {
      const wanted = inputs("turned", { rotation: 2 });
      await assert.rejects(
        users.create(wanted),
        /is for the user name "turned", and rotation 2 logs in as "turned\.b"/,
      );
    });

    it("finds at refresh that the previous login of a rotation is gone, and mends it", async () => {
      const wanted = inputs("overlapping", { rotation: 2 });
      const first = { username: "overlapping", password: "first-password-of-overlapping" };
      secrets.set("client-overlapping", {
        username: "overlapping.b",
        password: "second-password-of-overlapping",
        "previous.username": first.username,
        "previous.password": first.password,
      });
      const { outs } = await users.create(wanted);
      await removeCredential(await requestsOf(), first.username, "SCRAM-SHA-512");
      const { props } = await users.read("overlapping", outs);
      assert.equal(props?.credential, "outdated");
      await users.update("overlapping", props, wanted);
      assert.equal(await logsIn(first.username, first.password), true);
    });

    it("finds at refresh a password that was changed by hand, and mends it", async () => {
      const { outs } = await users.create(inputs("tampered"));
      assert.deepEqual((await users.read("tampered", outs)).props, outs);
      secrets.set("elsewhere", { username: "tampered", password: "password-by-hand" });
      await users.update("tampered", outs, { ...outs, secret: { ...outs.secret, name: "elsewhere" } });
      assert.equal(await logsIn("tampered", "password-by-hand"), true);
      const { props } = await users.read("tampered", outs);
      assert.equal(props?.credential, "outdated");
      assert.equal((await users.diff("tampered", props, inputs("tampered"))).changes, true);
      await users.update("tampered", props, inputs("tampered"));
      assert.deepEqual((await users.read("tampered", outs)).props?.credential, "current");
    });

    it("finds at refresh other iterations and a user that is gone", async () => {
      const { outs } = await users.create(inputs("drifted"));
      await users.update("drifted", outs, { ...outs, iterations: 8192 });
      const read = await users.read("drifted", outs);
      assert.equal(read.props?.iterations, 8192);
      assert.equal(read.inputs?.iterations, 8192);
      assert.equal(read.props?.credential, "current");
      await users.delete("drifted", outs);
      assert.equal(await logsIn("drifted", "first-password-of-drifted"), false);
      assert.deepEqual(await users.read("drifted", outs), {});
      await users.delete("drifted", outs);
    });

    it("changes the mechanism and removes the old credential", async () => {
      const { outs } = await users.create(inputs("moved"));
      await users.update("moved", outs, { ...outs, mechanism: "SCRAM-SHA-256" });
      assert.equal(await logsIn("moved", "first-password-of-moved", "scram-sha-256"), true);
      assert.equal(await logsIn("moved", "first-password-of-moved"), false);
    });

    it("writes 50 users in few requests, and one whose Secret is missing fails alone", async () => {
      const wanted = Array.from({ length: 50 }, (_, index) => inputs(`many-${index}`));
      secrets.remove("client-many-20");
      tap.reset();
      const results = await Promise.allSettled(wanted.map((user) => users.create(user)));
      const failed = results.flatMap((result) => (result.status === "rejected" ? [String(result.reason)] : []));
      assert.deepEqual(failed, ["UserError: Secret tests/client-many-20 can't be read: it doesn't exist"]);
      assert.ok(tap.count(api.alterScram) <= 10, `${tap.count(api.alterScram)} requests`);
      assert.equal(await logsIn("many-49", "first-password-of-many-49"), true);
    });

    it("passes on what the broker refuses, for that user alone", async () => {
      // 4,096 is the least that `check` lets through; the broker says so by itself too.
      const results = await Promise.allSettled([
        users.create(inputs("few-iterations", { iterations: 100 })),
        users.create(inputs("enough-iterations")),
      ]);
      assert.equal(results[1]?.status, "fulfilled");
      assert.match(
        results[0]?.status === "rejected" ? String(results[0].reason) : "",
        /user "few-iterations" can't be written: .*(UNACCEPTABLE_CREDENTIAL)/,
      );
    });

    it("goes on when an answer was lost", async () => {
      tap.reset();
      tap.loseNextAnswer(api.alterScram, 500);
      await users.create(inputs("lost"));
      assert.equal(tap.count(api.alterScram), 2);
      assert.equal(await logsIn("lost", "first-password-of-lost"), true);
    });
  });
}
