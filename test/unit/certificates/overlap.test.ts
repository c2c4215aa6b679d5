import assert from "node:assert/strict";
import fc from "fast-check";
import { overlap } from "../../../provider/src/certificates/overlap";
import type { Trusted } from "../../../provider/src/certificates/overlap";
import { pemCertificates } from "../../../provider/src/certificates/pem";

const block = (name: string): string => `-----BEGIN CERTIFICATE-----\n${name}\n-----END CERTIFICATE-----\n`;
const [A, B, C] = [block("AAAA"), block("BBBB"), block("CCCC")];

const seen = (...steps: [fingerprint: string, signers: string][]): string | undefined =>
  steps.reduce<Trusted | undefined>(
    (before, [fingerprint, signers]) => overlap(before, { fingerprint, signers }),
    undefined,
  )?.authorities;

describe("whom clients are told to trust", () => {
  it("is who signs, as long as nobody else does", () => {
    assert.equal(seen(["1", A]), A);
    assert.equal(seen(["1", A], ["2", A]), A);
  });

  it("is both when another signs the next certificate, until the one after it", () => {
    assert.equal(seen(["1", A], ["2", B]), B + A);
    assert.equal(seen(["1", A], ["2", B], ["2", B]), B + A, "looked at again");
    assert.equal(seen(["1", A], ["2", B], ["3", B]), B);
    assert.equal(seen(["1", A], ["2", B], ["3", C]), C + B);
  });

  it("is what was written where only the signers change, step by step", () => {
    assert.equal(seen(["1", A], ["1", A + B], ["2", A + B], ["2", B]), B);
  });

  it("always has who signs now, and whoever signed the certificate before", () => {
    const step = fc.tuple(fc.constantFrom("1", "2", "3"), fc.constantFrom(A, B, C));
    fc.assert(
      fc.property(fc.array(step, { minLength: 2, maxLength: 12 }), (steps) => {
        const told = pemCertificates(seen(...steps) ?? "");
        const [before, now] = steps.slice(-2);
        assert.ok(told.includes(now?.[1].trim() ?? ""));
        if (before?.[0] !== now?.[0]) assert.ok(told.includes(before?.[1].trim() ?? ""));
      }),
    );
  });
});
