import assert from "node:assert/strict";
import type { PodSighting } from "../../../provider/src/rollout/pod-views";
import { Reporter } from "../../../provider/src/progress";
import { remainder, rollout } from "../../../provider/src/rollout/resource";
import { clusterName, type RolloutInputs } from "../../../provider/src/rollout/inputs";

const inputs: RolloutInputs = {
  connection: {
    brokers: ["kafka-controller-0.kafka-controller-headless.middleware.svc.cluster.local:9092"],
    access: "portForward",
    mechanism: "SCRAM-SHA-512",
    kubernetes: { context: "c", namespace: "middleware" },
    secretName: "kafka-operator",
  },
  statefulSets: ["kafka-controller"],
  replicas: 3,
  revision: "0123456789abcdef",
  timeoutSeconds: 900,
};
const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

describe("rollout: the resource", () => {
  it("changes with the revision, the number of brokers and the StatefulSets, and with nothing else; never a replacement", () => {
    const changes = (news: Partial<RolloutInputs>) => rollout.diff("kafka", inputs, { ...inputs, ...news });
    assert.deepEqual(changes({}), { changes: false });
    assert.deepEqual(changes({ revision: "other" }), { changes: true });
    assert.deepEqual(changes({ revision: unknown }), { changes: true });
    assert.deepEqual(changes({ replicas: 5 }), { changes: true });
    assert.deepEqual(changes({ statefulSets: ["kafka-zookeeper", "kafka-broker"] }), { changes: true });
    assert.deepEqual(changes({ timeoutSeconds: 5, connection: { ...inputs.connection, access: "direct" } }), {
      changes: false,
    });
    assert.deepEqual(rollout.diff("kafka", { ...inputs, __provider: "old" } as RolloutInputs, inputs), {
      changes: false,
    });
  });

  it("checks what it is given, and lets unknown values pass", () => {
    assert.deepEqual(rollout.check({}, inputs), { inputs, failures: [] });
    const vague = {
      ...inputs,
      replicas: unknown,
      statefulSets: unknown,
      timeoutSeconds: unknown,
    } as unknown as RolloutInputs;
    assert.deepEqual(rollout.check({}, vague).failures, []);
    const wrong = rollout.check({}, { ...inputs, replicas: 0, statefulSets: [], timeoutSeconds: 0 }).failures;
    assert.deepEqual(
      wrong.map(({ property }) => property),
      ["statefulSets", "replicas", "timeoutSeconds"],
    );
  });

  it("is named after the cluster", () => {
    assert.equal(clusterName(inputs), "kafka");
    assert.equal(clusterName({ ...inputs, statefulSets: ["events-zookeeper", "events-broker"] }), "events");
  });

  it("names what a refresh finds unfinished", () => {
    const pod = (id: number, change: Partial<PodSighting> = {}): PodSighting => ({
      name: `kafka-controller-${id}`,
      role: "broker",
      uid: "u",
      state: "ready",
      outdated: false,
      ...change,
    });
    assert.equal(remainder([pod(0), pod(1)]), undefined);
    assert.equal(remainder([pod(0), pod(1, { outdated: true })]), "outdated: kafka-controller-1");
    assert.equal(
      remainder([pod(0, { state: "missing" }), pod(1, { outdated: true, state: "starting" })]),
      "outdated: kafka-controller-1; not Ready: kafka-controller-0",
    );
  });
});

describe("rollout: progress", () => {
  it("tells what is new, and waiting at most every 5 s", () => {
    const lines: string[] = [];
    let now = 0;
    const report = new Reporter({ line: (text) => lines.push(text) }, () => now);
    report.say("restarting a");
    for (const text of ["3 behind", "2 behind", "1 behind", "1 behind"]) {
      now += 3;
      report.still(text);
    }
    now += 60;
    report.still("2 behind");
    report.still("1 behind");
    assert.deepEqual(lines, ["restarting a", "2 behind", "1 behind", "2 behind"]);
  });
});
