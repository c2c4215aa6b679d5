import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import fc from "fast-check";
import { certificateOf } from "../../../provider/src/certificates/inspect";
import { joinCertificates, pemCertificates } from "../../../provider/src/certificates/pem";
import type { Pair } from "../../certificates";
import { listenerSecret, TestAuthority, traditionalKey } from "../../certificates";

const host = "kafka-controller-0.kafka-controller-headless.middleware.svc.cluster.local";
const names = "DNS:kafka.middleware.svc.cluster.local,DNS:*.kafka-controller-headless.middleware.svc.cluster.local";

describe("a listener's Secret", function () {
  this.timeout(30_000);
  let authority: TestAuthority;
  let another: TestAuthority;
  let pair: Pair;
  let keys: Record<string, string>;
  const wanted = { hosts: [host, "kafka.middleware.svc.cluster.local"], now: new Date(Date.now() + 60_000) };
  const problems = (changes: Record<string, string>, over: Partial<typeof wanted> = {}): string[] => {
    const found = certificateOf({ ...keys, ...changes }, { ...wanted, ...over });
    assert.ok(Array.isArray(found), "was taken");
    return found;
  };

  before(() => {
    authority = TestAuthority.make("one");
    another = TestAuthority.make("two");
    pair = authority.sign({ names });
    keys = listenerSecret(pair, authority.certificate);
  });

  it("is a certificate with its signers and its end, and no part of the key", () => {
    const found = certificateOf(keys, wanted);
    assert.ok(!Array.isArray(found), String(found));
    const real = new X509Certificate(pair.certificate);
    assert.equal(found.fingerprint, real.fingerprint256);
    assert.equal(found.signers, authority.certificate);
    assert.equal(new Date(found.notAfter).getTime(), new Date(real.validTo).getTime());
    assert.doesNotMatch(JSON.stringify(found), /PRIVATE/);
  });

  it("may name more signers than the one who signed", () => {
    const both = authority.certificate + another.certificate;
    assert.ok(!Array.isArray(certificateOf({ ...keys, "ca.crt": both }, wanted)));
  });

  it("is refused where a part is missing, with how to make it", () => {
    assert.match(
      problems({ "tls-combined.pem": "" }).join(),
      /has no key "tls-combined.pem".*cat tls.key tls.crt > tls-combined.pem/,
    );
    assert.match(problems({ "ca.crt": "" }).join(), /no certificate in the key "ca.crt"/);
    assert.match(problems({ "tls-combined.pem": pair.key }).join(), /no certificate in the key "tls-combined.pem"/);
    assert.match(problems({ "tls-combined.pem": pair.certificate }).join(), /no private key in the key/);
    assert.equal(problems({ "tls-combined.pem": "", "ca.crt": "" }).length, 2);
  });

  it("is refused where Kafka could not read the key, and no part of the key is told", () => {
    const old = problems({ "tls-combined.pem": traditionalKey(pair.key) + pair.certificate });
    assert.match(
      old.join(),
      /of the form EC PRIVATE KEY, and Kafka reads PKCS #8 alone: openssl pkcs8 -topk8 -nocrypt/,
    );
    const spoilt = pair.key.replace(/\n[A-Za-z0-9+/]{16}/, "\n!!!!!!!!!!!!!!!!");
    const unreadable = problems({ "tls-combined.pem": spoilt + pair.certificate });
    assert.match(unreadable.join(), /private key that can't be read/);
    const middle = pair.key.split("\n")[1] ?? "-";
    assert.ok(![...old, ...unreadable].join().includes(middle.slice(20, 40)));
  });

  it("is refused where the key is another's, or the authority", () => {
    const other = authority.sign({ names });
    assert.match(problems({ "tls-combined.pem": other.key + pair.certificate }).join(), /not the certificate's/);
    assert.match(problems({ "ca.crt": another.certificate }).join(), /did not sign/);
  });

  it("is refused where a broker's name is missing, and says which names there are", () => {
    const [problem] = problems({}, { hosts: [host, "kafka.example.com", "b.example.com"] });
    assert.match(problem ?? "", /doesn't name kafka.example.com and 1 more; it names .*kafka-controller-headless/);
  });

  it("is refused before its time and after it", () => {
    const day = 86_400_000;
    assert.match(problems({}, { now: new Date(Date.now() + 3 * day) }).join(), /ended at/);
    assert.match(problems({}, { now: new Date(Date.now() - 3 * day) }).join(), /begins at/);
  });

  it("never throws, whatever is in it", () => {
    const piece = fc.constantFrom(
      pair.key,
      pair.certificate,
      "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
      "\n",
    );
    const text = fc.oneof(
      fc.string(),
      fc.array(fc.oneof(piece, fc.string()), { maxLength: 4 }).map((all) => all.join("")),
    );
    fc.assert(
      fc.property(text, text, (store, authorities) => {
        const found = certificateOf({ "tls-combined.pem": store, "ca.crt": authorities }, wanted);
        assert.doesNotMatch(JSON.stringify(found), /BEGIN PRIVATE/);
      }),
    );
  });
});

describe("PEM certificates", () => {
  const block = fc
    .base64String({ minLength: 4, maxLength: 40 })
    .map((text) => `-----BEGIN CERTIFICATE-----\n${text}\n-----END CERTIFICATE-----`);
  const blocks = fc.array(block, { maxLength: 5 });

  it("are found whatever stands between them, and joined once each, in order", () => {
    fc.assert(
      fc.property(blocks, blocks, (one, two) => {
        const text = (all: string[]): string => all.map((each) => `# comment\n${each}\n`).join("\n");
        assert.deepEqual(pemCertificates(text(one)), one);
        assert.deepEqual(pemCertificates(joinCertificates(text(one), text(two))), [...new Set([...one, ...two])]);
      }),
    );
  });
});
