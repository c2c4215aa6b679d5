import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import chartKeys from "../../../components/cluster/chartKeys.json";
import { valueProblems } from "../../../components/cluster/values";
import { keyPaths } from "../../../components/cluster/values/keyPaths";
import { reserved } from "../../../components/cluster/values/reserved";

describe("keyPaths", () => {
  it("names single values, lists and free maps, and keeps no value", () => {
    const values = { a: { b: 1, c: [2], d: {}, podSecurityContext: { x: 1 }, annotations: { y: 1 } }, e: null, f: "" };
    assert.deepEqual(keyPaths(values), [
      "a.annotations.*",
      "a.b",
      "a.c[]",
      "a.d.*",
      "a.podSecurityContext.*",
      "e",
      "f",
    ]);
    assert.deepEqual(keyPaths({ a: 1 }, "zookeeper."), ["zookeeper.a"]);
  });

  const data = join(__dirname, "../../../../shared/data/bitnami-kafka-26.11.4");
  it("gives the list that the project keeps, from the chart's own values.yaml", function () {
    if (!existsSync(data)) return this.skip();
    const read = (file: string): unknown => parse(readFileSync(join(data, file), "utf8"));
    const kafka = keyPaths(read("values.yaml"));
    const zookeeper = keyPaths(read("zookeeper-12.10.1-values.yaml"), "zookeeper.");
    assert.deepEqual(chartKeys.keys, [...new Set([...kafka, ...zookeeper])].sort());
  });
});

describe("the stack's own chart values", () => {
  it("may be anything that the chart knows", () => {
    const values = {
      controller: {
        nodeSelector: { disk: "ssd" },
        tolerations: [{ key: "kafka", operator: "Exists" }],
        containerSecurityContext: { seLinuxOptions: { level: "s0" } },
        priorityClassName: "high",
      },
      metrics: { kafka: { extraFlags: { "topic.filter": "^a" } } },
      zookeeper: { jvmFlags: "-Dx=y", persistence: { annotations: { a: "b" } } },
    };
    assert.deepEqual(valueProblems(values), []);
  });

  it("are refused where the chart would ignore them, all at once, with the nearest key", () => {
    const problems = valueProblems({
      replicaCount: 3,
      controller: { nodeSelectors: {}, heapOpts: { x: 1 }, tolerations: {} },
      tls: 1,
    });
    assert.deepEqual(problems, [
      "kafka:cluster.values.replicaCount: chart 26.11.4 has no such value; did you mean broker.replicaCount?",
      "kafka:cluster.values.controller.nodeSelectors: chart 26.11.4 has no such value; did you mean controller.nodeSelector?",
      "kafka:cluster.values.controller.heapOpts: the chart takes a single value here",
      "kafka:cluster.values.controller.tolerations: the chart takes a list here",
      "kafka:cluster.values.tls: the chart takes a map here",
    ]);
  });

  it("are refused where the program relies on its own, and where a password would stand in the state", () => {
    const [name, password] = valueProblems({ fullnameOverride: "x", sasl: { client: { passwords: "x" } } });
    assert.match(name ?? "", /^kafka:cluster\.values\.fullnameOverride: can't be set here: .*kafka:cluster\.name/);
    assert.match(password ?? "", /^kafka:cluster\.values\.sasl\.client\.passwords: can't be set here: .*password/);
  });

  it("knows every reserved key from the chart", () => {
    const names = new Set(chartKeys.keys.map((key) => key.replace(/(\[\]|\.\*)$/, "")));
    assert.deepEqual(
      Object.keys(reserved).filter((key) => !names.has(key)),
      [],
    );
  });
});
