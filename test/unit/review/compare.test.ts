import assert from "node:assert/strict";
import fc from "fast-check";
import type { Held } from "../../../review/compare";
import { compare } from "../../../review/compare";
import { isUnreachable } from "../../../review/offline";
import { readState } from "../../../review/stateExport";

const held = (type: string, name: string, inputs: Held["inputs"], retained = false): Held => ({
  type,
  name,
  inputs,
  retained,
});
const TOPIC = "pulumi-nodejs:dynamic/kafka/topics:KafkaTopic";
const SECRET = "kubernetes:core/v1:Secret";

describe("the comparison without a cluster", () => {
  it("finds what comes, what goes and what differs, and nothing between equals", () => {
    const resources = fc.uniqueArray(
      fc.record({ name: fc.stringMatching(/^[a-z]{1,4}$/), partitions: fc.integer({ min: 1, max: 3 }) }),
      { selector: ({ name }) => name },
    );
    fc.assert(
      fc.property(resources, resources, (before, after) => {
        const as = (all: typeof before) => all.map((inputs) => held(TOPIC, inputs.name, inputs));
        assert.deepEqual(compare(as(before), as(before)), []);
        const found = new Map(compare(as(before), as(after)).map(({ name, op }) => [name, op]));
        for (const { name, partitions } of before) {
          const now = after.find((each) => each.name === name);
          const expected = now === undefined ? "delete" : now.partitions === partitions ? undefined : "update";
          assert.equal(found.get(name), expected);
        }
        for (const { name } of after) {
          if (!before.some((each) => each.name === name)) assert.equal(found.get(name), "create");
        }
      }),
    );
  });

  it("knows a Kubernetes object by its own name, whoever registered it", () => {
    const object = { metadata: { name: "kafka", namespace: "middleware" }, spec: { type: "ClusterIP" } };
    const type = "kubernetes:core/v1:Service";
    assert.deepEqual(compare([held(type, "kafka:middleware/kafka", object)], [held(type, "kafka", object)]), []);
  });

  it("looks past what is secret, and past what the engine writes", () => {
    const metadata = { name: "s" };
    const before = held(SECRET, "s", { metadata, data: { password: { ciphertext: "x" } }, __defaults: [] });
    assert.deepEqual(compare([before], [held(SECRET, "s", { metadata, data: { password: "(generated)" } })]), []);
    assert.deepEqual(compare([held("pulumi:providers:random", "default", {})], []), []);
  });

  it("knows what stays when it leaves the stack", () => {
    const [change] = compare([held("kubernetes:core/v1:Namespace", "n", {}, true)], []);
    assert.deepEqual([change?.op, change?.retained], ["delete", true]);
  });
});

describe("a stack's export", () => {
  it("gives its resources, without components and what is about to be deleted", () => {
    const resources = [
      { urn: "urn:pulumi:s::p::pulumi:pulumi:Stack::p-s", type: "pulumi:pulumi:Stack", custom: false },
      { urn: `urn:pulumi:s::p::${TOPIC}::orders`, type: TOPIC, custom: true, inputs: { partitions: 8 } },
      { urn: `urn:pulumi:s::p::${TOPIC}::old`, type: TOPIC, custom: true, delete: true },
    ];
    const state = readState(JSON.stringify({ version: 3, deployment: { resources } }));
    assert.deepEqual(state, [held(TOPIC, "orders", { partitions: 8 })]);
    assert.deepEqual(readState('{"version":3,"deployment":{}}'), []);
  });
});

describe("an error of a preview", () => {
  it("is known as an unreachable cluster, or not", () => {
    const refused = `kubernetes:helm.sh/v4:Chart resource 'kafka' has a problem: configured Kubernetes cluster is unreachable: unable to load schema information`;
    assert.ok(isUnreachable(refused));
    assert.ok(isUnreachable("kafka:kubernetes.context: there is no context kafka-prod in the kubeconfig"));
    assert.ok(!isUnreachable("kafka:topics.orders.partitions: no"));
  });
});
