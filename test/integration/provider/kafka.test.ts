import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import { Partitioners } from "kafkajs";
import { Deadline } from "../../../provider/src/deadline";
import { createKafka } from "../../../provider/src/session/kafka";
import { commitsSince } from "../../../provider/src/topics/consumers/commits";
import { deleteTopic } from "../../../provider/src/topics/delete";
import { topicFunctions } from "../../../provider/src/topics/index";
import { TopicRequests } from "../../../provider/src/topics/requests";
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

  it("names the groups that use a topic before it is deleted: members now, commits within the last hour", async () => {
    const { connection } = cluster;
    const kafka = cluster.kafka();
    const said: string[] = [];
    const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
    const consumers = ["active", "left"].map((groupId) => kafka.consumer({ groupId }));
    try {
      await producer.connect();
      await producer.send({ topic: "tasks", messages: [{ value: "one" }, { value: "two" }] });
      for (const consumer of consumers) {
        await consumer.connect();
        await consumer.subscribe({ topics: ["tasks"], fromBeginning: true });
        await new Promise<void>((resolve, reject) => {
          consumer
            .run({
              autoCommit: false,
              eachMessage: async ({ topic, partition, message }) => {
                const offset = String(BigInt(message.offset) + 1n);
                await consumer.commitOffsets([{ topic, partition, offset }]);
                resolve();
              },
            })
            .catch(reject);
        });
      }
      await consumers[1]?.disconnect();
      await sessions.with(connection, async (session) => {
        const requests = new TopicRequests(session, undefined, { line: (text) => said.push(text) });
        const found = await requests.consumers.add("tasks");
        assert.ok("consumers" in found);
        const named = found.consumers.filter(({ group }) => group !== "workers");
        assert.deepEqual(
          named.sort((one, other) => (one.group < other.group ? -1 : 1)),
          [
            { group: "active", members: 1, recent: true },
            { group: "left", members: 0, recent: true },
          ],
        );
        const later = await commitsSince(session, ["active", "left"], Date.now() + 60_000, new Deadline(20_000));
        assert.deepEqual([...later], []);
        await deleteTopic(requests, "tasks");
      });
      assert.match(
        said.join("\n"),
        /warning: topic "tasks" is deleted, and consumer groups still use it: active \(1 member now, committed within the last hour\), left \(no members now, committed/,
      );
    } finally {
      await Promise.all([producer.disconnect(), ...consumers.map((consumer) => consumer.disconnect())]);
    }
  });

  it("logs in as the administrator when no other user is given", async () => {
    const admin = (await createKafka(cluster.connection, {}, sessions)).admin();
    try {
      await admin.connect();
      assert.ok((await admin.listTopics()).includes("__consumer_offsets"));
    } finally {
      await admin.disconnect();
    }
  });
});
