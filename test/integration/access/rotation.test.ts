import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import { internalSecret } from "../../../components/credentials/internalSecret";
import { internalLoginsFunctions } from "../../../provider/src/internal/logins";
import { topicFunctions } from "../../../provider/src/topics/index";
import { userFunctions } from "../../../provider/src/users/index";
import { type UserInputs, type UserOutputs, userDefaults } from "../../../provider/src/users/inputs";
import { slotName } from "../../../provider/src/users/slots";
import { Traffic } from "../../e2e/Traffic";
import { BrokerCluster, startKraft, TestSecrets, testSessions } from "../brokers";
import { Actor } from "./Actor";

/** A login, as a client's Secret holds it. */
interface Login {
  username: string;
  password: string;
}

/** A client that reads its Secret again before each connection, as one that is restarted often does. */
class Rereader {
  private running = true;
  private readonly failures: string[] = [];
  private readonly used = new Set<string>();
  private readonly working: Promise<void>;

  constructor(read: () => Login, connect: (login: Login) => Actor) {
    this.working = (async () => {
      while (this.running) {
        const login = read();
        try {
          await connect(login).produce("tasks");
          this.used.add(login.username);
        } catch (error) {
          this.failures.push(`${login.username}: ${String(error)}`);
        }
      }
    })();
  }

  async stop(): Promise<{ failures: string[]; used: string[] }> {
    this.running = false;
    await this.working;
    return { failures: this.failures, used: [...this.used].sort() };
  }
}

describe("a rotation under a running producer and consumer, three brokers", function () {
  this.timeout(240_000);
  let cluster: BrokerCluster;
  const secrets = new TestSecrets();
  const sessions = testSessions(secrets);
  const users = userFunctions(sessions);
  const passwordOf = (turn: number) => `password-of-turn-${turn}`;
  const loginOf = (turn: number): Login => ({ username: slotName("app", turn), password: passwordOf(turn) });
  /** What the client's own Secret holds: it follows once the brokers take the login. */
  let published = loginOf(1);

  const wanted = (rotation: number, previous: "keep" | "remove" = "keep"): UserInputs => {
    const before = rotation > 1 && previous === "keep" ? loginOf(rotation - 1) : undefined;
    return {
      ...userDefaults,
      connection: cluster.connection,
      name: "app",
      iterations: 4096,
      rotation,
      previous,
      rules: { produce: ["tasks"], consume: { topics: ["tasks"], groups: ["task-worker*"] } },
      secret: secrets.set("login-app", {
        ...loginOf(rotation),
        ...(before && { "previous.username": before.username, "previous.password": before.password }),
      }),
    };
  };
  const actor = (login: Login) => new Actor(cluster.kafka(login), login.username);
  const traffic = (login: Login) => {
    const kafka = cluster.kafka(login);
    return Traffic.start({ producer: kafka, consumer: kafka }, "tasks");
  };

  before(async () => {
    cluster = await startKraft({ nodes: 3, authorizer: true });
    const topic = { connection: cluster.connection, partitions: 3, replicationFactor: 3, config: {} };
    await topicFunctions({ sessions }).create({ ...topic, name: "tasks", deletion: "delete", adopt: false });
    await new Actor(cluster.kafka(), "operator").produce("tasks");
    await new Actor(cluster.kafka(), "operator").consume("tasks", "first");
  });

  after(async () => {
    sessions.close();
    await cluster?.stop();
  });

  it("fails no login and loses no acknowledged message, over two turns", async () => {
    let { outs }: { outs: UserOutputs } = await users.create(wanted(1));
    const rereader = new Rereader(() => published, actor);
    const untouched = await traffic(loginOf(1));
    for (const turn of [2, 3]) {
      // Who doesn't read its Secret again has all the time between two turns to be restarted.
      const restarted = await traffic(loginOf(turn - 1));
      ({ outs } = await users.update("app", outs, wanted(turn)));
      published = loginOf(turn);
      await actor(published).produce("tasks");
      await actor(loginOf(turn - 1)).produce("tasks");
      const report = await restarted.stop();
      assert.deepEqual([report.lost, report.failed], [[], []]);
    }
    const [long, again] = [await untouched.stop(), await rereader.stop()];
    assert.deepEqual([long.lost, long.failed], [[], []]);
    assert.ok(long.acknowledged > 20, `only ${long.acknowledged} messages were sent`);
    assert.deepEqual(again, { failures: [], used: ["app", "app.b"] });
    await assert.rejects(actor(loginOf(1)).produce("tasks"), /authentication/i);
  });

  it("of the internal users waits for brokers that know both their names, and says what to do", async () => {
    const logins = internalLoginsFunctions({ sessions, brokersExist: async () => true });
    const inputs = {
      connection: cluster.connection,
      name: "kafka",
      rotation: 2,
      statefulSet: "kafka-controller",
      iterations: 4096,
      secret: secrets.set("internal-b", internalSecret({ operator: passwordOf(2), interbroker: passwordOf(2) })),
    };
    await assert.rejects(
      logins.update("kafka", { ...inputs, rotation: 1, credential: "current" }, inputs),
      /kafka:security\.rotation: broker 0, 1, 2 doesn't take User:(operator|interbroker)\.b for a super user.*Set the turn back/,
    );
  });

  it("goes on while a broker is down, and ends once the live ones take the login", async () => {
    const { outs } = await users.create(wanted(3));
    await cluster.kill(2);
    const { outs: turned } = await users.update("app", outs, wanted(4));
    await actor(loginOf(4)).produce("tasks");
    await cluster.restart(2);
    assert.deepEqual((await users.read("app", turned)).props, turned);
  });
});
