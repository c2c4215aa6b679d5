import assert from "node:assert/strict";
import { pauseAfter, poll } from "@kafka-on-kubernetes/provider/dist/batch/poll";
import fc from "fast-check";

describe("the pause between two looks", () => {
  it("lies between 20 ms and half a second, and is longer where a look or the wait takes longer", () => {
    const time = fc.double({ min: 0, max: 600_000, noNaN: true });
    fc.assert(
      fc.property(time, time, time, (look, gone, more) => {
        const pause = pauseAfter(look, gone);
        assert.ok(pause >= 20 && pause <= 500);
        assert.ok(pauseAfter(look + more, gone) >= pause);
        assert.ok(pauseAfter(look, gone + more) >= pause);
      }),
    );
  });

  it("is a look's own time at first, and a twentieth of the wait later", () => {
    assert.equal(pauseAfter(1, 1), 20);
    assert.equal(pauseAfter(150, 300), 150);
    assert.equal(pauseAfter(30, 4_000), 200);
    assert.equal(pauseAfter(30, 60_000), 500);
  });
});

describe("what is waited for", () => {
  it("is reported name by name as it comes, and late names with their last reason", async () => {
    const reports: [number, unknown][] = [];
    let looks = 0;
    await poll(
      {
        names: ["now", "later", "never"],
        limit: 100,
        look: () =>
          Promise.resolve(
            new Map([
              ["later", ++looks > 1 ? undefined : "not yet"],
              ["never", `look ${looks}`],
            ]),
          ),
        late: (name, reason) => new Error(`${name}: ${reason}`),
      },
      (index, result) => reports.push([index, "error" in result ? (result.error as Error).message : result.value]),
    );
    assert.deepEqual(reports, [
      [0, undefined],
      [1, undefined],
      [2, `never: look ${looks}`],
    ]);
    assert.ok(looks >= 2);
  });
});
