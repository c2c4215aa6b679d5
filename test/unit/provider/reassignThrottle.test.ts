import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import type { ClusterMetadata } from "../../../provider/src/protocol/metadata";
import { batchesOf } from "../../../provider/src/topics/reassign/batches";
import { remaining } from "../../../provider/src/topics/reassign/bytes";
import { agendaOf, leadsTo, moveOf } from "../../../provider/src/topics/reassign/goals";
import type { ListChange } from "../../../provider/src/topics/reassign/mark";
import {
  adding,
  brokersOf,
  isMarked,
  longestList,
  ownRate,
  removing,
  sectionIn,
  sectionsOf,
  sides,
  throttledReplicas,
} from "../../../provider/src/topics/reassign/mark";
import type { Move } from "../../../provider/src/topics/reassign/plan";
import { additions } from "../../../provider/src/topics/reassign/plan";
import { sizeText, topicsText } from "../../../provider/src/topics/reassign/words";

const ids = fc.uniqueArray(fc.integer({ min: 0, max: 1005 }), { minLength: 1, maxLength: 4 });
const moves = fc
  .array(fc.record({ from: ids, to: ids }), { minLength: 1, maxLength: 12 })
  .map((all): Move[] => all.map((move, partition) => ({ topic: "t", partition, ...move })));
const foreign = fc.uniqueArray(
  fc.tuple(fc.nat(2000), fc.nat(2000)).map(([partition, id]) => `${partition}:${id}`),
  { maxLength: 5 },
);

/** What the controller makes of a change of a list (ConfigurationControlManager of Kafka 3.6). */
function applied(list: string | null, change: ListChange): string | null {
  if (!("operation" in change)) return change.value;
  const entries = (list ?? "").split(",").filter((entry) => entry !== "");
  const given = change.value.split(",");
  return change.operation === "append"
    ? [...entries, ...given.filter((entry) => !entries.includes(entry))].join(",")
    : entries.filter((entry) => !given.includes(entry)).join(",");
}

describe("throttle of a reassignment", () => {
  it("names exactly the replicas that may send and those that come", () => {
    fc.assert(
      fc.property(moves, (all) => {
        const { leader, follower } = sectionsOf(all, 5);
        const copied = all.filter((move) => additions(move).length > 0);
        assert.deepEqual(
          leader.entries.slice(1, -1),
          copied.flatMap(({ partition, from }) => from.map((id) => `${partition}:${id}`)),
        );
        assert.deepEqual(
          follower.entries.slice(1, -1),
          copied.flatMap((move) => additions(move).map((id) => `${move.partition}:${id}`)),
        );
        for (const entry of [...leader.entries, ...follower.entries]) assert.match(entry, /^[0-9]+:[0-9]+$/);
      }),
    );
  });

  it("is found again in any list, and taken out without anything of others", () => {
    fc.assert(
      fc.property(moves, foreign, foreign, fc.nat(), (all, before, after, rate) => {
        for (const side of sides) {
          const section = sectionsOf(all, rate)[side];
          const first = before.length === 0 ? null : before.join(",");
          const set = applied(first, adding(side, section, first)) ?? "";
          // Someone adds more while ours is there.
          const list = [...set.split(","), ...after.filter((entry) => !set.split(",").includes(entry))].join(",");
          const found = sectionIn(list);
          assert.equal(found?.rate, rate);
          assert.ok(isMarked({ config: new Map([[throttledReplicas[side], { value: list }]]) }));
          assert.deepEqual(
            found?.entries.slice(1, -1),
            section.entries.slice(1, -1).filter((entry) => !before.includes(entry)),
          );
          const left = applied(list, removing(side, found ?? section, list));
          const others = list.split(",").filter((entry) => !found?.entries.includes(entry));
          assert.equal(left, others.length === 0 ? null : others.join(","));
          for (const entry of before) assert.ok(left?.split(",").includes(entry));
          assert.equal(sectionIn(left), undefined);
        }
      }),
    );
  });

  it("sees nothing of ours in lists of others", () => {
    for (const list of [null, "", "*", "0:1,0:2", "3:2147483645"]) assert.equal(sectionIn(list), undefined);
  });

  it("tells the brokers that it holds on, not those that only mark it", () => {
    const { leader } = sectionsOf([{ topic: "t", partition: 0, from: [1, 2], to: [2, 3] }], 5);
    assert.deepEqual([...brokersOf([leader.entries.join(",")])], [1, 2]);
  });

  it("has a rate of its own, a few bytes over what is asked for", () => {
    fc.assert(
      fc.property(fc.nat(), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (throttle, random) => {
        const rate = ownRate(throttle, random);
        assert.ok(rate > throttle && rate < throttle + 1000);
      }),
    );
    assert.equal(ownRate(null, 0.5), 0);
  });
});

describe("batches of moves", () => {
  it("hold every move once, in order, within the limits", () => {
    fc.assert(
      fc.property(moves, fc.integer({ min: 1, max: 6 }), (all, atOnce) => {
        const batches = batchesOf(all, atOnce);
        assert.deepEqual(batches.flat(), all);
        for (const batch of batches) assert.ok(batch.length <= atOnce);
      }),
    );
  });

  it("never make a list longer than a config can be", () => {
    const all = Array.from({ length: 20_000 }, (_, partition): Move => ({
      topic: "t",
      partition,
      from: [1001],
      to: [1001, 1002, 1003],
    }));
    for (const batch of batchesOf(all, 100_000)) {
      for (const side of sides) {
        assert.ok(sectionsOf(batch, 2 ** 40)[side].entries.join(",").length <= longestList + 100);
      }
    }
  });
});

describe("progress of a reassignment", () => {
  it("counts what is left to copy, and says nothing where the brokers don't tell", () => {
    const move: Move = { topic: "t", partition: 0, from: [1, 2], to: [1, 2, 3, 4] };
    const sizes = new Map([
      [1, 100],
      [2, 90],
      [3, 40],
    ]);
    assert.equal(
      remaining([move], (id) => sizes.get(id)),
      160,
    );
    assert.equal(
      remaining([move], () => undefined),
      undefined,
    );
    assert.equal(
      remaining([move], () => 7),
      0,
    );
  });

  it("is written as people read it", () => {
    assert.deepEqual([0, 1023, 1024, 1536, 150 * 1024 ** 2, 1.25 * 1024 ** 3].map(sizeText), [
      "0 B",
      "1023 B",
      "1.0 KiB",
      "1.5 KiB",
      "150 MiB",
      "1.3 GiB",
    ]);
    assert.equal(topicsText([{ topic: "a" }, { topic: "b" }, { topic: "a" }]), "a (2 partitions), b (1 partition)");
  });
});

describe("agenda of a reassignment", () => {
  const cluster = (replicas: number[][]): ClusterMetadata => ({
    clusterId: null,
    controllerId: 1,
    brokers: [1, 2, 3].map((nodeId) => ({ nodeId, host: "h", port: 1, rack: null })),
    topics: [
      {
        name: "t",
        errorCode: 0,
        internal: false,
        partitions: replicas.map((list, partition) => ({
          partition,
          errorCode: 0,
          leader: list[0] ?? -1,
          replicas: list,
          isr: list,
          offlineReplicas: [],
        })),
      },
    ],
  });

  it("plans several topics, and refuses one that can't have what it wants alone", () => {
    const { moves: planned, refused } = agendaOf(
      [
        { name: "t", replicationFactor: 2 },
        { name: "gone", replicationFactor: 2 },
      ],
      cluster([[1], [2], [3, 1]]),
    );
    assert.deepEqual(
      planned.map(({ partition }) => partition),
      [0, 1],
    );
    assert.match(refused.get("gone")?.message ?? "", /topic "gone" can't be moved: it is gone/);
    assert.match(
      agendaOf([{ name: "t", replicationFactor: 4 }], cluster([[1]])).refused.get("t")?.message ?? "",
      /4 replicas need as many brokers, and there are 3: 1, 2, 3/,
    );
  });

  it("leaves no replica on a broker that may hold none, and refuses what the others are too few for", () => {
    const goal = { name: "t", replicationFactor: 2 };
    const { moves } = agendaOf(
      [goal],
      cluster([
        [1, 3],
        [2, 1],
      ]),
      { excluded: [3] },
    );
    assert.deepEqual(moves, [{ topic: "t", partition: 0, from: [1, 3], to: [1, 2] }]);
    const { refused } = agendaOf([goal], cluster([[1, 3]]), { targets: [1] });
    assert.match(refused.get("t")?.message ?? "", /2 replicas need as many brokers, and there are 1: 1/);
  });

  it("sees whether a move under way leads to what is wanted", () => {
    const move = { topic: "t", partition: 0, replicas: [2, 3, 1], adding: [3], removing: [1] };
    assert.deepEqual(moveOf(move), { topic: "t", partition: 0, from: [2, 1], to: [2, 3] });
    assert.ok(leadsTo(move, { name: "t", replicationFactor: 2 }));
    assert.ok(!leadsTo(move, { name: "t", replicationFactor: 3 }));
    assert.ok(leadsTo(move, { name: "t", placement: { 0: [2, 3] } }));
    assert.ok(!leadsTo(move, { name: "t", placement: { 0: [3, 2] } }));
    assert.ok(leadsTo(move, { name: "t" }));
    const without = (excluded: number[]) => ({ name: "t", reassignment: { brokers: { excluded } } });
    assert.ok(leadsTo(move, without([1])));
    assert.ok(!leadsTo(move, without([3])));
  });
});
