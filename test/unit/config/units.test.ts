import assert from "node:assert/strict";
import fc from "fast-check";
import {
  durationIn,
  formatDuration,
  formatSize,
  quantityToBytes,
  quantityToMillicores,
  sizeInBytes,
} from "../../../config/units";

describe("units", () => {
  const durations = [
    ["7d", "ms", 604_800_000n],
    ["1w", "hours", 168n],
    ["1.5h", "minutes", 90n],
    ["500ms", "ms", 500n],
    ["30s", "s", 30n],
    ["0s", "ms", 0n],
    ["500ms", "s", undefined],
    ["90m", "hours", undefined],
    ["7", "ms", undefined],
    ["7 d", "ms", undefined],
    ["-1s", "ms", undefined],
    ["1.2.3s", "ms", undefined],
  ] as const;
  for (const [text, unit, expected] of durations) {
    it(`reads the duration ${text} in ${unit} as ${expected ?? "nothing"}`, () => {
      assert.equal(durationIn(text, unit), expected);
    });
  }

  const sizes = [
    ["1GiB", 1_073_741_824n],
    ["100Mi", 104_857_600n],
    ["1048576", 1_048_576n],
    ["10MB", 10_000_000n],
    ["1.5Ki", 1536n],
    ["8B", 8n],
    ["9223372036854775807", 9_223_372_036_854_775_807n],
    ["0.3Ki", undefined],
    ["512m", undefined],
    ["1gib", undefined],
    ["", undefined],
    ["-1", undefined],
  ] as const;
  for (const [text, expected] of sizes) {
    it(`reads the size ${JSON.stringify(text)} as ${expected ?? "nothing"}`, () => {
      assert.equal(sizeInBytes(text), expected);
    });
  }

  it("reads back every duration that it writes", () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 10n ** 12n }),
        fc.constantFrom("ms" as const, "s" as const, "minutes" as const, "hours" as const),
        (amount, unit) => {
          assert.equal(durationIn(formatDuration(amount, unit), unit), amount);
        },
      ),
    );
  });

  it("reads back every size that it writes", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }), fc.nat(4), (bytes, power) => {
        const size = (bytes % 2n ** 20n) * 1024n ** BigInt(power);
        assert.equal(sizeInBytes(formatSize(bytes)), bytes);
        assert.equal(sizeInBytes(formatSize(size)), size);
      }),
    );
  });

  it("reads any text without failing", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        durationIn(text, "ms");
        sizeInBytes(text);
      }),
    );
  });

  it("counts Kubernetes quantities", () => {
    assert.equal(quantityToBytes("4Gi"), 4 * 1024 ** 3);
    assert.equal(quantityToMillicores("500m"), 500);
    assert.equal(quantityToMillicores("2"), 2000);
    assert.equal(quantityToMillicores("0.5"), 500);
    assert.throws(() => quantityToBytes("512m"), RangeError);
    assert.throws(() => quantityToMillicores("2Gi"), RangeError);
  });
});
