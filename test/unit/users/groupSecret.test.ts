import assert from "node:assert/strict";
import fc from "fast-check";
import {
  groupClientSecret,
  groupLogins,
  groupLoginSecret,
  groupPassword,
} from "../../../components/credentials/groupSecret";
import { MOST_GROUP_USERS } from "../../../config/checks/users";
import { prefixOf } from "../../../provider/src/users/set/inputs";
import { loginKeysOf } from "../../../provider/src/users/credential";

const seed = "a".repeat(40);
const access = {
  bootstrapServers: "kafka.middleware.svc.cluster.local:9092",
  securityProtocol: "SASL_SSL" as const,
  mechanism: "SCRAM-SHA-512" as const,
  authorities: `-----BEGIN CERTIFICATE-----\n${"A".repeat(2_000)}\n-----END CERTIFICATE-----\n`,
  sizes: { "fetch.max.bytes": "104857600", "max.partition.fetch.bytes": "104857600", "max.request.size": "104857600" },
};

describe("the passwords of a group", () => {
  it("are 40 letters and digits, the same for the same turn and no other", () => {
    const user = fc.stringMatching(/^[a-z0-9.-]{1,20}$/);
    const turn = fc.integer({ min: 1, max: 20 });
    fc.assert(
      fc.property(fc.uniqueArray(fc.tuple(user, turn), { selector: String, minLength: 2, maxLength: 8 }), (turns) => {
        const passwords = turns.map(([name, rotation]) => groupPassword(seed, name, rotation));
        for (const each of passwords) assert.match(each, /^[0-9A-Za-z]{40}$/);
        assert.equal(new Set(passwords).size, passwords.length);
        assert.deepEqual(
          turns.map(([name, rotation]) => groupPassword(seed, name, rotation)),
          passwords,
        );
        assert.ok(
          turns.every(
            ([name, rotation], index) => groupPassword(`b${seed.slice(1)}`, name, rotation) !== passwords[index],
          ),
        );
      }),
    );
  });

  it("are a render's own words where nothing was generated", () => {
    assert.equal(groupPassword("(generated)", "a", 1), "(generated)");
  });

  it("never change by an upgrade of this program", () => {
    assert.equal(groupPassword(seed, "device-1", 1), "bsWiruILOMHPyEhFAeVODFKvoHdQk4pId30WSWLp");
  });

  it("keep the one before until it is told to go", () => {
    const of = (rotation: number, previous: "keep" | "remove") => groupLogins(seed, "a", { rotation, previous });
    assert.equal(of(1, "keep").previous, undefined);
    assert.equal(of(2, "remove").previous, undefined);
    assert.deepEqual(of(3, "keep").previous, of(2, "keep").current);
    assert.equal(of(2, "keep").current.username, "a.b");
  });
});

describe("the Secrets of a group", () => {
  it("hold each user's login where the provider looks for it", () => {
    const logins = Object.fromEntries(
      ["a", "a.previous", "b"].map((user) => [user, groupLogins(seed, user, { rotation: 2, previous: "keep" })]),
    );
    const keys = groupLoginSecret(logins);
    for (const [user, { current, previous }] of Object.entries(logins))
      assert.deepEqual(loginKeysOf(keys, prefixOf(user)), {
        username: current.username,
        password: current.password,
        "previous.username": previous?.username,
        "previous.password": previous?.password,
      });
  });

  it("hold what clients need, with keys that Kubernetes takes", () => {
    const keys = groupClientSecret({ a: groupLogins(seed, "a", { rotation: 1, previous: "keep" }) }, access);
    assert.deepEqual(Object.keys(keys).sort(), [
      "a_client.properties",
      "a_librdkafka.conf",
      "a_password",
      "a_username",
      "bootstrap.servers",
      "ca.crt",
      "sasl.mechanism",
      "security.protocol",
    ]);
    for (const key of Object.keys(keys)) assert.match(key, /^[-._a-zA-Z0-9]{1,253}$/);
    assert.match(keys["a_client.properties"] ?? "", /^ssl\.truststore\.location=\/etc\/kafka\/ca\.crt$/m);
    assert.match(keys["a_client.properties"] ?? "", new RegExp(`username="a" password="${keys["a_password"]}"`));
    assert.ok(!keys["a_client.properties"]?.includes("BEGIN"));
  });

  it("are no larger than Kubernetes takes at the most users, with the longest names and TLS", () => {
    const names = Array.from({ length: MOST_GROUP_USERS }, (_, n) => `u${String(n).padStart(62, "0")}`);
    const logins = Object.fromEntries(
      names.map((user) => [user, groupLogins(seed, user, { rotation: 2, previous: "keep" })]),
    );
    for (const keys of [groupClientSecret(logins, access), groupLoginSecret(logins)]) {
      const bytes = Object.entries(keys).reduce((sum, [key, value]) => sum + key.length + value.length, 0);
      assert.ok(bytes < 1_048_576, `${bytes} B`);
    }
  });
});
