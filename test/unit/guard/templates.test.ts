import assert from "node:assert/strict";
import fc from "fast-check";
import { changedTemplates } from "../../../provider/src/guard";
import type { StatefulSetTemplate } from "../../../provider/src/guard/templates";
import { templateRefusals } from "../../../provider/src/guard/templates";

const wanted: StatefulSetTemplate = {
  statefulSet: "kafka-controller",
  size: "100Gi",
  podManagementPolicy: "Parallel",
  keyPath: "kafka:cluster.storage",
};
const live = { size: "100Gi", storageClass: "managed-premium", podManagementPolicy: "Parallel" };

describe("what Kubernetes never lets change of a StatefulSet", () => {
  it("is no matter where there is no StatefulSet, as after delete --cascade=orphan", () => {
    assert.deepEqual(templateRefusals({ ...wanted, size: "1Gi" }, undefined), []);
  });

  it("takes an absent class for whatever class Kubernetes filled in", () => {
    assert.deepEqual(templateRefusals(wanted, live), []);
  });

  it("refuses another size and names key path, both sizes and the page", () => {
    const [message, ...more] = templateRefusals({ ...wanted, size: "200Gi" }, live);
    assert.deepEqual(more, []);
    assert.match(
      message ?? "",
      /^kafka:cluster\.storage\.size: .*100Gi.*200Gi.*--cascade=orphan.*docs\/resize-claims\.md/,
    );
    assert.ok(!message?.includes("\n"));
  });

  it("refuses another class and another order of pods, each on its own line", () => {
    const found = templateRefusals({ ...wanted, storageClass: "standard", podManagementPolicy: "OrderedReady" }, live);
    assert.deepEqual(
      found.map((message) => message.split(":", 2).join(":")),
      ["kafka:cluster.storage.class", "kafka:cluster.values"],
    );
  });

  it("compares sizes by what they mean", () => {
    const size = fc.integer({ min: 1, max: 64 });
    fc.assert(
      fc.property(size, size, (a, b) => {
        const found = templateRefusals({ ...wanted, size: `${a}Ti` }, { ...live, size: `${b * 1024}Gi` });
        assert.equal(found.length, a === b ? 0 : 1);
      }),
    );
  });
});

describe("changedTemplates", () => {
  it("leaves out what is unchanged and what is new to the stack", () => {
    const other = { ...wanted, statefulSet: "kafka-zookeeper" };
    assert.deepEqual(changedTemplates([wanted], [wanted, other]), []);
    assert.deepEqual(changedTemplates([wanted, other], [{ ...wanted, size: "1Gi" }, other]), [
      { ...wanted, size: "1Gi" },
    ]);
  });
});
