import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { after, before, describe, it } from "mocha";
import { UserError } from "../../../provider/src/errors";
import type { AclOperation } from "../../../provider/src/protocol/acls";
import { configSource } from "../../../provider/src/protocol/configs";
import { topicFunctions } from "../../../provider/src/topics/index";
import type { TopicInputs } from "../../../provider/src/topics/inputs";
import { topicRequests } from "../../../provider/src/topics/requests";
import { userFunctions } from "../../../provider/src/users/index";
import { userDefaults } from "../../../provider/src/users/inputs";
import { BrokerCluster, startKraft, startZooKeeper, TestSecrets, testSessions } from "../brokers";
import { compiled } from "../brokers/compiled";

const modes = [
  { mode: "KRaft", start: startKraft },
  { mode: "ZooKeeper", start: startZooKeeper },
];

/** What a user may do with topics that begin with its own name, and with the cluster. */
interface Rights {
  topic: AclOperation[];
  cluster?: AclOperation[];
}

for (const { mode, start } of modes) {
  describe(`topics on brokers that refuse: ${mode}`, function () {
    this.timeout(120_000);
    let cluster: BrokerCluster;
    let classes: string;
    const secrets = new TestSecrets();
    const sessions = testSessions(secrets);
    const topics = topicFunctions({ sessions });

    const inputs = (name: string, more: Partial<TopicInputs> = {}): TopicInputs => ({
      connection: cluster.connection,
      name,
      partitions: 2,
      replicationFactor: 1,
      config: {},
      deletion: "delete",
      adopt: false,
      ...more,
    });
    /** A topic as the brokers have it: partitions, factor and the configs that are set on it. Undefined: there is none. */
    const found = (name: string) =>
      sessions.with(cluster.connection, async (session) => {
        const state = await topicRequests(session).describe.add(name);
        if (state === undefined) return undefined;
        const own = [...state.config.values()].filter(({ source }) => source === configSource.topic);
        const config = Object.fromEntries(own.map(({ key, value }) => [key, value]));
        return { partitions: state.replicas.length, factor: state.replicas[0]?.length, config };
      });
    const untouched = { partitions: 2, factor: 1, config: {} };

    /** Makes a user. @returns inputs as that user asks for them */
    async function limited(user: string, { topic, cluster: ofCluster = [] }: Rights) {
      const secret = secrets.set(`client-${user}`, { username: user, password: `password-of-${user}` });
      const acls = [
        { resource: "topic" as const, name: user, pattern: "prefixed" as const, operations: topic },
        { resource: "cluster" as const, operations: ofCluster },
      ].filter(({ operations }) => operations.length > 0);
      const { connection } = cluster;
      await userFunctions(sessions).create({ ...userDefaults, connection, name: user, secret, rules: { acls } });
      return (name: string, more: Partial<TopicInputs> = {}) =>
        inputs(name, { ...more, connection: { ...connection, secretName: secret.name } });
    }

    /** One line that names the topic, the user, the right that is missing and the command that gives it. */
    const refusal = (name: string, attempt: string, user: string, operation: string, option = `--topic ${name}`) => {
      const on = option === "--cluster" ? "cluster" : "topic";
      const command = `kafka-acls.sh --add --allow-principal User:${user} --operation ${operation} ${option}`;
      const text = `topic "${name}" ${attempt}: user "${user}" has no right to ${operation} on the ${on}. Give it, as a user who may: ${command}`;
      return (error: unknown) => {
        assert.ok(error instanceof UserError, String(error));
        assert.equal(error.message, text);
        return true;
      };
    };

    before(async () => {
      classes = await compiled("SitePolicy");
      const policy = { "create.topic.policy.class.name": "SitePolicy", "alter.config.policy.class.name": "SitePolicy" };
      cluster = await start({ authorizer: true, classes, overrides: policy });
    });

    after(async () => {
      sessions.close();
      await cluster?.stop();
      await rm(classes, { recursive: true, force: true });
    });

    it("without the right to create: the topic is named, nothing is made, and what is allowed beside it is", async () => {
      const creator = await limited("creator", { topic: ["Create", "Describe"] });
      const results = await Promise.allSettled(
        ["creator-a", "other", "creator-b"].map((name) => topics.create(creator(name))),
      );
      assert.deepEqual(
        results.map(({ status }) => status),
        ["fulfilled", "rejected", "fulfilled"],
      );
      const [, refused] = results;
      // Neither may it see whether there is such a topic.
      if (refused?.status === "rejected") refusal("other", "can't be created", "creator", "Describe")(refused.reason);
      assert.equal(await found("other"), undefined);
      assert.notEqual(await found("creator-a"), undefined);

      const viewer = await limited("viewer", { topic: ["Describe"] });
      await assert.rejects(topics.create(viewer("viewer")), refusal("viewer", "can't be created", "viewer", "Create"));
      assert.equal(await found("viewer"), undefined);
    });

    it("without the right to see the topic: nothing is made that could not be seen", async () => {
      const blind = await limited("blind", { topic: ["Create"] });
      await assert.rejects(topics.create(blind("blind")), refusal("blind", "can't be created", "blind", "Describe"));
      assert.equal(await found("blind"), undefined);
    });

    it("without the right to read topic or configs", async () => {
      await topics.create(inputs("reader"));
      await topics.create(inputs("unseen"));
      const reader = await limited("reader", { topic: ["Describe"] });
      await assert.rejects(
        topics.read("reader", reader("reader")),
        refusal("reader", "can't be described", "reader", "DescribeConfigs"),
      );
      await assert.rejects(
        topics.read("unseen", reader("unseen")),
        refusal("unseen", "can't be described", "reader", "Describe"),
      );
    });

    it("without the right to change configs or partitions: nothing of an update is done", async () => {
      await topics.create(inputs("changer"));
      await topics.create(inputs("grower"));
      const changer = await limited("changer", { topic: ["DescribeConfigs", "Describe"] });
      const config = { "retention.ms": "7200000" };
      await assert.rejects(
        topics.update("changer", changer("changer"), changer("changer", { config, partitions: 3 })),
        refusal("changer", "can't be changed", "changer", "AlterConfigs"),
      );
      assert.deepEqual(await found("changer"), untouched);
      const grower = await limited("grower", { topic: ["AlterConfigs", "Describe"] });
      await assert.rejects(
        topics.update("grower", grower("grower"), grower("grower", { config, partitions: 3 })),
        refusal("grower", "can't get more partitions", "grower", "Alter"),
      );
      assert.deepEqual(await found("grower"), untouched);
    });

    it("without the rights to move replicas: nothing of an update is done", async () => {
      await topics.create(inputs("mover"));
      const mover = await limited("mover", { topic: ["AlterConfigs", "Alter", "Describe"] });
      const news = mover("mover", { config: { "retention.ms": "7200000" }, replicationFactor: 2 });
      await assert.rejects(topics.update("mover", mover("mover"), news), (error: unknown) => {
        assert.ok(error instanceof UserError);
        assert.match(
          error.message,
          /"mover" can't be moved: user "mover" has no right to Alter, AlterConfigs on the clu/,
        );
        assert.match(error.message, /User:mover --operation Alter --operation AlterConfigs --cluster$/);
        return true;
      });
      assert.deepEqual(await found("mover"), untouched);
    });

    it("without the right to delete: the topic stays, and another one goes", async () => {
      await Promise.all(["remover", "kept"].map((name) => topics.create(inputs(name))));
      const remover = await limited("remover", { topic: ["Delete", "DescribeConfigs"] });
      const keeper = await limited("kept", { topic: ["Describe", "DescribeConfigs"] });
      await topics.delete("remover", remover("remover"));
      assert.equal(await found("remover"), undefined);
      await assert.rejects(
        topics.delete("kept", keeper("kept")),
        refusal("kept", "can't be deleted", "kept", "Delete"),
      );
      assert.deepEqual(await found("kept"), untouched);
    });

    it("a policy of the brokers says why it refuses, and refuses that topic alone", async () => {
      const results = await Promise.allSettled(
        ["free-a", "private-b", "free-c"].map((name) => topics.create(inputs(name))),
      );
      assert.deepEqual(
        results.map((result) => (result.status === "rejected" ? String(result.reason) : "made")),
        [
          "made",
          `UserError: topic "private-b" can't be created: names that begin with private- belong to the platform team (POLICY_VIOLATION)`,
          "made",
        ],
      );
      assert.equal(await found("private-b"), undefined);

      const updates = await Promise.allSettled(
        [
          inputs("free-a", { partitions: 3, config: { "retention.ms": "1000" } }),
          inputs("free-c", { config: { "retention.ms": "61000" } }),
        ].map((news) => topics.update(news.name, inputs(news.name), news)),
      );
      assert.deepEqual(
        updates.map((result) => (result.status === "rejected" ? String(result.reason) : "changed")),
        [
          `UserError: topic "free-a" can't be changed: messages are kept for a minute at least (POLICY_VIOLATION)`,
          "changed",
        ],
      );
      assert.deepEqual(await found("free-a"), untouched);
      assert.deepEqual(await found("free-c"), { ...untouched, config: { "retention.ms": "61000" } });
    });
  });
}
