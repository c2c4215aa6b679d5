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
  credential: "current",
  ...more,
});

describe("check of a user", () => {
  it("fills in the defaults", () => {
    const { inputs, failures } = checkUser({ connection, name: "worker", secret, mechanism: undefined });
    assert.deepEqual(failures, []);
    assert.deepEqual(inputs, {
      connection,
      name: "worker",
      mechanism: "SCRAM-SHA-512",
      iterations: 8192,
      rotation: 1,
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
  ];
  for (const [property, part] of bad) {
    it(`refuses ${JSON.stringify(part)}`, () => {
      const { failures } = checkUser({ connection, name: "worker", secret, ...part });
      assert.deepEqual(
        failures.map((failure) => failure.property),
        [property],
      );
      assert.match(failures[0]?.reason ?? "", /allowed is/);
    });
  }

  it("tolerates values that a preview doesn't know yet", () => {
    const names = ["name", "mechanism", "iterations", "rotation", "secret"];
    assert.deepEqual(checkUser(Object.fromEntries(names.map((name) => [name, unknownValue]))).failures, []);
    assert.deepEqual(
      checkUser({ connection, name: "worker", secret: { name: unknownValue, namespace: "a" } }).failures,
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
