import assert from "node:assert/strict";
import fc from "fast-check";
import type { ManagedFields } from "../../../recover/managers";
import { withoutLost } from "../../../recover/managers";
import { releaseLost } from "../../../recover/release";
import type { Engine } from "../../../review/engine";

const CURRENT = "pulumi-kubernetes-0badcafe";
const entry: fc.Arbitrary<ManagedFields> = fc.record({
  manager: fc.constantFrom(CURRENT, "pulumi-kubernetes-25c6e8a4", "pulumi-kubernetes-11111111", "kubectl", "kubelet"),
  operation: fc.constantFrom("Apply", "Update"),
});

describe("npm run recover -- --release", () => {
  it("takes what other states of Pulumi applied, and only where the state's own name stays", () => {
    fc.assert(
      fc.property(fc.array(entry), (entries) => {
        const kept = withoutLost(entries, CURRENT);
        const applied = (list: readonly ManagedFields[]): string[] =>
          list.flatMap(({ manager = "", operation }) =>
            operation === "Apply" && manager.startsWith("pulumi-") ? [manager] : [],
          );
        const others = applied(entries).filter((manager) => manager !== CURRENT);
        const wanted = applied(entries).includes(CURRENT) && others.length > 0;
        assert.equal(kept !== undefined, wanted);
        if (kept === undefined) return;
        assert.deepEqual(new Set(applied(kept)), new Set([CURRENT]));
        assert.equal(kept.length, entries.length - others.length);
      }),
    );
  });

  it("looks at the state's objects, and leaves alone what is not there or has one owner", async () => {
    const outputs = (name: string) => ({
      apiVersion: "v1",
      kind: "Service",
      __fieldManager: CURRENT,
      metadata: { name, namespace: "middleware" },
    });
    const type = "kubernetes:core/v1:Service";
    const resources = [
      { type: "pulumi:pulumi:Stack" },
      { type: "random:index/randomBytes:RandomBytes", inputs: { length: 16 } },
      ...["two", "one", "gone"].map((name) => ({ type, outputs: outputs(name) })),
    ];
    const engine: Engine = {
      run: async () => ({ code: 0, stdout: JSON.stringify({ deployment: { resources } }), stderr: "" }),
      feed: () => assert.fail("nothing is to be imported"),
      show: () => assert.fail("nothing is to be shown"),
    };
    const own = { manager: CURRENT, operation: "Apply" };
    const lost = { manager: "pulumi-kubernetes-25c6e8a4", operation: "Apply" };
    const live = new Map([
      ["two", [lost, own]],
      ["one", [own]],
    ]);
    const written: unknown[] = [];
    const released = await releaseLost(engine, {
      read: async ({ name }) => {
        const entries = live.get(name);
        return entries && { entries, version: "7" };
      },
      write: async ({ name }, owned) => void written.push({ name, ...owned }),
    });
    assert.deepEqual(released, ["Service/two"]);
    assert.deepEqual(written, [{ name: "two", entries: [own], version: "7" }]);
  });
});
