import assert from "node:assert/strict";
import { CHECKS, check } from "../../lint";

describe("the house rules", function () {
  this.timeout(300_000);
  for (const rule of CHECKS) {
    it(rule.name, () => assert.equal(check(rule), ""));
  }
});
