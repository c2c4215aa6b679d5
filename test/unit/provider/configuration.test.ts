import assert from "node:assert/strict";
import type { ConfiguredConnection } from "../../../provider/src/connection";
import { passwordPlace, readCredentials, realAccess } from "../../../provider/src/session/access";
import { configured, readSetting } from "../../../provider/src/session/configuration";
import { authoritiesOf } from "../../../provider/src/session/tls";

const setting = "kafka:administratorPassword";
const connection: ConfiguredConnection = {
  brokers: ["127.0.0.1:1"],
  access: "direct",
  mechanism: "SCRAM-SHA-512",
  administrator: { username: "admin", setting },
};

describe("the administrator's password among the stack's settings", () => {
  it("is missed with one line that says how to set it", async () => {
    configured({}).configure({ config: { get: () => undefined } });
    await assert.rejects(
      readCredentials(realAccess, connection),
      /^UserError: kafka:administratorPassword: found nothing; .*pulumi config set --secret kafka:administratorPassword$/,
    );
  });

  it("is there as soon as configure is called: the engine's calls don't wait for its end", async () => {
    const { configure } = configured({});
    const ended = configure({ config: { get: (key) => (key === setting ? "hunter2" : undefined) } });
    assert.equal(readSetting(setting), "hunter2");
    assert.deepEqual(await readCredentials(realAccess, connection), { username: "admin", password: "hunter2" });
    await ended;
  });

  it("is named by its setting, not shown", () => {
    assert.equal(passwordPlace(connection), "the setting kafka:administratorPassword");
  });

  it("stands beside the functions of a resource", () => {
    const functions = { check: () => 1 };
    assert.equal(configured(functions).check, functions.check);
  });
});

describe("keys that stand in for a Secret", () => {
  it("are read as they are", async () => {
    assert.deepEqual(await realAccess.readSecret(undefined, { keys: { password: "p" } }), { password: "p" });
  });

  it("are the only ones without a Kubernetes cluster", async () => {
    await assert.rejects(realAccess.readSecret(undefined, { name: "s", namespace: "n" }), /Secret n\/s can't be read/);
  });
});

describe("what brokers are proven by", () => {
  it("is the certificates of every Secret that has some, and of the file", () => {
    const caSecrets = ["operator", "kafka-tls"];
    assert.equal(authoritiesOf({ caSecrets }, [{ "ca.crt": "one\n" }, {}]), "one\n");
    assert.equal(authoritiesOf({ caSecrets }, [{ "ca.crt": "one" }, { "ca.crt": "two\n" }]), "one\ntwo\n");
    assert.equal(authoritiesOf({}, []), undefined);
  });

  it("must be in one of the Secrets that are named", () => {
    assert.throws(
      () => authoritiesOf({ caSecrets: ["operator", "kafka-tls"] }, [{}, {}]),
      /"ca.crt" in operator and kafka-tls/,
    );
  });

  it("may be in a file, which is named with its key path where it isn't there", () => {
    assert.throws(() => authoritiesOf({ caFile: "/nowhere/ca.pem" }, []), /kafka:cluster\.caFile .*\/nowhere\/ca\.pem/);
  });
});
