import assert from "node:assert/strict";
import { destroyGuard } from "../../../provider/src/guard/destroy";

describe("the guard of a destroy", () => {
  it("does not go while the stack retains, and says what to do in one line", async () => {
    await assert.rejects(destroyGuard.delete("kafka", { cluster: "kafka", deletion: "retain" }), (error: Error) => {
      assert.match(error.message, /^kafka:deletion: found retain.*"kafka".*Set kafka:deletion to delete[^\n]*$/);
      assert.equal(error.stack, error.message);
      return true;
    });
  });

  it("goes once the stack deletes", () => destroyGuard.delete("kafka", { cluster: "kafka", deletion: "delete" }));

  it("is updated when the stack's way of deletion changes, and only then", async () => {
    const retain = { cluster: "kafka", deletion: "retain" } as const;
    assert.deepEqual(await destroyGuard.diff("kafka", retain, { ...retain }), { changes: false });
    assert.deepEqual(await destroyGuard.diff("kafka", retain, { ...retain, deletion: "delete" }), { changes: true });
  });
});
