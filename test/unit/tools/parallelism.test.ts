import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { parallelism } from "../../../tools/parallelism";

describe("the engine's parallelism", () => {
  it("lets at least 64 resources meet in one request", () => {
    assert.ok(Number(parallelism({}).PULUMI_PARALLEL) >= 64);
  });

  it("leaves a caller's own setting as it is", () => {
    assert.deepEqual(parallelism({ PULUMI_PARALLEL: "1" }), { PULUMI_PARALLEL: "1" });
  });
});
