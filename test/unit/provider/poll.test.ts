import assert from "node:assert/strict";
import { pauseAfter, poll } from "@kafka-on-kubernetes/provider/dist/batch/poll";
import fc from "fast-check";

describe("the pause between two looks", () => {
  const none = { look: 0, gone: 0, done: 0, pending: 1 };

  it("lies between 20 ms and half a second, and is longer where a look or the wait takes longer, or more are left", () => {
    const time = fc.double({ min: 0, max: 600_000, noNaN: true });
    const count = fc.nat(20_000);
    const waited = fc.record({ look: time, gone: time, done: count, pending: count });
    fc.assert(
      fc.property(waited, time, count, (before, more, further) => {
        const pause = pauseAfter(before);
        assert.ok(pause >= 20 && pause <= 500);
        assert.ok(pauseAfter({ ...before, look: before.look + more }) >= pause);
        assert.ok(pauseAfter({ ...before, gone: before.gone + more }) >= pause);
        assert.ok(pauseAfter({ ...before, pending: before.pending + further }) >= pause);
      }),
    );
  });

  it("is a look's own time at first, and a twentieth of the wait later", () => {
    assert.equal(pauseAfter({ ...none, look: 1, gone: 1 }), 20);
    assert.equal(pauseAfter({ ...none, look: 150, gone: 300 }), 150);
    assert.equal(pauseAfter({ ...none, look: 30, gone: 4_000 }), 200);
    assert.equal(pauseAfter({ ...none, look: 30, gone: 60_000 }), 500);
  });

  it("is half of what those who are left take at the pace so far", () => {
    assert.equal(pauseAfter({ look: 30, gone: 200, done: 400, pending: 600 }), 150);
    assert.equal(pauseAfter({ look: 30, gone: 450, done: 950, pending: 50 }), 30);
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
