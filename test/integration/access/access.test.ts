import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import { topicFunctions } from "../../../provider/src/topics/index";
import { userFunctions } from "../../../provider/src/users/index";
import { defaultQuotasFunctions } from "../../../provider/src/users/default-quotas";
import { type UserInputs, type UserOutputs, userDefaults } from "../../../provider/src/users/inputs";
import { quotaRequests } from "../../../provider/src/users/quota-requests";
import { bindingsOf, principalOf, ruleText } from "../../../provider/src/users/rules";
import { ruleRequests } from "../../../provider/src/users/rule-requests";
import type { PartialFailure } from "../../../provider/src/resource";
import { userSetFunctions } from "../../../provider/src/users/set/index";
import type { SetUser, UserSetOutputs } from "../../../provider/src/users/set/inputs";
import { AuthorizerModel } from "../../unit/users/AuthorizerModel";
import { BrokerCluster, startKraft, startZooKeeper, TestSecrets, testSessions } from "../brokers";
import { api, RequestTap } from "../brokers/tap";
import { Actor, attempts, isRefusal } from "./Actor";

const modes = [
  { mode: "KRaft", start: () => startKraft({ authorizer: true }) },
  { mode: "ZooKeeper", start: () => startZooKeeper({ authorizer: true }) },
];

/** Users with the rules that are tried, one kind each. */
const cast: Record<string, Partial<UserInputs>> = {
  nobody: {},
  producer: { rules: { produce: ["tasks", "orders-*"] } },
  consumer: { rules: { consume: { topics: ["tasks"], groups: ["workers-*"] } } },
  everything: { rules: { produce: ["*"], consume: { topics: ["*"], groups: ["*"] } } },
  transactor: { rules: { produce: ["tasks"], transactional: ["tx-*"] } },
  admin: { rules: { admin: ["orders-*"] } },
  elsewhere: { rules: { produce: ["tasks"], hosts: ["10.0.0.1"] } },
  here: { rules: { produce: ["tasks"], hosts: ["127.0.0.1"] } },
  restricted: {
    rules: {
      produce: ["*"],
      acls: [
        { resource: "topic", name: "orders-", pattern: "prefixed", operations: ["Write"], permission: "Deny" },
        { resource: "cluster", operations: ["Describe"] },
      ],
    },
  },
};

for (const { mode, start } of modes) {
  describe(`access rules on real brokers: ${mode}`, function () {
    this.timeout(180_000);
    let cluster: BrokerCluster;
    const tap = new RequestTap();
    const secrets = new TestSecrets();
    const sessions = testSessions(secrets, { socketFactory: () => tap.socketFactory });
    const users = userFunctions(sessions);

    const passwordOf = (name: string) => `password-of-${name}`;
    const inputs = (name: string, more: Partial<UserInputs> = {}): UserInputs => ({
      ...userDefaults,
      connection: cluster.connection,
      name,
      iterations: 4096,
      secret: secrets.set(`client-${name}`, { username: name, password: passwordOf(name) }),
      ...more,
    });
    const actor = (user: string) => new Actor(cluster.kafka({ username: user, password: passwordOf(user) }), user);
    const rulesOf = (user: string) =>
      sessions.with(cluster.connection, async (session) => {
        const found = await ruleRequests(session).describe.add(principalOf(user));
        return [...(found?.keys() ?? [])].sort();
      });
    const quotasOf = (user: string | null) =>
      sessions.with(cluster.connection, (session) => quotaRequests(session).describe.add(user));
    const byHand = (rules: UserInputs["rules"], user: string, what: "create" | "remove") =>
      sessions.with(cluster.connection, async (session) => {
        for (const rule of bindingsOf([user], rules)) {
          const requests = ruleRequests(session);
          assert.equal((await requests[what].add(rule)).errorCode, 0);
          const [present, absent] = what === "create" ? [[rule], []] : [[], [rule]];
          await requests.known.add({ name: user, present, absent });
        }
      });
    const inWords = (user: string, rules: UserInputs["rules"]) => bindingsOf([user], rules).map(ruleText).sort();

    before(async () => {
      cluster = await start();
      const topics = topicFunctions({ sessions });
      const topic = { connection: cluster.connection, partitions: 1, replicationFactor: 1, config: {} };
      await Promise.all(
        ["tasks", "orders-eu", "secrets"].map((name) =>
          topics.create({ ...topic, name, deletion: "delete", adopt: false }),
        ),
      );
      await Promise.all(Object.entries(cast).map(([name, more]) => users.create(inputs(name, more))));
      // The administrator's first use makes the brokers create the topics for groups and transactions, and leaves messages to read.
      const operator = new Actor(cluster.kafka(), "operator");
      for (const name of ["tasks", "orders-eu", "secrets"]) await operator.produce(name);
      await operator.produce("tasks", "first");
      await operator.consume("tasks", "first");
    });

    after(async () => {
      sessions.close();
      await cluster?.stop();
    });

    for (const [user, { rules = {} }] of Object.entries(cast)) {
      it(`lets ${user} do what its rules say and nothing else`, async () => {
        const model = new AuthorizerModel(bindingsOf([user], rules));
        const wrong: string[] = [];
        for (const { label, needs, run } of attempts) {
          const allowed = needs.every(([resource, name, operation]) =>
            model.allows({ principal: principalOf(user), host: "127.0.0.1", resource, name, operation }),
          );
          const refusal = await run(actor(user)).then(
            () => undefined,
            (error: Error) => error,
          );
          if ((refusal === undefined) !== allowed || (refusal !== undefined && !isRefusal(refusal)))
            wrong.push(`${label}: ${allowed ? "should be allowed" : "should be refused"}, was ${refusal ?? "allowed"}`);
        }
        assert.deepEqual(wrong, []);
      });
    }

    it("changes rules in place: what is no longer said is closed, and a rule made by hand stays and is shown", async () => {
      const { outs } = await users.create(inputs("changing", { rules: { produce: ["tasks", "secrets"] } }));
      await actor("changing").produce("secrets");
      await byHand({ admin: ["by-hand"] }, "changing", "create");
      const foreign = inWords("changing", { admin: ["by-hand"] });
      const rules = { produce: ["tasks"] };
      const { outs: changed } = await users.update("changing", outs, { ...outs, rules });
      assert.deepEqual(changed.foreign, foreign);
      assert.deepEqual(await rulesOf("changing"), [...foreign, ...inWords("changing", rules)].sort());
      await actor("changing").produce("tasks");
      await assert.rejects(actor("changing").produce("secrets"), /not authorized/i);

      const exclusive = inputs("changing", { rules, exclusive: true });
      assert.equal((await users.diff("changing", changed, exclusive)).changes, true);
      const { outs: own } = await users.update("changing", changed, exclusive);
      assert.equal(own.foreign, undefined);
      assert.deepEqual(await rulesOf("changing"), inWords("changing", rules));
    });

    it("finds at refresh what was changed by hand, and mends it", async () => {
      const rules = { consume: { topics: ["tasks"], groups: ["workers-*"] } };
      const wanted = inputs("tampered", { rules, quotas: { producer_byte_rate: 1_000_000 } });
      const { outs } = await users.create(wanted);
      assert.deepEqual((await users.read("tampered", outs)).props, outs);
      await byHand({ consume: { topics: ["tasks"], groups: [] } }, "tampered", "remove");
      await byHand({ produce: ["secrets"] }, "tampered", "create");
      await sessions.with(cluster.connection, async (session) => {
        const changes = [
          { key: "producer_byte_rate", value: 5 },
          { key: "consumer_byte_rate", value: 7 },
        ];
        await quotaRequests(session).alter.add({ user: "tampered", changes });
        await quotaRequests(session).known.add({ user: "tampered", changes });
      });
      const { props } = await users.read("tampered", outs);
      assert.deepEqual(props?.missingRules, ["Allow Read on topic tasks for User:tampered from *"]);
      assert.deepEqual(props?.quotas, { producer_byte_rate: 5 });
      assert.deepEqual(props?.foreign, [
        "Allow Write on topic secrets for User:tampered from *",
        'quota consumer_byte_rate=7 for user "tampered"',
      ]);
      assert.equal((await users.diff("tampered", props, wanted)).changes, true);
      const { outs: mended } = await users.update("tampered", props, wanted);
      assert.deepEqual((await users.read("tampered", mended)).props, { ...outs, foreign: props?.foreign });
      const exclusive = { ...wanted, exclusive: true };
      const { outs: own } = await users.update("tampered", mended, exclusive);
      assert.deepEqual((await users.read("tampered", own)).props, { ...outs, exclusive: true });
    });

    it("sets quotas, changes and removes them", async () => {
      const { outs } = await users.create(
        inputs("limited", { quotas: { producer_byte_rate: 1024, request_percentage: 50.5 } }),
      );
      assert.deepEqual({ ...(await quotasOf("limited")) }, { producer_byte_rate: 1024, request_percentage: 50.5 });
      const quotas = { request_percentage: 25, controller_mutation_rate: 10, consumer_byte_rate: 2048 };
      await users.update("limited", outs, { ...outs, quotas });
      assert.deepEqual({ ...(await quotasOf("limited")) }, quotas);
      await users.delete("limited", { ...outs, quotas });
      assert.deepEqual({ ...(await quotasOf("limited")) }, {});
    });

    it("gives both logins of a rotation the rules and quotas, and takes them from the one that goes", async () => {
      const rules = { produce: ["tasks"] };
      const quotas = { producer_byte_rate: 1_000_000 };
      const { outs } = await users.create(inputs("turning", { rules, quotas }));
      secrets.set("client-turning", { username: "turning.b", password: passwordOf("turning.b") });
      const { outs: turned } = await users.update("turning", outs, { ...outs, rotation: 2 });
      for (const name of ["turning", "turning.b"]) {
        await actor(name).produce("tasks");
        assert.deepEqual({ ...(await quotasOf(name)) }, quotas);
      }
      const { outs: alone } = await users.update("turning", turned, { ...turned, previous: "remove" });
      assert.deepEqual([await rulesOf("turning"), { ...(await quotasOf("turning")) }], [[], {}]);
      await actor("turning.b").produce("tasks");
      await users.delete("turning", alone);
      assert.deepEqual([await rulesOf("turning.b"), { ...(await quotasOf("turning.b")) }], [[], {}]);
    });

    it("locks a removed user out, its open connections too", async () => {
      const { outs } = await users.create(inputs("leaver", { rules: { produce: ["tasks"] } }));
      const producer = cluster
        .kafka({ username: "leaver", password: passwordOf("leaver") })
        .producer({ retry: { retries: 0 } });
      try {
        await producer.connect();
        await producer.send({ topic: "tasks", messages: [{ value: "before" }] });
        await users.delete("leaver", outs);
        await assert.rejects(producer.send({ topic: "tasks", messages: [{ value: "after" }] }), /not authorized/i);
      } finally {
        await producer.disconnect();
      }
      await assert.rejects(actor("leaver").produce("tasks"), /authentication/i);
      assert.deepEqual(await rulesOf("leaver"), []);
      await users.delete("leaver", outs);
    });

    it("keeps of a set what succeeded, names what failed, and does the rest in the next run", async () => {
      const sets = userSetFunctions({ sessions });
      const member = (name: string): SetUser => ({
        secret: secrets.set(`client-${name}`, { username: name, password: passwordOf(name) }),
        iterations: 4096,
        rules: { produce: ["tasks"] },
      });
      const members = { "set-a": member("set-a"), "set-b": member("set-b") };
      const wanted = {
        connection: cluster.connection,
        name: "set",
        users: { ...members, "set-c": { ...member("set-c") } },
      };
      secrets.remove("client-set-c");
      const failure = await sets.create(wanted).then(
        () => assert.fail("it should fail"),
        (error: PartialFailure) => error,
      );
      assert.deepEqual(failure.reasons, ["Secret tests/client-set-c can't be read: it doesn't exist (user set-c)"]);
      assert.deepEqual(failure.properties, { ...wanted, users: members });
      await actor("set-b").produce("tasks");
      const made = failure.properties as UserSetOutputs;
      member("set-c");
      assert.equal((await sets.diff("set", made, wanted)).changes, true);
      const { outs } = await sets.update("set", made, wanted);
      await actor("set-c").produce("tasks");
      await users.delete("set-b", { ...inputs("set-b"), credential: "current" });
      const { props } = await sets.read("set", outs);
      assert.deepEqual(Object.keys(props?.users ?? {}), ["set-a", "set-b", "set-c"]);
      assert.equal(props?.users["set-b"]?.credential, "outdated");
      await sets.update("set", props!, wanted);
      assert.deepEqual((await sets.read("set", outs)).props, outs);
      await sets.delete("set", outs);
      assert.deepEqual(await rulesOf("set-a"), []);
    });

    it("keeps the quotas of everybody else: set, mended after a change by hand, and removed, those of others left", async () => {
      const defaults = defaultQuotasFunctions(sessions);
      const { connection } = cluster;
      const wanted = { connection, quotas: { producer_byte_rate: 1_048_576, request_percentage: 200 } };
      const byHand = (key: string, value: number) =>
        sessions.with(connection, async (session) => {
          const change = { user: null, changes: [{ key, value }] };
          await quotaRequests(session).alter.add(change);
          await quotaRequests(session).known.add(change);
        });
      const live = () => sessions.with(connection, (session) => quotaRequests(session).describe.add(null));

      const { id, outs } = await defaults.create(wanted);
      assert.deepEqual((await defaults.read(id, outs)).props, outs);
      await byHand("consumer_byte_rate", 4_096);
      await byHand("producer_byte_rate", 5);
      const { props = outs } = await defaults.read(id, outs);
      assert.deepEqual(props.quotas, { producer_byte_rate: 5, request_percentage: 200 });
      assert.deepEqual(await defaults.diff(id, props, wanted), { changes: true });
      await defaults.update(id, props, wanted);
      assert.deepEqual({ ...(await live()) }, { ...wanted.quotas, consumer_byte_rate: 4_096 });

      const fewer = { connection, quotas: { request_percentage: 100 } };
      await defaults.update(id, wanted, fewer);
      assert.deepEqual({ ...(await live()) }, { request_percentage: 100, consumer_byte_rate: 4_096 });
      await defaults.delete(id, fewer);
      assert.deepEqual({ ...(await live()) }, { consumer_byte_rate: 4_096 });
    });

    it("goes on when the answers were lost, and makes 50 users with rules and quotas in few requests", async () => {
      tap.reset();
      tap.loseNextAnswer(api.createAcls, 500);
      const wanted = Array.from({ length: 50 }, (_, index) =>
        inputs(`many-${index}`, {
          rules: { produce: ["tasks"], consume: { topics: ["orders-*"], groups: ["g"] } },
          quotas: { request_percentage: 10 },
        }),
      );
      const made = await Promise.all(wanted.map((user) => users.create(user)));
      assert.ok(tap.count(api.createAcls) <= 4, `${tap.count(api.createAcls)} requests for rules`);
      assert.ok(tap.count(api.alterQuotas) <= 4, `${tap.count(api.alterQuotas)} requests for quotas`);
      await actor("many-49").produce("tasks");
      tap.reset();
      await Promise.all(made.map(({ id, outs }) => users.delete(id, outs as UserOutputs)));
      assert.ok(tap.count(api.deleteAcls) <= 4, `${tap.count(api.deleteAcls)} requests to delete rules`);
      assert.deepEqual(await rulesOf("many-49"), []);
    });
  });
}
