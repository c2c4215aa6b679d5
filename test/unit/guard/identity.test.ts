import assert from "node:assert/strict";
import fc from "fast-check";
import type { ClusterIdentity } from "../../../provider/src/guard/identity";
import { identityRefusals } from "../../../provider/src/guard/identity";

const cluster: ClusterIdentity = {
  name: "kafka",
  namespace: "middleware",
  mode: "kraft",
  mechanism: "SCRAM-SHA-512",
  brokers: 3,
};
const keyPaths = (before: ClusterIdentity | undefined, now: ClusterIdentity): string[] =>
  identityRefusals(before, now).map((line) => line.split(": ")[0] ?? "");

describe("what a cluster is for all its life", () => {
  it("is free at the first up", () => assert.deepEqual(keyPaths(undefined, cluster), []));

  it("may not change, and each change is a line with its key path and both values", () => {
    const other: ClusterIdentity = { ...cluster, name: "events", namespace: "other", mechanism: "SCRAM-SHA-256" };
    assert.deepEqual(keyPaths(cluster, other), [
      "kafka:cluster.name",
      "kafka:kubernetes.namespace",
      "kafka:security.mechanism",
    ]);
    assert.match(identityRefusals(cluster, other)[0] ?? "", /found events, the cluster has kafka/);
  });

  it("holds the voters of a KRaft quorum, and neither the brokers beside them nor those of a ZooKeeper cluster", () => {
    const count = fc.integer({ min: 1, max: 9 });
    fc.assert(
      fc.property(count, count, (before, now) => {
        const refused = (mode: ClusterIdentity["mode"]): boolean =>
          keyPaths({ ...cluster, mode, brokers: before }, { ...cluster, mode, brokers: now }).length > 0;
        assert.equal(refused("kraft"), before !== now);
        assert.equal(refused("zookeeper"), false);
        const beside = (additionalBrokers: number): ClusterIdentity => ({ ...cluster, additionalBrokers });
        assert.deepEqual(keyPaths(beside(before), beside(now)), []);
      }),
    );
  });
});
