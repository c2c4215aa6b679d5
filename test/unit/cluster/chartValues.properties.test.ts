import assert from "node:assert/strict";
import fc from "fast-check";
import chartKeys from "../../../components/cluster/chartKeys.json";
import { chartValues } from "../../../components/cluster/values";
import type { Values } from "../../../components/cluster/values/merge";
import { isMap, merge, sortKeys } from "../../../components/cluster/values/merge";
import { statefulSetName } from "../../../components/cluster/names";
import { anySettings } from "./settings.arbitrary";

const known = new Set(chartKeys.keys);

/** Every key path of the values that the chart has no word for. */
function unknownPaths(value: unknown, path: string): string[] {
  if (known.has(path) || known.has(`${path}[]`) || known.has(`${path}.*`)) return [];
  if (!isMap(value)) return [path];
  return Object.entries(value).flatMap(([key, member]) => unknownPaths(member, path === "" ? key : `${path}.${key}`));
}

describe("chartValues, for any settings", function () {
  this.timeout(60_000);

  it("sets only what the chart knows", () => {
    fc.assert(fc.property(anySettings, (settings) => assert.deepEqual(unknownPaths(chartValues(settings), ""), [])));
  });

  it("gives the same text for the same settings, keys in order", () => {
    fc.assert(
      fc.property(anySettings, (settings) => {
        const text = JSON.stringify(chartValues(settings));
        assert.equal(JSON.stringify(chartValues(structuredClone(settings))), text);
        assert.equal(JSON.stringify(sortKeys(JSON.parse(text))), text);
      }),
    );
  });

  it("runs as many brokers as the settings say, in one of the chart's two StatefulSets", () => {
    fc.assert(
      fc.property(anySettings, (settings) => {
        const values = chartValues(settings) as Record<"controller" | "broker", { replicaCount: number }>;
        const { brokers, mode } = settings.cluster;
        assert.equal(values.controller.replicaCount, mode === "kraft" ? brokers : 0);
        assert.equal(values.broker.replicaCount, mode === "kraft" ? 0 : brokers);
      }),
    );
  });

  it("carries no value that the chart would make up or that holds a password", () => {
    fc.assert(
      fc.property(anySettings, (settings) => {
        const values = JSON.parse(JSON.stringify(chartValues(settings))) as Record<string, Record<string, unknown>>;
        assert.equal(values["sasl"]?.["existingSecret"], `${settings.cluster.name}-internal-credentials`);
        assert.doesNotMatch(
          JSON.stringify(values),
          /"(passwords?|clusterId|clientSecret|keystorePassword|truststorePassword)":/,
        );
        if (settings.cluster.external !== undefined) assert.ok(values["tls"]?.["passwordsSecret"]);
        if (settings.cluster.mode === "kraft") assert.ok(values["kraft"]?.["existingClusterIdSecret"]);
      }),
    );
  });

  it("lets the quorum, the brokers and the metrics through its network policy", () => {
    fc.assert(
      fc.property(anySettings, (settings) => {
        const { cluster, monitoring } = settings;
        const policies = chartValues(settings)["extraDeploy"] as {
          metadata: { name: string };
          spec: { ingress: { ports: { port: number }[] }[] };
        }[];
        const brokers = policies.find((policy) => policy.metadata.name === statefulSetName(settings));
        assert.equal(brokers !== undefined, cluster.networkPolicy.enabled);
        if (brokers === undefined) return;
        const open = brokers.spec.ingress.flatMap((rule) => rule.ports.map(({ port }) => port)).sort();
        const expected = [
          9092,
          9094,
          ...(cluster.mode === "kraft" ? [9093] : []),
          ...(cluster.external === undefined ? [] : [9095]),
          ...(monitoring.metrics ? [5556] : []),
        ];
        assert.deepEqual(open, expected.sort());
        assert.equal(policies.length, cluster.mode === "kraft" ? 1 : 2);
      }),
    );
  });
});

describe("merge", () => {
  const values = fc.dictionary(fc.constantFrom("a", "b", "c"), fc.jsonValue({ maxDepth: 3 }));

  it("changes nothing when a map is merged over itself, or the empty map is", () => {
    fc.assert(
      fc.property(values, (a) => {
        assert.deepEqual(merge(a, a), merge(a));
        assert.deepEqual(merge(a, {}), merge({}, a));
      }),
    );
  });

  it("lets the later win, key by key", () => {
    fc.assert(
      fc.property(values, values, (a, b) => {
        const merged = merge(a, b);
        for (const key of Object.keys({ ...a, ...b })) {
          const [before, over] = [a, b].map((side) => (Object.hasOwn(side, key) ? side[key] : undefined));
          if (!Object.hasOwn(b, key)) assert.deepEqual(merged[key], before);
          else if (isMap(before) && isMap(over)) assert.deepEqual(merged[key], merge(before, over));
          else assert.deepEqual(merged[key], over);
        }
      }),
    );
  });

  it("takes any key for what it is", () => {
    const odd = JSON.parse('{ "__proto__": { "a": 1 }, "toString": 2 }') as Values;
    assert.equal(JSON.stringify(merge({ toString: 1 }, odd)), '{"toString":2,"__proto__":{"a":1}}');
  });

  it("replaces lists", () => {
    assert.deepEqual(merge({ a: [1, 2], b: { c: 1 } }, { a: [3], b: { d: 2 } }), { a: [3], b: { c: 1, d: 2 } });
  });
});
