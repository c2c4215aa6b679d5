import assert from "node:assert/strict";
import fc from "fast-check";
import type { ClusterIdentity } from "../../../provider/src/guard/identity";
import type { Held } from "../../../provider/src/guard/removed";
import { removalRefusals, removedBrokers } from "../../../provider/src/guard/removed";

const cluster = (more: Partial<ClusterIdentity>): ClusterIdentity => ({
  name: "kafka",
  namespace: "middleware",
  mode: "kraft",
  mechanism: "SCRAM-SHA-512",
  brokers: 3,
  ...more,
});
const count = fc.integer({ min: 0, max: 9 });

describe("brokers that a change takes away", () => {
  it("are the last ones, by the chart's numbering, of those beside the voters or of a ZooKeeper cluster", () => {
    assert.deepEqual(
      removedBrokers(cluster({ additionalBrokers: 3 }), cluster({ additionalBrokers: 1 }))?.nodeIds,
      [101, 102],
    );
    const zookeeper = (brokers: number): ClusterIdentity => cluster({ mode: "zookeeper", brokers });
    assert.deepEqual(removedBrokers(zookeeper(4), zookeeper(3))?.nodeIds, [103]);
  });

  it("are as many as are fewer, and none where the number stays or grows, or at the first up", () => {
    fc.assert(
      fc.property(count, count, (before, now) => {
        const removed = removedBrokers(cluster({ additionalBrokers: before }), cluster({ additionalBrokers: now }));
        assert.equal(removed?.nodeIds.length ?? 0, Math.max(0, before - now));
        assert.equal(removedBrokers(undefined, cluster({ additionalBrokers: now })), undefined);
      }),
    );
  });

  it("may go exactly when they hold nothing; else each is a line that counts and names what it holds", () => {
    const held = fc.array(
      fc.record({
        topic: fc.constantFrom("orders", "clicks"),
        partition: count,
        replicas: fc.uniqueArray(fc.constantFrom(0, 1, 100, 101), { maxLength: 3 }),
      }),
    );
    fc.assert(
      fc.property(held, (partitions: Held[]) => {
        const removed = removedBrokers(cluster({ additionalBrokers: 2 }), cluster({}));
        assert.ok(removed);
        const holding = [100, 101].filter((id) => partitions.some(({ replicas }) => replicas.includes(id)));
        const lines = removalRefusals(removed, partitions);
        assert.deepEqual(
          lines.map((line) => Number(/broker (\d+) still holds/.exec(line)?.[1])),
          holding,
        );
        for (const line of lines)
          assert.match(line, /^kafka:cluster\.additionalBrokers: found 0, the cluster has 2, [^\n]*$/);
      }),
    );
  });
});
