import assert from "node:assert/strict";
import type { UserInputs } from "../../../provider/src/users/inputs";
import { removeCredential, writeCredential } from "../../../provider/src/users/credential";
import { userRequests } from "../../../provider/src/users/requests";
import type { UserRules } from "../../../provider/src/users/rules";
import type { PulumiStack } from "../../engine/PulumiStack";
import { Actor } from "../access/Actor";
import { testSessions } from "../brokers";
import type { EngineCluster } from "./EngineCluster";
import { backdate } from "./backdate";

interface Member {
  maxAge?: number;
  rotation?: number;
  previous?: "keep" | "remove";
  rules?: UserRules;
  quotas?: UserInputs["quotas"];
}
type Members = Record<string, Member>;

const DAY = 86_400;
const rules: UserRules = { produce: ["clicks"] };
const names = Array.from({ length: 40 }, (_, index) => `device-${index}`);
const devices = (changed: Members = {}): Members => ({
  ...Object.fromEntries(names.map((name) => [name, { rules }])),
  ...changed,
});

const turned: Members = { "device-7": { rules, rotation: 2 } };

/** Groups of users, on a cluster with an authorizer that others have started. */
export function describeUserGroups(clusterOf: () => EngineCluster): void {
  describe("groups of users under the real engine", () => {
    let cluster: EngineCluster;
    let stack: PulumiStack;
    const sessions = testSessions();

    function configure(groups: Record<string, Members>, users: Record<string, object> = {}): void {
      stack.configure({
        "test:connection": cluster.connection,
        "test:topics": {},
        "test:userGroups": groups,
        "test:users": users,
      });
    }
    async function secret(name = "users-devices"): Promise<Record<string, string>> {
      const { data = {} } = JSON.parse(await cluster.kubectl.run("get", "secret", name, "--output", "json")) as {
        data?: Record<string, string>;
      };
      return Object.fromEntries(
        Object.entries(data).map(([key, value]) => [key, Buffer.from(value, "base64").toString()]),
      );
    }
    const loginIn = (keys: Record<string, string>, user: string) => ({
      username: keys[`${user}_username`] ?? "",
      password: keys[`${user}_password`] ?? "",
    });
    const produces = (login: { username: string; password: string }) =>
      new Actor(cluster.brokers.kafka(login), login.username).produce("clicks");
    const refused = (login: { username: string; password: string }) =>
      assert.rejects(produces(login), /authentication/i);
    async function changed(): Promise<string[]> {
      const { changes } = await stack.up();
      const own = changes.filter(({ type }) => !type.startsWith("pulumi:providers:"));
      return own.map(({ op, type, name }) => `${op} ${type.split(":").at(-1) ?? ""} ${name}`).sort();
    }

    before(async () => {
      cluster = clusterOf();
      stack = await cluster.stack("users");
      await cluster.admin.createTopics({ topics: [{ topic: "clicks", numPartitions: 1, replicationFactor: 1 }] });
    });

    after(() => sessions.close());

    it("makes seven resources of forty users, each of which logs in and may do what its rules say", async () => {
      configure({ devices: devices() });
      const made = await changed();
      assert.deepEqual(made, [
        "create KafkaRevocation devices",
        "create KafkaUserGroup devices",
        "create KafkaUserSet devices",
        "create RandomPassword devices-seed",
        "create Secret devices-clients-tests",
        "create Secret devices-logins",
        "create Secret devices-seed-copy",
      ]);
      const keys = await secret();
      for (const user of [names[0]!, names.at(-1)!]) await produces(loginIn(keys, user));
      await refused({ ...loginIn(keys, names[0]!), password: loginIn(keys, names[1]!).password });
      assert.deepEqual((await stack.up("--expect-no-changes")).changes, []);
    });

    it("changes one user alone: at preview, at the brokers, in the Secret", async () => {
      const before = await secret();
      configure({ devices: devices(turned) });
      const { output } = await stack.preview();
      assert.match(output, /users that change in the group "devices":\n\s+~ device-7: rotation 1 -> 2\n/);
      assert.doesNotMatch(output, /[-+~] device-(?!7:)/);
      assert.deepEqual(await changed(), [
        "update KafkaUserSet devices",
        "update Secret devices-clients-tests",
        "update Secret devices-logins",
      ]);
      const after = await secret();
      const different = Object.keys(after).filter((key) => after[key] !== before[key]);
      assert.deepEqual([...new Set(different.map((key) => key.split("_")[0]))], ["device-7"]);
      for (const keys of [before, after]) await produces(loginIn(keys, "device-7"));
      assert.equal(loginIn(after, "device-7").username, "device-7.b");
    });

    it("finds at refresh what was changed by hand, and mends it", async () => {
      const keys = await secret();
      await sessions.with(cluster.brokers.connection, async (session) => {
        const requests = userRequests(session);
        await removeCredential(requests, "device-1", "SCRAM-SHA-512");
        const stolen = { username: "device-2", password: "changed by hand" };
        await writeCredential(requests, { mechanism: "SCRAM-SHA-512", iterations: 4096 }, stolen);
      });
      for (const user of ["device-1", "device-2"]) await refused(loginIn(keys, user));
      await stack.refresh();
      assert.deepEqual(await changed(), ["update KafkaUserSet devices"]);
      for (const user of ["device-1", "device-2"]) await produces(loginIn(keys, user));
      assert.deepEqual((await stack.up("--expect-no-changes")).changes, []);
    });

    it("keeps what succeeded when the brokers refuse one user, and does the rest in the next run", async () => {
      configure({
        devices: devices({
          ...turned,
          bad: { rules, quotas: { producer_byte_rate: 0.5 } },
          good: { rules, quotas: { producer_byte_rate: 1_000_000 } },
        }),
      });
      const failed = await stack.tryUp();
      assert.notEqual(failed.code, 0);
      assert.match(failed.output, /user "bad".*producer_byte_rate/);
      assert.doesNotMatch(failed.output, /user "(good|device-\d+)"|^\s+at .*:\d+/m);
      // Its Secret follows with the group's, once all users are made.
      await produces(loginIn(await secret("logins-devices"), "good"));
      assert.equal((await secret())["good_password"], undefined);

      configure({
        devices: devices({ ...turned, bad: { rules }, good: { rules, quotas: { producer_byte_rate: 1_000_000 } } }),
      });
      assert.deepEqual(await changed(), [
        "update KafkaRevocation devices",
        "update KafkaUserSet devices",
        "update Secret devices-clients-tests",
      ]);
      const keys = await secret();
      for (const user of ["bad", "good"]) await produces(loginIn(keys, user));
    });

    it("takes a user that moves to a resource of its own along, and locks out those that go", async () => {
      const before = await secret();
      const left = devices(turned);
      delete left["device-1"];
      delete left["device-2"];
      const single = { rotation: 1, rules };
      configure({ devices: left }, { "device-1": single });
      await stack.up();
      const { username, password } = await secret("client-device-1");
      await produces({ username: username ?? "", password: password ?? "" });
      for (const user of ["device-1", "device-2", "bad"]) await refused(loginIn(before, user));
      assert.ok(!Object.keys(await secret()).some((key) => key.startsWith("device-2_")));

      configure({ devices: devices(turned) });
      await stack.up();
      await produces(loginIn(await secret(), "device-1"));
      assert.deepEqual((await stack.up("--expect-no-changes")).changes, []);
    });

    it("turns the password of a user that reached its age, and no other's, and keeps the count for a lost state", async () => {
      const aged = { rules, maxAge: 90 * DAY };
      configure({ devices: devices({ ...turned, "device-3": aged, "device-4": { rules, maxAge: 200 * DAY } }) });
      assert.deepEqual(await changed(), ["create KafkaGroupTurns devices", "update Secret devices-logins"]);
      const before = await secret();
      await backdate(stack, 91);

      const { output, changes } = await stack.up();
      assert.match(output, /user "device-3": its password of turn 1 is 91 days old .* turn 2 brings a new one/);
      assert.doesNotMatch(output, /user "device-4": its password/);
      assert.match(output, /~ device-3: rotation 1 -> 2\n/);
      assert.deepEqual(changes.map(({ name }) => name).sort(), [
        "devices",
        "devices",
        "devices-clients-tests",
        "devices-logins",
      ]);
      const after = await secret();
      assert.equal(loginIn(after, "device-3").username, "device-3.b");
      for (const keys of [before, after]) await produces(loginIn(keys, "device-3"));
      const logins = await secret("logins-devices");
      assert.deepEqual(
        [logins["device-3_turn"], logins["device-4_turn"], logins["device-5_turn"]],
        ["2", "1", undefined],
      );
      assert.deepEqual((await stack.up("--expect-no-changes")).changes, []);
    });

    it("has no password and no seed in the state or in what is printed, and takes at most 250 B of state a user beside the Secrets", async () => {
      const keys = { ...(await secret()), ...(await secret("seed-devices")) };
      const state = stack.state();
      for (const [key, value] of Object.entries(keys)) {
        if (!key.endsWith("_password") && key !== "seed") continue;
        assert.ok(!state.includes(value) && !stack.printed().includes(value), `${key} stands in plain text`);
        assert.ok(!state.includes(Buffer.from(value).toString("base64")));
      }
      const { checkpoint } = JSON.parse(state) as { checkpoint: { latest: { resources: { urn: string }[] } } };
      const set = checkpoint.latest.resources.find(({ urn }) => urn.endsWith("KafkaUserSet::devices"));
      const bytes = JSON.stringify(set).length / names.length;
      assert.ok(bytes <= 250, `${bytes} B`);
    });

    it("locks all out when it goes", async () => {
      const keys = await secret();
      const { code, output } = await stack.destroy("--skip-preview");
      assert.equal(code, 0, output);
      for (const user of ["device-0", "device-7"]) await refused(loginIn(keys, user));
    });
  });
}
