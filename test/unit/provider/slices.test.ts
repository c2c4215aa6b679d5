import assert from "node:assert/strict";
import fc from "fast-check";
import { inSlices, Turns } from "../../../provider/src/batch/slices";

/** How many were done at most between two turns of the event loop, as something else in it sees. */
async function mostInOneTurn(count: () => number, work: Promise<unknown>): Promise<number> {
  let most = 0;
  let seen = count();
  let working = true;
  const look = (): void => {
    most = Math.max(most, count() - seen);
    seen = count();
    if (working) setImmediate(look);
  };
  setImmediate(look);
  await work;
  working = false;
  return most;
}

describe("work in slices", () => {
  it("is done in order, each once", () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.integer(), { maxLength: 500 }), async (items) => {
        const done: number[] = [];
        await inSlices(items, (item) => done.push(item));
        assert.deepEqual(done, items);
        const later: number[] = [];
        const turns = new Turns();
        await new Promise<void>((resolve) => {
          for (const item of items) turns.add(() => later.push(item));
          turns.add(resolve);
        });
        assert.deepEqual(later, items);
      }),
      { numRuns: 50 },
    ));

  it("lets everything else have its turn after 64", async () => {
    let done = 0;
    // Whoever looks may have its turn after theirs or before.
    assert.ok(
      (await mostInOneTurn(
        () => done,
        inSlices(Array(5_000).keys(), () => done++),
      )) <= 128,
    );
    assert.equal(done, 5_000);
    const turns = new Turns();
    let called = 0;
    const all = new Promise<void>((resolve) => {
      for (let n = 0; n < 5_000; n++) turns.add(() => void (++called === 5_000 && resolve()));
    });
    assert.ok((await mostInOneTurn(() => called, all)) <= 128);
  });

  it("lets everything else have its turn sooner where each takes long", async () => {
    let done = 0;
    const slow = (): void => {
      const end = performance.now() + 10;
      while (performance.now() < end);
      done++;
    };
    assert.ok((await mostInOneTurn(() => done, inSlices(Array(10).keys(), slow))) <= 2);
  });
});
