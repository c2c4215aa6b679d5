import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import type { Move, PartitionGoal, PlanInput } from "../../../provider/src/topics/reassign/plan";
import { additions, planMoves, whyImpossible } from "../../../provider/src/topics/reassign/plan";

const key = ({ topic, partition }: { topic: string; partition: number }) => `${topic}-${partition}`;

/** The replicas of every partition after the plan. */
function after(input: PlanInput, moves: readonly Move[]): Map<string, readonly number[]> {
  const moved = new Map(moves.map((move) => [key(move), move.to]));
  return new Map(input.partitions.map((goal) => [key(goal), moved.get(key(goal)) ?? goal.replicas]));
}

const mayStay = (input: PlanInput, id: number) =>
  (input.targets?.includes(id) ?? true) && !(input.excluded?.includes(id) ?? false);

/** How uneven replicas are over the racks: the sum of the squares is least where the counts are as even as can be. */
function unevenness(input: PlanInput, replicas: readonly number[]): number {
  const racks = new Map<string, number>();
  for (const id of replicas) {
    const rack = input.brokers.find((broker) => broker.id === id)?.rack ?? `own ${id}`;
    racks.set(rack, (racks.get(rack) ?? 0) + 1);
  }
  return [...racks.values()].reduce((sum, count) => sum + count ** 2, 0);
}

function loadAfter(input: PlanInput, final: Iterable<readonly number[]>): number {
  const load = new Map(input.brokers.map(({ id }) => [id, input.load.get(id)?.replicas ?? 0]));
  for (const id of [...final].flat()) load.set(id, (load.get(id) ?? 0) + 1);
  return [...load.values()].reduce((sum, count) => sum + count ** 2, 0);
}

function subsets(ids: readonly number[], size: number): number[][] {
  if (size === 0) return [[]];
  return ids.flatMap((id, index) => subsets(ids.slice(index + 1), size - 1).map((rest) => [id, ...rest]));
}

/** Every set of replicas that is as good as can be for one partition by itself, found by trying all. */
function bestSets(input: PlanInput, { replicas, isr, leader, wanted }: PartitionGoal): number[][] {
  assert.ok(typeof wanted === "number");
  const staying = replicas.filter((id) => mayStay(input, id));
  const pool = [...new Set([...staying, ...input.brokers.map(({ id }) => id).filter((id) => mayStay(input, id))])];
  const worth = (set: readonly number[]) => {
    const [preferred = -1] = replicas;
    return [
      set.filter((id) => !staying.includes(id)).length,
      isr.includes(preferred) && staying.includes(preferred) && !set.includes(preferred) ? 1 : 0,
      staying.includes(leader) && !set.includes(leader) ? 1 : 0,
      staying.filter((id) => isr.includes(id) && !set.includes(id)).length,
      unevenness(input, set),
    ];
  };
  const compare = (left: number[], right: number[]) => {
    const place = left.findIndex((value, index) => value !== right[index]);
    return place < 0 ? 0 : (left[place] ?? 0) - (right[place] ?? 0);
  };
  const all = subsets(pool, wanted).map((set) => ({ set, worth: worth(set) }));
  const best = all.map((each) => each.worth).reduce((left, right) => (compare(right, left) < 0 ? right : left));
  return all.filter((each) => compare(each.worth, best) === 0).map(({ set }) => set);
}

interface Shape {
  brokers: number;
  partitions: number;
  factor: number;
}

/** Clusters with racks or without, dead brokers, excluded ones and targets, and partitions in any state. */
function inputs(most: Shape): fc.Arbitrary<PlanInput> {
  return fc.integer({ min: 1, max: most.brokers }).chain((count) => {
    const ids = Array.from({ length: count }, (_, id) => id);
    const dead = 90;
    const partition = (index: number) =>
      fc
        .record({
          replicas: fc.shuffledSubarray([...ids, dead], { minLength: 1, maxLength: Math.min(count, most.factor) }),
          inSync: fc.nat(),
          leads: fc.boolean(),
          wanted: fc.integer({ min: 1, max: Math.min(count, most.factor) }),
        })
        .map(({ replicas, inSync, leads, wanted }): PartitionGoal => {
          const isr = replicas.filter((id, place) => id !== dead && (inSync >> place) % 2 === 0);
          return {
            topic: `t${index % 2}`,
            partition: index,
            replicas,
            isr,
            leader: leads ? (isr.at(-1) ?? -1) : -1,
            wanted,
          };
        });
    return fc
      .record({
        racks: fc.array(fc.constantFrom("a", "b", "c", null), { minLength: count, maxLength: count }),
        partitions: fc
          .integer({ min: 1, max: most.partitions })
          .chain((length) => fc.tuple(...Array.from({ length }, (_, index) => partition(index)))),
        load: fc.array(fc.nat(4), { minLength: count, maxLength: count }),
        excluded: fc.subarray([...ids, dead]),
        targets: fc.subarray(ids, { minLength: 1 }),
        limited: fc.constantFrom("no", "excluded", "targets"),
      })
      .map(({ racks, partitions, load, excluded, targets, limited }): PlanInput => ({
        brokers: ids.map((id) => ({ id, rack: racks[id] ?? null })),
        partitions,
        load: new Map(load.map((replicas, id) => [id, { replicas, leaders: replicas }])),
        ...(limited === "excluded" ? { excluded } : {}),
        ...(limited === "targets" ? { targets } : {}),
      }))
      .map((input) => ({
        ...input,
        partitions: input.partitions.filter((goal) => whyImpossible(goal, input) === undefined),
      }));
  });
}

const large = inputs({ brokers: 9, partitions: 20, factor: 5 });
const small = inputs({ brokers: 4, partitions: 3, factor: 3 });

describe("plan of a reassignment", () => {
  it("gives every partition the wanted number of replicas on distinct brokers that may have them", () => {
    fc.assert(
      fc.property(large, (input) => {
        const moves = planMoves(input);
        const final = after(input, moves);
        for (const goal of input.partitions) {
          const replicas = final.get(key(goal)) ?? [];
          assert.equal(new Set(replicas).size, replicas.length);
          assert.equal(replicas.length, goal.wanted);
          for (const id of replicas) {
            assert.ok(mayStay(input, id));
            assert.ok(goal.replicas.includes(id) || input.brokers.some((broker) => broker.id === id));
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  it("moves what must be moved and nothing else", () => {
    fc.assert(
      fc.property(large, (input) => {
        for (const { move, goal } of planMoves(input).map((each) => ({
          move: each,
          goal: input.partitions.find((candidate) => key(candidate) === key(each)),
        }))) {
          const staying = move.from.filter((id) => mayStay(input, id));
          assert.equal(additions(move).length, Math.max(0, Number(goal?.wanted) - staying.length));
        }
        const asWanted = input.partitions.filter(
          ({ replicas, wanted }) => replicas.length === wanted && replicas.every((id) => mayStay(input, id)),
        );
        const moved = new Set(planMoves(input).map(key));
        assert.deepEqual(
          asWanted.map(key).filter((each) => moved.has(each)),
          [],
        );
      }),
      { numRuns: 200 },
    );
  });

  it("keeps the preferred leader where it may stay and is in sync, else the leader", () => {
    fc.assert(
      fc.property(large, (input) => {
        const final = after(input, planMoves(input));
        for (const goal of input.partitions) {
          const [preferred = -1] = goal.replicas;
          const replicas = final.get(key(goal)) ?? [];
          if (mayStay(input, preferred) && goal.isr.includes(preferred)) assert.equal(replicas[0], preferred);
          else if (!replicas.includes(preferred) && mayStay(input, goal.leader) && goal.leader >= 0) {
            assert.equal(replicas[0], goal.leader);
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  it("finds for each partition one of the best choices that there are, and of all together the most even load", () => {
    fc.assert(
      fc.property(small, (input) => {
        const final = after(input, planMoves(input));
        const choices = input.partitions.map((goal) => bestSets(input, goal));
        input.partitions.forEach((goal, index) => {
          const set = [...(final.get(key(goal)) ?? [])].sort();
          assert.ok(
            choices[index]?.some((choice) => [...choice].sort().join() === set.join()),
            `${key(goal)}: ${set.join()} is none of the best`,
          );
        });
        const together = choices.reduce<number[][][]>(
          (all, each) => all.flatMap((chosen) => each.map((set) => [...chosen, set])),
          [[]],
        );
        assert.equal(
          loadAfter(input, final.values()),
          Math.min(...together.map((combination) => loadAfter(input, combination))),
        );
      }),
      { numRuns: 500 },
    );
  });

  it("has nothing left to do after it is done", () => {
    fc.assert(
      fc.property(large, (input) => {
        const final = after(input, planMoves(input));
        const done = input.partitions.map((goal) => ({ ...goal, replicas: final.get(key(goal)) ?? [] }));
        assert.deepEqual(planMoves({ ...input, partitions: done }), []);
      }),
      { numRuns: 100 },
    );
  });

  const goal = (more: Partial<PartitionGoal>): PartitionGoal => ({
    topic: "t",
    partition: 0,
    replicas: [1],
    isr: [1],
    leader: 1,
    wanted: 3,
    ...more,
  });
  const brokers = [1, 2, 3, 4, 5, 6].map((id) => ({ id, rack: `r${id % 3}` }));
  const idle = new Map<number, { replicas: number; leaders: number }>();

  it("spreads a topic that grows from one replica to three over three racks and six brokers evenly", () => {
    const partitions = brokers.map(({ id }, partition) => goal({ partition, replicas: [id], isr: [id], leader: id }));
    const moves = planMoves({ brokers, partitions, load: idle });
    assert.equal(moves.length, 6);
    const count = (id: number) => moves.filter(({ to }) => to.includes(id)).length;
    assert.deepEqual(
      brokers.map(({ id }) => count(id)),
      [3, 3, 3, 3, 3, 3],
    );
    for (const { to } of moves) assert.equal(new Set(to.map((id) => id % 3)).size, 3);
  });

  it("moves partitions onto new brokers and off those that are taken away, and only those", () => {
    const partitions = [
      goal({ partition: 0, replicas: [1, 2, 3], isr: [1, 2, 3] }),
      goal({ partition: 1, replicas: [4, 5, 6], isr: [4, 5, 6], leader: 4 }),
    ];
    const moves = planMoves({ brokers, partitions, load: idle, excluded: [1] });
    assert.deepEqual(
      moves.map(({ from, to }) => ({ from, to })),
      [{ from: [1, 2, 3], to: [2, 3, 4] }],
    );
    const onto = planMoves({ brokers, partitions, load: idle, targets: [4, 5, 6] });
    assert.deepEqual(
      onto.map(({ partition, to }) => ({ partition, to: [...to].sort() })),
      [{ partition: 0, to: [4, 5, 6] }],
    );
  });

  it("places replicas as they are given, the preferred leader included", () => {
    const partitions = [
      goal({ partition: 0, replicas: [1, 2], wanted: [2, 1] }),
      goal({ partition: 1, replicas: [1, 2], wanted: [1, 2] }),
    ];
    assert.deepEqual(planMoves({ brokers, partitions, load: idle }), [
      { topic: "t", partition: 0, from: [1, 2], to: [2, 1] },
    ]);
  });

  it("says why a goal can't be had", () => {
    assert.equal(whyImpossible(goal({ wanted: 6 }), { brokers }), undefined);
    assert.match(
      whyImpossible(goal({ wanted: 7 }), { brokers }) ?? "",
      /7 replicas need as many brokers, and there are 6/,
    );
    assert.match(whyImpossible(goal({ wanted: 3 }), { brokers, targets: [1, 2] }) ?? "", /there are 2: 1, 2/);
    assert.match(whyImpossible(goal({ wanted: [1, 9] }), { brokers }) ?? "", /no live broker 9; live are 1, 2, 3/);
    assert.throws(() => planMoves({ brokers, partitions: [goal({ wanted: 7 })], load: idle }), RangeError);
  });

  it("plans thousands of partitions onto a new, empty broker at once", () => {
    const many = Array.from({ length: 5_000 }, (_, partition) => {
      const first = 1 + (partition % 6);
      return goal({ partition, replicas: [first], isr: [first], leader: first, wanted: 2 });
    });
    const moves = planMoves({ brokers: [...brokers, { id: 7, rack: "r0" }], partitions: many, load: idle });
    assert.equal(moves.length, 5_000);
  });
});
