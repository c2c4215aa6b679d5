import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import type { Connection } from "../../../provider/src/connection";
import { unknownValue } from "../../../provider/src/unknown";
import type { UserInputs, UserOutputs } from "../../../provider/src/users/inputs";
import { userDefaults } from "../../../provider/src/users/inputs";
import { checkUserSet } from "../../../provider/src/users/set/check";
import { userSetFunctions } from "../../../provider/src/users/set/index";
import type { SetUser, UserSetInputs } from "../../../provider/src/users/set/inputs";
import { expand, prefixOf, shorten } from "../../../provider/src/users/set/inputs";
import { Owners } from "../../../provider/src/owners";
import { loginKeysOf } from "../../../provider/src/users/credential";
import { userFunctions } from "../../../provider/src/users/index";
import { revocationFunctions } from "../../../provider/src/users/revocation";
import { wordRules } from "./rules.arbitrary";

const connection: Connection = {
  brokers: ["kafka:9092"],
  access: "direct",
  mechanism: "SCRAM-SHA-512",
  kubernetes: { context: "test", namespace: "n" },
  secretName: "operator",
};
const secret = { name: "s", namespace: "n" };
const set = (users: Record<string, unknown>): Record<string, unknown> => ({ connection, name: "devices", users });
const checked = (users: Record<string, unknown>, olds: Partial<UserSetInputs> = {}) => checkUserSet(olds, set(users));
const user = fc.record<Partial<UserInputs>>(
  {
    rules: wordRules,
    rotation: fc.integer({ min: 1, max: 3 }),
    iterations: fc.constantFrom(4096, 8192),
    exclusive: fc.boolean(),
    quotas: fc.constantFrom({}, { request_percentage: 50 }),
  },
  { requiredKeys: [] },
);
const users = fc.dictionary(fc.stringMatching(/^[a-z]{1,3}$/), user, { maxKeys: 5 });

describe("a set of users", () => {
  const said: string[] = [];
  const functions = userSetFunctions({ progress: { line: (text) => said.push(text) } });
  const changes = async (olds: UserSetInputs, news: UserSetInputs) =>
    (await functions.diff("devices", olds, news)).changes;

  it("says in few words what a single user says, and means the same", async () => {
    await fc.assert(
      fc.asyncProperty(users, async (members) => {
        const { inputs, failures } = await checked(
          Object.fromEntries(Object.entries(members).map(([name, each]) => [name, { ...each, secret }])),
        );
        assert.deepEqual(failures, []);
        for (const [name, each] of await expand(inputs)) {
          assert.deepEqual(each, {
            ...userDefaults,
            credential: "current",
            ...members[name],
            secret,
            connection,
            name,
          });
        }
        assert.deepEqual(await shorten(await expand(inputs), undefined), inputs.users);
      }),
      { numRuns: 200 },
    );
  });

  it("sees no change in what it made, and any change of one of its users", async () => {
    const { inputs } = await checked({ a: { secret }, b: { secret, rules: { produce: ["t"] } } });
    assert.equal(await changes(inputs, inputs), false);
    const others: Record<string, unknown>[] = [
      { a: { secret } },
      { a: { secret }, b: { secret }, c: { secret } },
      { a: { secret }, b: { secret, rules: { produce: ["u"] } } },
      { a: { secret, rotation: 2 }, b: { secret, rules: { produce: ["t"] } } },
    ];
    for (const other of others)
      assert.equal(await changes(inputs, (await checked(other)).inputs), true, JSON.stringify(other));
    const outdated = {
      ...inputs,
      users: { ...inputs.users, a: { secret, credential: "outdated" } as SetUser & Partial<UserOutputs> },
    };
    assert.equal(await changes(outdated, inputs), true);
  });

  it("says at preview which users change, and no others", async () => {
    const { inputs } = await checked({ a: { secret }, b: { secret }, c: { secret } });
    const news = await checked({ a: { secret }, b: { secret, rotation: 2, rules: { produce: ["t"] } }, d: { secret } });
    said.length = 0;
    await changes(inputs, news.inputs);
    assert.deepEqual(said, [
      'users that change in the group "devices":\n  ~ b: rotation 1 -> 2, rules\n  - c: loses access\n  + d',
    ]);
  });

  it("finds each user's login in the one Secret of the set, and keeps the set's place out of the users", async () => {
    await fc.assert(
      fc.asyncProperty(users, async (members) => {
        const { inputs, failures } = await checkUserSet({}, { ...set(members), secret });
        assert.deepEqual(failures, []);
        assert.ok(!JSON.stringify(inputs.users).includes('"secret"'));
        for (const [name, each] of await expand(inputs))
          assert.deepEqual(each.secret, { ...secret, prefix: `${name}_` });
        assert.deepEqual(await shorten(await expand(inputs), secret), inputs.users);
      }),
      { numRuns: 100 },
    );
  });

  it("never mixes up the keys of two users, whatever their names", () => {
    const keys = ["username", "password", "previous.username", "previous.password"];
    const name = fc.stringMatching(/^[a-z_.-]{1,12}$/);
    fc.assert(
      fc.property(fc.uniqueArray(name, { minLength: 2, maxLength: 2 }), ([one = "", two = ""]) => {
        const own = (user: string) => keys.map((key) => [`${prefixOf(user)}${key}`, `${key} of ${user}`]);
        const all = Object.fromEntries([...own(one), ...own(two)]) as Record<string, string>;
        for (const user of [one, two])
          assert.deepEqual(
            loginKeysOf(all, prefixOf(user)),
            Object.fromEntries(keys.map((key) => [key, `${key} of ${user}`])),
          );
      }),
    );
  });

  it("leaves a user alone that another resource of the program has now, and takes none away for it", async () => {
    const owners = new Owners();
    const lonely = userSetFunctions({ owners, progress: { line: () => undefined } });
    const { inputs } = await checked({ a: { secret } });
    await userFunctions(undefined, owners).check({}, { connection, name: "a", secret });
    // No broker is there to ask: what would ask one fails.
    await lonely.delete("devices", inputs);
    const revocation = revocationFunctions(undefined, owners);
    await revocation.delete("devices", { connection, name: "devices", users: ["a"], mechanism: "SCRAM-SHA-512" });
    await lonely.check({}, { ...inputs });
    await userFunctions(undefined, owners).delete("a", {
      ...userDefaults,
      credential: "current",
      connection,
      name: "a",
      secret,
    });
  });

  it("names the user whose input can't be used", async () => {
    const { failures } = await checked({
      a: { secret, rules: { publish: ["t"] } },
      "b c": { secret },
      d: { secret },
      "d.b": { secret },
    });
    assert.deepEqual(
      failures.map(({ property, reason }) => `${property} ${reason.split(",")[0]}`),
      [
        'users["a"].rules kafka:userGroups.devices.users.a.publish: found ["t"]',
        'users["b c"].name kafka:userGroups.devices.users.b c.name: found "b c"',
        'users["d.b"] kafka:userGroups.devices.users.d.b: is the second login of the user d',
      ],
    );
    const { inputs: olds } = await checked({ a: { secret, rotation: 2 } });
    const back = await checked({ a: { secret, rotation: 1 } }, olds);
    assert.match(back.failures[0]?.reason ?? "", /passwords don't come back/);
  });

  it("tolerates what a preview doesn't know yet", async () => {
    assert.deepEqual((await checkUserSet({}, { ...set({}), users: unknownValue })).failures, []);
    const { inputs, failures } = await checked({ a: { secret: unknownValue } });
    assert.deepEqual(failures, []);
    assert.equal(await changes((await checked({})).inputs, inputs), true);
  });
});
