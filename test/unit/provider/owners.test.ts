import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import type { Connection } from "../../../provider/src/connection";
import { Owners } from "../../../provider/src/owners";

describe("which resource has what name", () => {
  const connection = (brokers: string[], context = "one"): Connection => ({
    brokers,
    access: "portForward",
    mechanism: "SCRAM-SHA-512",
    kubernetes: { context, namespace: "middleware" },
    secretName: "kafka-operator",
  });
  const address = (broker: number) => `kafka-controller-${broker}:9092`;
  const someBrokers = fc.uniqueArray(fc.nat(9).map(address), { minLength: 1 });

  it("keeps what moves to another resource in the run that adds or removes brokers", () => {
    fc.assert(
      fc.property(someBrokers, someBrokers, someBrokers, (kept, before, after) => {
        const owners = new Owners();
        owners.declare(connection([...after, ...kept]), "group tasks", ["orders"]);
        assert.equal(owners.keeps(connection([...kept, ...before]), "orders", "single"), true);
        assert.equal(owners.keeps(connection([...kept, ...before]), "orders", "group tasks"), false);
        assert.equal(owners.keeps(connection([...kept, ...before]), "views", "single"), false);
      }),
    );
  });

  it("takes another cluster's for another one", () => {
    fc.assert(
      fc.property(someBrokers, (brokers) => {
        const owners = new Owners();
        owners.declare(connection(brokers), "single", ["orders"]);
        owners.take(connection(brokers), "views");
        const others = [connection(brokers, "two"), connection(brokers.map((broker) => `other-${broker}`))];
        for (const other of others) {
          assert.deepEqual([owners.keeps(other, "orders"), owners.keeps(other, "views")], [false, false]);
        }
        assert.deepEqual(
          [owners.keeps(connection(brokers), "orders"), owners.keeps(connection(brokers), "views")],
          [true, true],
        );
      }),
    );
  });

  it("lets go of what has no other owner, however often the owner was named", () => {
    const owners = new Owners();
    for (let time = 0; time < 3; time++) owners.declare(connection([address(0)]), "single", ["orders"]);
    assert.equal(owners.keeps(connection([address(0)]), "orders", "single"), false);
  });
});
