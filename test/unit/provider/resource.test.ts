import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { asRead } from "../../../provider/src/resource";

describe("what a read tells the engine", () => {
  const props = { name: "orders", partitions: 8, config: { "retention.ms": "1000", "cleanup.policy": "delete" } };

  it("is nothing of the inputs where all is as it was, whatever the order of the keys", () => {
    const found = { config: { "cleanup.policy": "delete", "retention.ms": "1000" }, partitions: 8, name: "orders" };
    assert.deepEqual(asRead(props, found), { props });
  });

  it("is the inputs too where something differs, so that the next preview shows it", () => {
    const found = { ...props, partitions: 9 };
    assert.deepEqual(asRead(props, found), { props: found, inputs: found });
  });
});
