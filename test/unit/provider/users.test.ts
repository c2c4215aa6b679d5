import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { Connection } from "../../../provider/src/connection";
import { unknownValue } from "../../../provider/src/unknown";
import { checkUser } from "../../../provider/src/users/check";
import { diffUser } from "../../../provider/src/users/diff";
import type { UserOutputs } from "../../../provider/src/users/inputs";
import { saltPassword } from "../../../provider/src/users/salt";

const connection: Connection = {
  brokers: ["kafka-controller-0.kafka:9092"],
  access: "portForward",
  mechanism: "SCRAM-SHA-512",
  kubernetes: { context: "kind-test", namespace: "middleware" },
  secretName: "kafka-operator",
};
const secret = { name: "kafka-client-worker", namespace: "middleware" };
const user = (more: Partial<UserOutputs> = {}): UserOutputs => ({
  connection,
  name: "worker",
  mechanism: "SCRAM-SHA-512",
  iterations: 8192,
  secret,
  rotation: 1,
  previous: "keep",
  rules: {},
  exclusive: false,
  quotas: {},
  credential: "current",
  ...more,
});

describe("check of a user", () => {
  it("fills in the defaults", () => {
    const { inputs, failures } = checkUser({}, { connection, name: "worker", secret, mechanism: undefined });
    assert.deepEqual(failures, []);
    assert.deepEqual(inputs, {
      connection,
      name: "worker",
      mechanism: "SCRAM-SHA-512",
      iterations: 8192,
      rotation: 1,
      previous: "keep",
      rules: {},
      exclusive: false,
      quotas: {},
      secret,
    });
  });

  const bad: [string, Record<string, unknown>][] = [
    ["name", { name: "a,b" }],
    ["name", { name: "a=b" }],
    ["name", { name: "a b" }],
    ["name", { name: "" }],
    ["mechanism", { mechanism: "PLAIN" }],
    ["iterations", { iterations: 4095 }],
    ["iterations", { iterations: 16385 }],
    ["iterations", { iterations: 8192.5 }],
    ["rotation", { rotation: 0 }],
    ["secret", { secret: "kafka-client-worker" }],
    ["secret", { secret: { name: "x" } }],
    ["previous", { previous: "drop" }],
    ["exclusive", { exclusive: "yes" }],
    ["rules", { rules: { publish: ["a"] } }],
    ["rules", { rules: { produce: [] } }],
    ["rules", { rules: { produce: ["a*b"] } }],
    ["rules", { rules: { hosts: ["10.0.0.0/8"] } }],
    ["rules", { rules: { acls: [{ resource: "topic", name: "a", operations: ["Peek"] }] } }],
    ["rules", { rules: { acls: [{ resource: "topics", name: "a", operations: ["Read"] }] } }],
    ["rules", { rules: { acls: [{ resource: "topic", name: "a" }] } }],
    ["quotas", { quotas: { producer_byte_rate: 0 } }],
    ["quotas", { quotas: { bytes: 1 } }],
  ];
  for (const [property, part] of bad) {
    it(`refuses ${JSON.stringify(part)}`, () => {
      const { failures } = checkUser({}, { connection, name: "worker", secret, ...part });
      assert.deepEqual(
        failures.map((failure) => failure.property),
        [property],
      );
      assert.match(failures[0]?.reason ?? "", /allowed is/);
    });
  }

  it("names the key in the stack file, what was found and what is allowed", () => {
    const reasons = (rules: unknown) =>
      checkUser({}, { connection, name: "worker", secret, rules }).failures.map(({ reason }) => reason);
    assert.deepEqual(reasons({ consume: { topics: ["a"] } }), [
      "kafka:users.worker.consume.groups: found nothing, allowed is a list of names, of starts of names with * at their end, or * for all",
    ]);
    assert.match(
      reasons({ acls: [{ resource: "topic", operations: ["Peek"] }] })[0] ?? "",
      /^kafka:users\.worker\.acls\[0\]\.operations: found \["Peek"\], allowed is a list of All, Read, Write/,
    );
  });

  it("refuses turns of the rotation that would lock clients out", () => {
    const turn = (from: number, to: number, previous: "keep" | "remove" = "keep") =>
      checkUser(user({ rotation: from }), { ...user(), rotation: to, previous, credential: undefined }).failures;
    assert.deepEqual([turn(1, 1), turn(1, 2), turn(2, 2, "remove")], [[], [], []]);
    assert.match(
      turn(2, 1)[0]?.reason ?? "",
      /^kafka:users\.worker\.rotation: found 1 after 2: passwords don't come back/,
    );
    assert.match(turn(1, 3)[0]?.reason ?? "", /set 2$/);
    assert.match(turn(1, 2, "remove")[0]?.reason ?? "", /no time to take the new password/);
  });

  it("tolerates values that a preview doesn't know yet", () => {
    const names = ["name", "mechanism", "iterations", "rotation", "secret", "previous", "rules", "exclusive", "quotas"];
    assert.deepEqual(checkUser({}, Object.fromEntries(names.map((name) => [name, unknownValue]))).failures, []);
    assert.deepEqual(
      checkUser({}, { connection, name: "worker", secret: { name: unknownValue, namespace: "a" } }).failures,
      [],
    );
  });
});

describe("diff of a user", () => {
  const none = { changes: false, replaces: [], stables: ["name"], deleteBeforeReplace: false };

  it("sees no change in equal inputs and ignores the connection", () => {
    assert.deepEqual(diffUser(user(), user()), none);
    assert.deepEqual(diffUser(user(), user({ connection: { ...connection, brokers: [] } })), none);
  });

  it("sees no change in the state of a version that knew no rules", () => {
    const known = ["connection", "name", "mechanism", "iterations", "secret", "rotation", "credential"];
    const earlier = Object.fromEntries(Object.entries(user()).filter(([key]) => known.includes(key))) as unknown;
    assert.deepEqual(diffUser(earlier as UserOutputs, user()), none);
    assert.deepEqual(diffUser(earlier as UserOutputs, user({ rules: { produce: ["a"] } })), { ...none, changes: true });
  });

  it("changes for other rules and quotas, and mends what a refresh found", () => {
    const rules = { consume: { topics: ["a"], groups: ["g"] } };
    const reordered = { consume: { groups: ["g"], topics: ["a"] } };
    assert.deepEqual(diffUser(user({ rules }), user({ rules: reordered })), none);
    const changed: [Partial<UserOutputs>, Partial<UserOutputs>][] = [
      [{}, { rules }],
      [{}, { quotas: { request_percentage: 50 } }],
      [{}, { previous: "remove" }],
      [{}, { exclusive: true }],
      [{ missingRules: ["Allow Read"] }, {}],
      [{ exclusive: true, foreign: ["Allow Read"] }, { exclusive: true }],
    ];
    for (const [olds, news] of changed)
      assert.deepEqual(diffUser(user(olds), user(news)), { ...none, changes: true }, JSON.stringify([olds, news]));
    assert.deepEqual(diffUser(user({ foreign: ["Allow Read"] }), user()), none);
  });

  it("writes a new credential for another mechanism, iterations, rotation or Secret, and for an outdated one", () => {
    const changes: Partial<UserOutputs>[] = [
      { mechanism: "SCRAM-SHA-256" },
      { iterations: 4096 },
      { rotation: 2 },
      { secret: { ...secret, name: "other" } },
    ];
    for (const change of changes) assert.deepEqual(diffUser(user(), user(change)), { ...none, changes: true });
    assert.deepEqual(diffUser(user({ credential: "outdated" }), user()), { ...none, changes: true });
  });

  it("replaces a user that is renamed, the new one before the old one", () => {
    const diff = diffUser(user(), user({ name: "other" }));
    assert.deepEqual(diff, { changes: true, replaces: ["name"], stables: [], deleteBeforeReplace: false });
  });
});

describe("salting", () => {
  it("makes the salted password of RFC 7677", async () => {
    // The RFC's own exchange: user "user", password "pencil", SCRAM-SHA-256.
    const salt = Buffer.from("W22ZaJ0SNY7soEsUEjb6gQ==", "base64");
    const { saltedPassword } = await saltPassword("pencil", "SCRAM-SHA-256", 4096, salt);
    assert.equal(saltedPassword.toString("hex"), "c4a49510323ab4f952cac1fa99441939e78ea74d6be81ddf7096e87513dc615d");
  });

  it("takes a new salt each time, and the length of the mechanism's hash", async () => {
    const [first, second] = await Promise.all([
      saltPassword("pencil", "SCRAM-SHA-512", 4096),
      saltPassword("pencil", "SCRAM-SHA-512", 4096),
    ]);
    assert.equal(first.saltedPassword.length, 64);
    assert.equal(first.salt.length, 32);
    assert.notDeepEqual(first.salt, second.salt);
    assert.notDeepEqual(first.saltedPassword, second.saltedPassword);
  });
});
