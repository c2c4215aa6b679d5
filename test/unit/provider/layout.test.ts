import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { diffTopic } from "../../../provider/src/topics/diff";
import type { TopicInputs } from "../../../provider/src/topics/inputs";
import type { LayoutInputs } from "../../../provider/src/topics/layout";
import { hasReplicas, isLaidOut, layoutFailures, layoutOf, observedLayout } from "../../../provider/src/topics/layout";

const topic = (layout: LayoutInputs): TopicInputs => ({
  connection: {
    brokers: ["kafka-controller-0.kafka:9092"],
    access: "portForward",
    mechanism: "SCRAM-SHA-512",
    kubernetes: { context: "kind-test", namespace: "middleware" },
    secretName: "kafka-operator",
  },
  name: "orders",
  config: {},
  deletion: "retain",
  adopt: false,
  ...layout,
});

const lists = fc
  .record({ partitions: fc.integer({ min: 1, max: 12 }), factor: fc.integer({ min: 1, max: 4 }) })
  .chain(({ partitions, factor }) =>
    fc.array(fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: factor, maxLength: factor }), {
      minLength: partitions,
      maxLength: partitions,
    }),
  );
/** Any way to ask for what a topic has already. */
const asked = lists.chain((replicas) =>
  fc
    .constantFrom<LayoutInputs>(
      {},
      { partitions: replicas.length },
      { replicationFactor: replicas[0]?.length ?? 0 },
      { partitions: replicas.length, replicationFactor: replicas[0]?.length ?? 0 },
      { placement: Object.fromEntries(replicas.entries()) },
      { partitions: replicas.length, placement: Object.fromEntries(replicas.entries()) },
    )
    .map((inputs) => ({ inputs, replicas })),
);

describe("layout of a topic", () => {
  it("is as wanted, and shows no difference after a refresh, for everything that is left out", () => {
    fc.assert(
      fc.property(asked, ({ inputs, replicas }) => {
        assert.ok(isLaidOut(inputs, { replicas }));
        assert.deepEqual(observedLayout(inputs, { replicas }), inputs);
        assert.deepEqual(layoutFailures(inputs), []);
        assert.equal(diffTopic(topic(inputs), topic(inputs)).changes, false);
      }),
    );
  });

  it("shows what a refresh found, key by key, only for keys that are given", () => {
    fc.assert(
      fc.property(asked, lists, ({ inputs }, replicas) => {
        const found = observedLayout(inputs, { replicas });
        assert.deepEqual(Object.keys(found).sort(), Object.keys(inputs).sort());
        const differs = diffTopic(topic(found), topic(inputs)).changes;
        assert.equal(differs, !isLaidOut(inputs, { replicas }));
      }),
    );
  });

  it("finds one partition among many whose replicas are more or fewer than the others'", () => {
    const replicas = [
      [0, 1, 2],
      [1, 2, 0, 3],
      [2, 0, 1],
    ];
    assert.equal(hasReplicas({ replicationFactor: 3 }, { replicas }), false);
    assert.deepEqual(observedLayout({ replicationFactor: 3 }, { replicas }), { replicationFactor: 4 });
  });

  it("reads partitions in the order of their numbers", () => {
    const placement = Object.fromEntries(Array.from({ length: 11 }, (_, index) => [String(10 - index), [10 - index]]));
    assert.deepEqual(layoutOf({ placement }).placement?.flat(), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  const bad: [string, LayoutInputs, RegExp][] = [
    ["placement", { placement: {} }, /every partition from 0 on/],
    ["placement", { placement: { 0: [1], 2: [1] } }, /found \["0","2"\], allowed is every partition from 0 on/],
    ["placement", { placement: { first: [1] } }, /every partition from 0 on/],
    ["placement.1", { placement: { 0: [1, 2], 1: [1, 1] } }, /found \[1,1\], allowed is a list of node ids/],
    ["placement.0", { placement: { 0: [] } }, /allowed is a list of node ids/],
    ["placement.1", { placement: { 0: [1, 2], 1: [1] } }, /allowed is 2 replicas/],
    ["partitions", { partitions: 3, placement: { 0: [1] } }, /found 3, allowed is 1/],
    ["replicationFactor", { replicationFactor: 3, placement: { 0: [1, 2] } }, /found 3, allowed is 2/],
  ];
  for (const [property, inputs, reason] of bad) {
    it(`refuses ${JSON.stringify(inputs)}`, () => {
      const failures = layoutFailures(inputs);
      assert.deepEqual(
        failures.map((failure) => failure.property),
        [property],
      );
      assert.match(failures[0]?.reason ?? "", reason);
    });
  }
});
