import assert from "node:assert/strict";
import fc from "fast-check";
import { credentialsGuardFunctions } from "../../../provider/src/guard/credentials";
import type { CredentialsGuardInputs } from "../../../provider/src/guard/credentials";
import { passwordDigest } from "../../../provider/src/guard/digest";
import { unknownValue } from "../../../provider/src/unknown";

const inputs: CredentialsGuardInputs = {
  connection: {
    brokers: ["kafka-0:9092"],
    access: "portForward",
    mechanism: "SCRAM-SHA-512",
    kubernetes: { context: "kafka-test", namespace: "middleware" },
    secretName: "kafka-operator",
  },
  secret: { name: "kafka-internal-credentials", namespace: "middleware", key: "client-passwords" },
  digest: passwordDigest("of the state"),
};

/** What the guard finds wrong where the Secret has this value; undefined: there is no Secret. */
async function reasons(live: string | undefined, news: Partial<CredentialsGuardInputs>, olds = {}): Promise<string[]> {
  const guard = credentialsGuardFunctions(async () => (live === undefined ? undefined : { "client-passwords": live }));
  const { failures = [] } = await guard.check(olds, { ...inputs, ...news });
  return failures.map(({ reason }) => reason);
}

describe("the guard before a cluster's Secrets", () => {
  it("lets a first run pass, and one whose state has the cluster's password", async () => {
    assert.deepEqual(await reasons(undefined, {}), []);
    assert.deepEqual(await reasons(undefined, { digest: unknownValue }), []);
    assert.deepEqual(await reasons("of the state", {}), []);
  });

  it("refuses a state without the living cluster's password, whatever it is, in one line without it", () =>
    fc.assert(
      fc.asyncProperty(
        fc.stringMatching(/^[A-Za-z0-9]{40}$/),
        fc.constantFrom(unknownValue, inputs.digest),
        async (live, digest) => {
          const [reason, ...more] = await reasons(live, { digest });
          assert.deepEqual(more, []);
          assert.match(reason ?? "", /^Secret middleware\/kafka-internal-credentials holds .*npm run recover[^\n]*$/);
          assert.ok(!reason?.includes(live));
        },
      ),
    ));

  it("looks when it is new to the state, and never again", async () => {
    assert.deepEqual(await reasons("another", {}, inputs), []);
  });

  it("asks nobody while it is not known where the Kubernetes cluster is", async () => {
    const guard = credentialsGuardFunctions(() => Promise.reject(new Error("asked")));
    await guard.check({}, { ...inputs, connection: unknownValue });
    await assert.rejects(guard.check({}, { ...inputs }), /asked/);
  });
});
