import assert from "node:assert/strict";
import type { CertificateInputs } from "../../../provider/src/certificates/inputs";
import { listenerCertificateFunctions } from "../../../provider/src/certificates/listener";
import { unknownValue } from "../../../provider/src/unknown";
import { listenerSecret, TestAuthority } from "../../certificates";

describe("a listener's certificate", function () {
  this.timeout(30_000);
  const inputs: CertificateInputs = {
    kubernetes: { context: "test", namespace: "middleware" },
    secret: "kafka-tls",
    hosts: ["kafka"],
    issued: false,
    keyPath: "kafka:security.tls.secret",
  };
  const said: string[] = [];
  let keys: Record<string, string> | undefined;
  let authority: TestAuthority;
  let cancelled = () => false;
  const functions = listenerCertificateFunctions({
    readKeys: () => Promise.resolve(keys),
    progress: { line: (text) => said.push(text) },
    now: () => new Date(),
    limit: 1_500,
    cancelled: () => cancelled(),
  });
  const made = (names = "DNS:kafka") => listenerSecret(authority.sign({ names }), authority.certificate);
  const asRecord = (value: object): Record<string, unknown> => ({ ...value });

  before(() => (authority = TestAuthority.make("one")));

  it("is refused at preview where the Secret is of no use, in one line with its key path and without the key", async () => {
    keys = made("DNS:other");
    const { failures = [] } = await functions.check({}, asRecord(inputs));
    assert.equal(failures.length, 1);
    const reason = failures[0]?.reason ?? "";
    assert.match(
      reason,
      /^kafka:security\.tls\.secret: Secret middleware\/kafka-tls has a certificate that doesn't name kafka/,
    );
    assert.doesNotMatch(reason, /\n|PRIVATE/);
  });

  it("is no error at preview while it isn't there, or is the issuer's to make, or unknown", async () => {
    keys = undefined;
    assert.deepEqual((await functions.check({}, asRecord(inputs))).failures ?? [], []);
    keys = made("DNS:other");
    assert.deepEqual((await functions.check({}, asRecord({ ...inputs, issued: true }))).failures ?? [], []);
    assert.deepEqual((await functions.check({}, asRecord({ ...inputs, secret: unknownValue }))).failures ?? [], []);
  });

  it("is waited for, and what is waited for is said", async () => {
    keys = undefined;
    setTimeout(() => (keys = made()), 300);
    const { outs } = await functions.create(inputs);
    assert.equal(outs.authorities, authority.certificate);
    assert.match(said.join("\n"), /waiting for the certificate in Secret middleware\/kafka-tls, which doesn't exist/);
    assert.doesNotMatch(JSON.stringify(outs), /PRIVATE/);
  });

  it("ends with what to do when it does not come", async () => {
    keys = undefined;
    await assert.rejects(
      functions.create({ ...inputs, issued: true, keyPath: "kafka:security.tls.issuer" }),
      /^UserError: kafka:security\.tls\.issuer: Secret middleware\/kafka-tls doesn't exist\. See why: kubectl -n middleware describe certificate kafka-tls/,
    );
  });

  it("is not waited for any longer once the run is cancelled, and says so", async () => {
    keys = undefined;
    let looks = 0;
    cancelled = () => ++looks > 1;
    await assert.rejects(
      functions.create(inputs),
      /^UserError: kafka:security\.tls\.secret: Secret middleware\/kafka-tls doesn't exist, and the run was cancelled\. What it must hold/,
    );
    assert.equal(looks, 2);
    cancelled = () => false;
  });

  it("changes when it is renewed, and what clients trust stays known at preview when it is not", async () => {
    keys = made();
    const { outs } = await functions.create(inputs);
    const same = await functions.check(inputs, asRecord(inputs));
    assert.deepEqual(await functions.diff("id", outs, same.inputs), {
      changes: false,
      stables: ["authorities", "fingerprint"],
    });
    keys = made();
    const other = await functions.check(inputs, asRecord(inputs));
    assert.deepEqual(await functions.diff("id", outs, other.inputs), { changes: true, stables: [] });
    const updated = await functions.update("id", outs, other.inputs);
    assert.notEqual(updated.outs.fingerprint, outs.fingerprint);
    assert.equal((await functions.diff("id", updated.outs, other.inputs)).changes, false);
  });

  it("is read again at a refresh, and stays as it was while the Secret is gone", async () => {
    keys = made();
    const { outs } = await functions.create(inputs);
    keys = made();
    const found = await functions.read("id", outs);
    assert.notEqual(found.props?.fingerprint, outs.fingerprint);
    keys = undefined;
    assert.deepEqual((await functions.read("id", outs)).props, outs);
  });
});
