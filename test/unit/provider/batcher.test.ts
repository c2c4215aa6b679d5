import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { Batcher } from "../../../provider/src/batch/batcher";
import { splitByWeight, takeDistinct } from "../../../provider/src/batch/split";
import { recordsOf } from "../../../provider/src/topics/requests";

describe("splitByWeight", () => {
  it("keeps every item in its order and every group within the limit", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 50 })), fc.integer({ min: 1, max: 60 }), (weights, limit) => {
        const groups = splitByWeight(weights, (weight) => weight, limit);
        assert.deepEqual(groups.flat(), weights);
        for (const group of groups) {
          const sum = group.reduce((total, weight) => total + weight, 0);
          assert.ok(sum <= limit || group.length === 1);
        }
      }),
    );
  });

  it("makes no more groups than needed in that order", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 9 })), (weights) => {
        const groups = splitByWeight(weights, (weight) => weight, 10);
        groups.slice(1).forEach((group, index) => {
          const before = groups[index]?.reduce((total, weight) => total + weight, 0) ?? 0;
          assert.ok(before + (group[0] ?? 0) > 10);
        });
      }),
    );
  });

  it("counts a topic's records as the controller does", () => {
    assert.equal(recordsOf({ name: "a", partitions: 8, replicationFactor: 3, config: { k: "v" } }), 10);
    const topics = Array.from({ length: 5000 }, (_, index) => ({
      name: `t-${index}`,
      partitions: 3,
      replicationFactor: 3,
      config: {},
    }));
    assert.deepEqual(
      splitByWeight(topics, recordsOf, 10_000).map((group) => group.length),
      [2500, 2500],
    );
  });
});

describe("takeDistinct", () => {
  it("takes the first of each key and leaves the rest in their order", async () => {
    assert.deepEqual(await takeDistinct(["a", "b", "a", "c", "b", "a"], (key) => key), {
      taken: ["a", "b", "c"],
      rest: ["a", "b", "a"],
    });
  });
});

describe("Batcher", () => {
  const collecting = () => {
    const groups: number[][] = [];
    const batcher = new Batcher<number, string>(
      async (items, report) => {
        groups.push(items);
        items.forEach((item, index) =>
          report(index, item === 13 ? { error: new Error("unlucky") } : { value: `result of ${item}` }),
        );
      },
      { key: String, weigh: () => 1, limit: 10 },
    );
    return { groups, batcher };
  };

  it("groups concurrent calls, gives each its own result, and lets one bad one fail alone", async () => {
    const { groups, batcher } = collecting();
    const results = await Promise.allSettled(Array.from({ length: 25 }, (_, index) => batcher.add(index)));
    assert.deepEqual(
      groups.map((group) => group.length),
      [10, 10, 5],
    );
    results.forEach((result, index) => {
      if (index === 13) assert.equal(result.status, "rejected");
      else assert.deepEqual(result, { status: "fulfilled", value: `result of ${index}` });
    });
  });

  it("never puts two items of one key into a request", async () => {
    const { groups, batcher } = collecting();
    await Promise.all([batcher.add(1), batcher.add(2), batcher.add(1)]);
    assert.deepEqual(groups, [[1, 2], [1]]);
  });

  it("collects what arrives while a request is on its way", async () => {
    const groups: number[][] = [];
    const gates: (() => void)[] = [];
    const batcher = new Batcher<number, void>(
      async (items, report) => {
        groups.push(items);
        await new Promise<void>((resolve) => gates.push(resolve));
        items.forEach((_, index) => report(index, { value: undefined }));
      },
      { key: String, window: 1 },
    );
    const first = batcher.add(1);
    while (gates.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    const others = [batcher.add(2), batcher.add(3)];
    await new Promise((resolve) => setTimeout(resolve, 20));
    assert.equal(groups.length, 1);
    gates[0]?.();
    await first;
    while (gates.length === 1) await new Promise((resolve) => setTimeout(resolve, 1));
    gates[1]?.();
    await Promise.all(others);
    assert.deepEqual(groups, [[1], [2, 3]]);
  });

  it("waits for as many calls as there were at once before, and no longer than its patience", async () => {
    const groups: number[][] = [];
    const batcher = new Batcher<number, void>(
      async (items, report) => {
        groups.push(items);
        items.forEach((_, index) => report(index, { value: undefined }));
      },
      { key: String, window: 1, patience: 200 },
    );
    const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
    await Promise.all([1, 2, 3].map((item) => batcher.add(item)));
    const later: Promise<void>[] = [];
    for (const item of [4, 5, 6]) {
      await pause(15);
      later.push(batcher.add(item));
    }
    await Promise.all(later);
    await batcher.add(7);
    assert.deepEqual(groups, [[1, 2, 3], [4, 5, 6], [7]]);
  });

  it("gives every caller of a group the error of the whole request, and goes on after it", async () => {
    let fails = true;
    const batcher = new Batcher<number, number>(
      async (items, report) => {
        if (fails) throw new Error("no broker");
        items.forEach((item, index) => report(index, { value: item }));
      },
      { key: String },
    );
    const results = await Promise.allSettled([batcher.add(1), batcher.add(2)]);
    assert.deepEqual(
      results.map((result) => (result.status === "rejected" ? String(result.reason) : "")),
      ["Error: no broker", "Error: no broker"],
    );
    fails = false;
    assert.equal(await batcher.add(3), 3);
  });

  it("tells a caller whose item got no result", async () => {
    const batcher = new Batcher<number, number>(async () => undefined, { key: String });
    await assert.rejects(batcher.add(1), /gave no result/);
  });
});
