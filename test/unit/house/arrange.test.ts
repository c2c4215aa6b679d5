import assert from "node:assert/strict";
import fc from "fast-check";
import { arrange } from "../../arrange";

interface Timed {
  file: string;
  seconds: number;
}

/** When each file ends if each is begun as soon as a job is free, in the order given. */
function ends(order: readonly Timed[], jobs: number): number[] {
  const lanes = Array.from({ length: jobs }, () => 0);
  return order.map(({ seconds }) => {
    const lane = lanes.indexOf(Math.min(...lanes));
    return (lanes[lane] = (lanes[lane] ?? 0) + seconds);
  });
}

const files = (prefix: string, most: number): fc.Arbitrary<Timed[]> =>
  fc
    .array(fc.integer({ min: 1, max: 600 }), { maxLength: most })
    .map((all) => all.map((seconds, index) => ({ file: `${prefix}${index}`, seconds })));

describe("the order of test files", () => {
  it("has each of them once, keeps those apart that are to be, and ends within the longest of the best there can be", () => {
    fc.assert(
      fc.property(files("alone", 4), files("other", 40), fc.integer({ min: 1, max: 4 }), (alone, others, jobs) => {
        const all = new Map([...alone, ...others].map(({ file, seconds }) => [file, seconds]));
        const secondsOf = (file: string) => all.get(file) ?? assert.fail(file);
        const names = (of: readonly Timed[]) => of.map(({ file }) => file);
        const order = arrange({ apart: names(alone), others: names(others), jobs, secondsOf });
        assert.deepEqual([...order].sort(), [...all.keys()].sort());

        const timed = order.map((file) => ({ file, seconds: secondsOf(file) }));
        const end = ends(timed, jobs);
        const sum = (of: readonly Timed[]) => of.reduce((total, { seconds }) => total + seconds, 0);
        const longest = Math.max(0, ...timed.map(({ seconds }) => seconds));
        if (sum(others) >= (jobs - 1) * (sum(alone) + longest)) {
          const spans = timed
            .map(({ file, seconds }, index) => ({ file, from: (end[index] ?? 0) - seconds, to: end[index] ?? 0 }))
            .filter(({ file }) => file.startsWith("alone"))
            .sort((one, other) => one.from - other.from);
          spans.slice(1).forEach((span, index) => assert.ok(span.from >= (spans[index]?.to ?? 0)));
        }
        const least = Math.max(sum(alone), sum(timed) / jobs);
        assert.ok(Math.max(0, ...end) <= least + longest);
      }),
    );
  });

  it("begins with the longest, and leaves the shortest for the end", () => {
    const seconds: Record<string, number> = { pods: 300, more: 100, long: 200, middle: 50, short: 1 };
    const secondsOf = (file: string) => seconds[file] ?? 0;
    const order = arrange({ apart: ["more", "pods"], others: ["short", "middle", "long"], jobs: 2, secondsOf });
    assert.deepEqual(order, ["pods", "long", "middle", "short", "more"]);
  });
});
