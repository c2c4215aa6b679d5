import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import { authorizer } from "../../../components/cluster/values/authorizer";
import { schema } from "../../../config/schema";
import { topicFunctions } from "../../../provider/src/topics/index";
import { userFunctions } from "../../../provider/src/users/index";
import type { UserInputs } from "../../../provider/src/users/inputs";
import type { BrokerCluster } from "../brokers";
import { startKraft, TestSecrets, testSessions } from "../brokers";
import { Actor } from "./Actor";
import { clientInputs, clientPassword } from "./clients";

/** What docs/security.md tells to do with a running cluster that is open, done. */
describe("access rules that are turned on for a running open cluster", function () {
  this.timeout(180_000);
  let cluster: BrokerCluster;
  const secrets = new TestSecrets();
  const sessions = testSessions(secrets);
  const users = userFunctions(sessions);
  const inputs = (name: string, rules?: UserInputs["rules"]) => clientInputs(secrets, cluster.connection, name, rules);
  const writes = (user: string, topic: string) =>
    new Actor(cluster.kafka({ username: user, password: clientPassword(user) }), user).produce(topic);
  const refused = (user: string, topic: string) => assert.rejects(writes(user, topic), /authoriz/i);

  /** Restarts the broker with the lines that the stack file has it get. */
  async function restarted(security: object): Promise<void> {
    const lines = Object.entries(authorizer(schema.parse({ kubernetes: { context: "none" }, security })));
    cluster.changeConfiguration(0, (text) =>
      lines.reduce(
        (all, [key, value]) =>
          `${all.replace(new RegExp(`^${key.replaceAll(".", "\\.")}=.*\n`, "m"), "")}${key}=${value}\n`,
        text,
      ),
    );
    await cluster.restart(0);
  }

  before(async () => {
    cluster = await startKraft();
    const topic = { connection: cluster.connection, partitions: 1, replicationFactor: 1, config: {} };
    const topics = topicFunctions({ sessions });
    await Promise.all(
      ["tasks", "other"].map((name) => topics.create({ ...topic, name, deletion: "delete", adopt: false })),
    );
  });

  after(async () => {
    sessions.close();
    await cluster?.stop();
  });

  it("closes in two runs: first what rules are about, then the rest, and who has its rules goes on throughout", async () => {
    const rules = { produce: ["tasks"] };
    await assert.rejects(
      users.create(inputs("writer", rules)),
      /Access rules need an authorizer on the brokers.*docs\/security\.md/,
    );
    const [writer] = await Promise.all(["writer", "forgotten"].map((name) => users.create(inputs(name))));
    for (const user of ["writer", "forgotten"]) for (const topic of ["tasks", "other"]) await writes(user, topic);

    await restarted({ allowEveryoneIfNoAclFound: true });
    for (const user of ["writer", "forgotten"]) for (const topic of ["tasks", "other"]) await writes(user, topic);
    await users.update("writer", writer!.outs, inputs("writer", rules));
    await writes("writer", "tasks");
    await writes("forgotten", "other");
    await refused("forgotten", "tasks");

    await restarted({});
    await writes("writer", "tasks");
    for (const [user, topic] of [
      ["writer", "other"],
      ["forgotten", "other"],
      ["forgotten", "tasks"],
    ] as const)
      await refused(user, topic);
  });
});
