import assert from "node:assert/strict";
import { Kafka, logLevel, Partitioners } from "kafkajs";
import { after, before, describe, it } from "mocha";
import { topicFunctions } from "../../../provider/src/topics/index";
import { userFunctions } from "../../../provider/src/users/index";
import { reauthentication } from "../../../components/cluster/values/reauthentication";
import { schema } from "../../../config/schema";
import { BrokerCluster, startKraft, TestSecrets, testSessions } from "../brokers";
import { api, RequestTap } from "../brokers/tap";
import { Actor } from "./Actor";
import { clientInputs, clientPassword } from "./clients";
import { Traffic } from "../tls/Traffic";

/** For how long a login holds, in milliseconds: the stack file allows a minute at least. */
const LIFETIME = 20_000;
/** How long before its end a client logs in again: early, so that a busy machine is no reason to be late. */
const EARLY = 15_000;
/** A client that knows nothing of it. */
const NEVER = -3_600_000;
/** More than a login's time. */
const LIMIT = 90_000;

describe("connections that must log in again", function () {
  this.timeout(180_000);
  let cluster: BrokerCluster;
  const own = new RequestTap();
  const secrets = new TestSecrets();
  const sessions = testSessions(secrets, { socketFactory: () => own.socketFactory });
  const users = userFunctions(sessions);
  const rules = { produce: ["*"], consume: { topics: ["*"], groups: ["*"] } };
  const inputs = (name: string) => clientInputs(secrets, cluster.connection, name, rules);
  const kafkaOf = (username: string, tap: RequestTap, reauthenticationThreshold: number) =>
    new Kafka({
      brokers: cluster.bootstrap,
      sasl: { mechanism: "scram-sha-512", username, password: clientPassword(username) },
      socketFactory: tap.socketFactory,
      logLevel: logLevel.NOTHING,
      reauthenticationThreshold,
      retry: { retries: 0 },
    });

  /** Does something again and again until it holds. */
  async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
    const end = Date.now() + LIMIT;
    while (!(await holds())) {
      assert.ok(Date.now() < end, `${what}: not within ${LIMIT / 1000} s`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  before(async () => {
    const settings = schema.parse({ kubernetes: { context: "none" }, security: { connectionsMaxReauth: "1m" } });
    const [[line = ""] = []] = Object.entries(reauthentication(settings, ["CLIENT"]));
    cluster = await startKraft({ authorizer: true, overrides: { [line]: String(LIFETIME) } });
    const topic = { connection: cluster.connection, partitions: 1, replicationFactor: 1, config: {} };
    await topicFunctions({ sessions }).create({ ...topic, name: "tasks", deletion: "delete", adopt: false });
    // The first consumer of a new cluster makes the broker create the topic for groups.
    const operator = new Actor(cluster.kafka(), "operator");
    await operator.produce("tasks");
    await operator.consume("tasks", "first");
  });

  after(async () => {
    sessions.close();
    await cluster?.stop();
  });

  it("are kept by clients that live and by this program, and end for a client that was removed", async () => {
    const made = await Promise.all(["living", "leaver", "deaf"].map((name) => users.create(inputs(name))));
    await Promise.all([lives(), goes(), endsUnasked(), staysInSession()]);

    async function lives(): Promise<void> {
      const tap = new RequestTap();
      const traffic = await Traffic.start(kafkaOf("living", tap, EARLY), "tasks");
      const [opened, logins] = [tap.sockets.length, tap.count(api.saslHandshake)];
      // The producer's connection, and those of the consumer for its group and for messages, more than once.
      await until("six more logins", () => tap.count(api.saslHandshake) >= logins + 6);
      await traffic.stop();
      assert.deepEqual(traffic.failures, []);
      assert.equal(tap.sockets.length, opened, "a connection was opened anew");
    }

    async function goes(): Promise<void> {
      const tap = new RequestTap();
      const producer = kafkaOf("leaver", tap, EARLY).producer({ createPartitioner: Partitioners.DefaultPartitioner });
      const send = () => producer.send({ topic: "tasks", messages: [{ value: "still here" }] });
      await producer.connect();
      await send();
      await remove("leaver");
      const open = [...tap.sockets];
      await until("the end of the connections of a removed client that logs in again", async () => {
        await assert.rejects(send());
        return open.some(({ destroyed }) => destroyed);
      });
      await assert.rejects(send());
      await producer.disconnect();
    }

    async function endsUnasked(): Promise<void> {
      const tap = new RequestTap();
      const admin = kafkaOf("deaf", tap, NEVER).admin();
      await admin.connect();
      await admin.describeCluster();
      await remove("deaf");
      // What is open by now is all that it has: it can't log in again.
      const open = [...tap.sockets];
      await until("the end of a removed client's connection", async () => {
        await admin.describeCluster().catch(() => undefined);
        return open.some(({ destroyed }) => destroyed);
      });
      await admin.disconnect();
      await assert.rejects(kafkaOf("deaf", tap, NEVER).admin().connect(), /authentication/i);
    }

    async function staysInSession(): Promise<void> {
      await sessions.with(cluster.connection, async (session) => {
        const first = own.sockets.filter(({ destroyed }) => !destroyed);
        await until("a new connection of this program's own", async () => {
          assert.equal((await session.describeCluster()).brokers.length, 1);
          return own.sockets.some((socket) => !socket.destroyed && !first.includes(socket));
        });
        await until("the end of the former one", () => first.every(({ destroyed }) => destroyed));
      });
    }

    async function remove(name: string): Promise<void> {
      const user = made.find(({ id }) => id === name)!;
      await users.delete(user.id, user.outs);
    }
  });
});
