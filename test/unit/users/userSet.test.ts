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
import { expand, shorten } from "../../../provider/src/users/set/inputs";
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
  const functions = userSetFunctions();
  const changes = async (olds: UserSetInputs, news: UserSetInputs) =>
    (await functions.diff("devices", olds, news)).changes;

  it("says in few words what a single user says, and means the same", () => {
    fc.assert(
      fc.property(users, (members) => {
        const { inputs, failures } = checked(
          Object.fromEntries(Object.entries(members).map(([name, each]) => [name, { ...each, secret }])),
        );
        assert.deepEqual(failures, []);
        for (const [name, each] of expand(inputs)) {
          assert.deepEqual(each, {
            ...userDefaults,
            credential: "current",
            ...members[name],
            secret,
            connection,
            name,
          });
        }
        assert.deepEqual(shorten(expand(inputs)), inputs.users);
      }),
      { numRuns: 200 },
    );
  });

  it("sees no change in what it made, and any change of one of its users", async () => {
    const { inputs } = checked({ a: { secret }, b: { secret, rules: { produce: ["t"] } } });
    assert.equal(await changes(inputs, inputs), false);
    const others: Record<string, unknown>[] = [
      { a: { secret } },
      { a: { secret }, b: { secret }, c: { secret } },
      { a: { secret }, b: { secret, rules: { produce: ["u"] } } },
      { a: { secret, rotation: 2 }, b: { secret, rules: { produce: ["t"] } } },
    ];
    for (const other of others) assert.equal(await changes(inputs, checked(other).inputs), true, JSON.stringify(other));
    const outdated = {
      ...inputs,
      users: { ...inputs.users, a: { secret, credential: "outdated" } as SetUser & Partial<UserOutputs> },
    };
    assert.equal(await changes(outdated, inputs), true);
  });

  it("names the user whose input can't be used", () => {
    const { failures } = checked({
      a: { secret, rules: { publish: ["t"] } },
      "b c": { secret },
      d: { secret },
      "d.b": { secret },
    });
    assert.deepEqual(
      failures.map(({ property, reason }) => `${property} ${reason.split(",")[0]}`),
      [
        'users["a"].rules kafka:users.a.publish: found ["t"]',
        'users["b c"].name kafka:users.b c.name: found "b c"',
        'users["d.b"] kafka:users.d.b: is the second login of the user d',
      ],
    );
    const olds = checked({ a: { secret, rotation: 2 } }).inputs;
    assert.match(checked({ a: { secret, rotation: 1 } }, olds).failures[0]?.reason ?? "", /passwords don't come back/);
  });

  it("tolerates what a preview doesn't know yet", async () => {
    assert.deepEqual(checkUserSet({}, { ...set({}), users: unknownValue }).failures, []);
    const { inputs, failures } = checked({ a: { secret: unknownValue } });
    assert.deepEqual(failures, []);
    assert.equal(await changes(checked({}).inputs, inputs), true);
  });
});
