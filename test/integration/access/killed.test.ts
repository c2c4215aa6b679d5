import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import { userFunctions } from "../../../provider/src/users/index";
import { ruleRequests } from "../../../provider/src/users/rule-requests";
import { BrokerCluster, startKraft, testSessions } from "../brokers";
import { estate, secretsOf } from "./estate";

const count = 60;

describe("a process that makes users and is killed in the middle", function () {
  this.timeout(120_000);
  let cluster: BrokerCluster;
  const secrets = secretsOf(count);
  const sessions = testSessions(secrets);

  before(async () => {
    cluster = await startKraft({ authorizer: true });
  });

  after(async () => {
    sessions.close();
    await cluster?.stop();
  });

  it("leaves nothing that the next run doesn't finish", async () => {
    const child = spawn(
      process.execPath,
      ["--import", "tsx", join(__dirname, "makeUsers.ts"), JSON.stringify(cluster.connection), String(count)],
      { stdio: ["ignore", "pipe", "inherit"] },
    );
    // It says when the first user is done; the others are on their way then.
    await once(child.stdout, "data");
    child.kill("SIGKILL");
    await once(child, "exit");

    const users = userFunctions(sessions);
    const wanted = estate(cluster.connection, count);
    const made = await Promise.all(wanted.map((inputs) => users.create(inputs)));
    const read = await Promise.all(made.map(({ id, outs }) => users.read(id, outs)));
    assert.deepEqual(
      read.map(({ props }) => props),
      made.map(({ outs }) => outs),
    );
    await sessions.with(cluster.connection, async (session) => {
      const rules = await ruleRequests(session).describe.add(`User:${wanted[count - 1]?.name}`);
      assert.equal(rules?.size, 3);
    });
  });
});
