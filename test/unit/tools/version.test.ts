import assert from "node:assert/strict";
import fc from "fast-check";
import { compareVersions, fits, parseVersion } from "../../../tools/version";
import { chooseWay } from "../../../tools/tool";

const version = fc.tuple(fc.nat(40), fc.nat(40), fc.nat(40)).map((parts) => parts.join("."));

describe("versions of tools", () => {
  it("are found in what tools print", () => {
    assert.equal(parseVersion("v3.259.0\n"), "3.259.0");
    assert.equal(parseVersion("go version go1.26.8 linux/amd64"), "1.26.8");
    assert.equal(parseVersion("Client Version: v1.32.4-dispatcher\nKustomize Version: v5.5.0"), "1.32.4");
    assert.equal(parseVersion("go version go1.26 linux/amd64"), "1.26");
    assert.equal(parseVersion("no such command"), undefined);
  });

  it("compare by number, not by text", () => {
    assert.ok(compareVersions("3.10.0", "3.9.9") > 0);
    assert.equal(compareVersions("1.26", "1.26.0"), 0);
  });

  it("are totally ordered", () => {
    fc.assert(
      fc.property(version, version, version, (a, b, c) => {
        assert.equal(Math.sign(compareVersions(a, b)) + Math.sign(compareVersions(b, a)), 0);
        if (compareVersions(a, b) <= 0 && compareVersions(b, c) <= 0) assert.ok(compareVersions(a, c) <= 0);
      }),
    );
  });

  it("fit a range from its lower bound on, up to but without its upper bound", () => {
    assert.ok(fits("1.33.0", ">=1.33.0 <1.36.0"));
    assert.ok(!fits("1.36.0", ">=1.33.0 <1.36.0"));
    assert.ok(!fits("1.32.4", ">=1.33.0 <1.36.0"));
    assert.throws(() => fits("1.0.0", "^1.0.0"), /not a version range/);
  });
});

describe("the way to a tool", () => {
  it("is PATH before the vendor's download before a build", () => {
    assert.equal(chooseWay({ path: true, vendor: true }), "path");
    assert.equal(chooseWay({ path: false, vendor: true }), "vendor");
    assert.equal(chooseWay({ path: false, vendor: false }), "build");
  });
});
