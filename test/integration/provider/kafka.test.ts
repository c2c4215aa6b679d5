import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import { Partitioners } from "kafkajs";
import { createKafka } from "../../../provider/src/session/kafka";
import { topicFunctions } from "../../../provider/src/topics/index";
import { userFunctions } from "../../../provider/src/users/index";
import { userDefaults } from "../../../provider/src/users/inputs";
import { BrokerCluster, startKraft, TestSecrets, testSessions } from "../brokers";

describe("clients over the session's way to real brokers", function () {
  this.timeout(120_000);
  let cluster: BrokerCluster;
  const secrets = new TestSecrets();
  const sessions = testSessions(secrets);

  before(async () => {
    cluster = await startKraft();
  });

  after(async () => {
    sessions.close();
    await cluster?.stop();
  });

  it("produces and consumes as a user that was just made", async () => {
    const { connection } = cluster;
    const secret = secrets.set("client-worker", { username: "worker", password: "password-of-worker" });
    await userFunctions(sessions).create({
      connection,
      name: "worker",
      secret,
      ...userDefaults,
    });
    await topicFunctions({ sessions }).create({
      connection,
      name: "tasks",
      partitions: 2,
      replicationFactor: 1,
      config: {},
      deletion: "delete",
      adopt: false,
    });
    const sasl = { mechanism: "scram-sha-512" as const, username: "worker", password: "password-of-worker" };
    const kafka = await createKafka({ ...connection, secretName: "not-read" }, { sasl }, sessions);
    const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
    const consumer = kafka.consumer({ groupId: "workers" });
    try {
      await Promise.all([producer.connect(), consumer.connect()]);
      await consumer.subscribe({ topics: ["tasks"], fromBeginning: true });
      const received = new Promise<string>((resolve, reject) => {
        consumer
          .run({ eachMessage: async ({ message }) => resolve(message.value?.toString() ?? "") })
          .catch((error: unknown) => reject(error));
      });
      await producer.send({ topic: "tasks", messages: [{ value: '{"task":1}' }] });
      assert.equal(await received, '{"task":1}');
    } finally {
      await Promise.all([producer.disconnect(), consumer.disconnect()]);
    }
  });

  it("logs in as the administrator when no other user is given", async () => {
    const admin = (await createKafka(cluster.connection, {}, sessions)).admin();
    try {
      await admin.connect();
      assert.ok((await admin.listTopics()).includes("tasks"));
    } finally {
      await admin.disconnect();
    }
  });
});
