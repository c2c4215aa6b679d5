import assert from "node:assert/strict";
import fc from "fast-check";
import { chooseCluster } from "../../../local/cluster/choice";
import { podRoutes } from "../../../local/cluster/network";
import { ClusterPlan, planCluster, SLOTS } from "../../../local/cluster/plan";

const slot = fc.nat(SLOTS - 1);
const nodes = fc.integer({ min: 1, max: 9 });

/** Everything that two clusters would fight over. */
const occupied = (plan: ClusterPlan) => [
  plan.folder,
  plan.link.hostInterface,
  plan.link.hostAddress,
  plan.link.address,
  ...plan.nodes.flatMap(({ netns, cgroup, socket, folder }) => [netns, cgroup, socket, folder]),
];

describe("a cluster's plan", () => {
  it("shares nothing with that of another slot", () => {
    fc.assert(
      fc.property(slot, slot, nodes, nodes, (a, b, some, others) => {
        fc.pre(a !== b);
        const first = new Set(occupied(planCluster("local", a, "/state", some, 1)));
        assert.deepEqual(
          occupied(planCluster("e2e", b, "/state", others, 2)).filter((thing) => first.has(thing)),
          [],
        );
      }),
    );
  });

  it("gives each node its own of everything, within the kernel's limits", () => {
    fc.assert(
      fc.property(slot, nodes, (at, count) => {
        const plan = planCluster("local", at, "/var/lib/kafka-on-kubernetes", count, 1);
        for (const key of ["name", "zone", "netns", "address", "podCidr", "folder", "socket", "cgroup"] as const) {
          assert.equal(new Set(plan.nodes.map((node) => node[key])).size, count);
        }
        assert.ok(plan.link.hostInterface.length <= 15);
        plan.nodes.forEach((node) => assert.ok(node.socket.length <= 107));
      }),
    );
  });

  it("routes from every node to every other's pods", () => {
    const { nodes: three } = planCluster("e2e", 0, "/state", 3, 1);
    const routes = podRoutes(three);
    assert.equal(routes.length, 6);
    assert.deepEqual(routes[0], { node: "kafka0", podCidr: "10.244.2.0/24", via: "198.18.0.2" });
    assert.deepEqual(podRoutes(three.slice(0, 1)), []);
  });

  it("names its context after the cluster and refuses what can't be one", () => {
    assert.equal(planCluster("local", 0, "/state", 1, 1).context, "kafka-local");
    assert.throws(() => planCluster("Local!", 0, "/state", 1, 1), /cluster name "Local!"/);
    assert.throws(() => planCluster("local", 0, "/state", 0, 1), /nodes: 0 is not a number from 1 to 9/);
  });
});

describe("the choice of a cluster", () => {
  it("takes the named context, then kind, then the machine's own", () => {
    const docker = { dockerRuns: true, nodeImageAvailable: true };
    assert.equal(chooseCluster({ ...docker, context: "mine" }), "named");
    assert.equal(chooseCluster(docker), "kind");
    assert.equal(chooseCluster({ ...docker, nodeImageAvailable: false }), "own");
    assert.equal(chooseCluster({ ...docker, dockerRuns: false }), "own");
  });
});
