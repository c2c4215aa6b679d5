import assert from "node:assert/strict";
import type { Inputs } from "../../../review/change";
import { between, change, lines, meaning, topic, user } from "./changes";

const SET = "kubernetes:apps/v1:StatefulSet";
const ROLLOUT = "pulumi-nodejs:dynamic/kafka/cluster:BrokerRollout";
const CONFIG_MAP = "kubernetes:core/v1:ConfigMap";

const statefulSet = (heap: string, replicas = 3, more: object = {}): Inputs => ({
  spec: {
    replicas,
    template: {
      metadata: { annotations: { "checksum/configuration": "a" } },
      spec: { containers: [{ name: "kafka", image: "kafka:1", env: [{ name: "KAFKA_HEAP_OPTS", value: heap }] }] },
      ...more,
    },
  },
});
const rollout = (revision: string): Inputs => ({ revision, replicas: 3, statefulSets: ["kafka-controller"] });
const configuration = (...properties: string[]): Inputs => ({ data: { "server.properties": properties.join("\n") } });
const controller = "kafka:middleware/kafka-controller";

describe("what the brokers' changes mean", () => {
  it("is one restart with its reasons, not three objects", () => {
    const changes = [
      between(SET, controller, statefulSet("-Xmx1024m -Xms1024m"), statefulSet("-Xmx2g -Xms2g")),
      between(ROLLOUT, "kafka-rollout", rollout("a"), rollout("b")),
    ];
    assert.deepEqual(lines(changes), [
      "care StatefulSet kafka-controller: 3 brokers will restart one by one, each only while every partition is in sync, the active controller last, for heap 1 GiB → 2 GiB",
    ]);
  });

  it("says that a single broker's restart is an outage", () => {
    const alone = between(SET, controller, statefulSet("-Xmx1g", 1), statefulSet("-Xmx2g", 1));
    assert.match(lines([alone])[0] ?? "", /^care .*its only broker restarts: Kafka is away meanwhile, for heap/);
  });

  it("is dangerous where a StatefulSet is replaced, deleted or made smaller", () => {
    const state = { before: statefulSet("-Xmx1g"), after: statefulSet("-Xmx1g") };
    assert.match(lines([change(SET, controller, "replace", state)])[0] ?? "", /^danger .*would be REPLACED/);
    assert.match(lines([between(SET, controller, state.before)])[0] ?? "", /^danger .*is DELETED/);
    const smaller = between(SET, controller, statefulSet("-Xmx1g", 5), statefulSet("-Xmx1g", 3));
    assert.match(lines([smaller])[0] ?? "", /^danger .*2 brokers fewer \(5 → 3\): the replicas on them are LOST/);
  });

  it("tells what a broker setting does to every topic without its own", () => {
    const changes = [
      between(
        CONFIG_MAP,
        "kafka:middleware/kafka-controller-configuration",
        configuration("log.retention.hours=168", "num.io.threads=8"),
        configuration("log.retention.ms=86400000", "num.io.threads=16"),
      ),
    ];
    assert.deepEqual(lines(changes), [
      "danger every topic without its own retention.ms: retention shortened from 7 d to 1 d: DELETES data older than 1 d",
      "plain broker setting num.io.threads: 8 → 16",
    ]);
  });

  it("judges a topic by the brokers' settings of before and after, when both change at once", () => {
    const changes = [
      between(CONFIG_MAP, "c", configuration("log.retention.hours=24"), configuration("log.retention.hours=48")),
      topic("orders", {}, { config: { "retention.ms": String(86_400_000) } }),
    ];
    // It had one day from the brokers, and now has the same of its own.
    assert.deepEqual(
      lines(changes).filter((line) => line.includes("orders")),
      [],
    );
  });

  it("tells a closed cluster from an opened one", () => {
    const key = "allow.everyone.if.no.acl.found";
    const map = (before: string, after: string): string[] =>
      lines([between(CONFIG_MAP, "c", configuration(`${key}=${before}`), configuration(`${key}=${after}`))]);
    assert.match(map("true", "false")[0] ?? "", /^danger .*LOSE ACCESS/);
    assert.match(map("false", "true")[0] ?? "", /^danger .*open to EVERY client/);
  });

  it("goes on with a restart that an earlier run left", () => {
    const left = between(ROLLOUT, "kafka-rollout", rollout("outdated: kafka-controller-1"), rollout("b"));
    assert.match(lines([left])[0] ?? "", /^care .*left unfinished \(outdated: kafka-controller-1\)/);
  });
});

describe("what the changes of users and other objects mean", () => {
  it("tells who loses access, and whose password changes", () => {
    assert.deepEqual(lines([user("a", {}), user("b", {}, { rotation: 2 }), user("c", undefined, {})]), [
      "danger user a: LOSES ACCESS: its credential is removed, and its next login fails",
      "care user b: gets a new password (rotation 1 → 2): the one before works until the next rotation, and applications must have read their Secret again by then",
      "plain user c: created, with a password and a Secret of its own",
    ]);
  });

  it("puts what locks a user out under the user, in words", () => {
    const revocation = (name: string, before?: object, after?: object) =>
      between("pulumi-nodejs:dynamic/kafka/users:KafkaRevocation", name, before && { name }, after && { name });
    assert.deepEqual(lines([user("a", {}), revocation("a", {})]), [
      "danger user a: LOSES ACCESS: its credential is removed, and its next login fails",
      "plain user a: is locked out first; its Secrets, rules and quotas go after that",
    ]);
    assert.deepEqual(lines([user("b", undefined, {}), revocation("b", undefined, {})]), [
      "plain user b: created, with a password and a Secret of its own",
    ]);
    assert.deepEqual(lines([revocation("c", undefined, {}), revocation("d", {}, {})]), [
      "plain user c: from now on it is locked out before all else when it is removed",
    ]);
    assert.deepEqual(lines([revocation("e", {})]), [
      "plain user e: is no longer locked out before all else when it is removed",
    ]);
    assert.deepEqual(
      meaning([revocation("e", {})]).map(({ area }) => area),
      ["users"],
    );
  });

  it("tells which right a user loses, and which it gets", () => {
    const before = { rules: { produce: ["orders", "events"], admin: ["orders"] } };
    const after = { rules: { produce: ["events", "orders", "clicks"], describe: ["*"] } };
    assert.deepEqual(lines([user("a", before, after)]), [
      "danger user a: LOSES the right admin orders",
      "plain user a: gets the right produce clicks",
      "care user a: gets the right describe *",
    ]);
    assert.match(lines([user("a", { previous: "keep" }, { previous: "remove" })])[0] ?? "", /^danger .*LOSE ACCESS/);
  });

  it("tells a namespace that goes with everything in it from one that stays", () => {
    const type = "kubernetes:core/v1:Namespace";
    const before = { metadata: { name: "middleware" } };
    assert.match(
      lines([change(type, "n", "delete", { before })])[0] ?? "",
      /^danger Namespace n: is DELETED with everything/,
    );
    assert.match(lines([change(type, "n", "delete", { before, retained: true })])[0] ?? "", /^care .*stays as it is/);
  });

  it("warns of another Kubernetes cluster, another cluster id, and of an alert that goes", () => {
    const [provider, bytes] = ["pulumi:providers:kubernetes", "random:index/randomBytes:RandomBytes"];
    const found = lines([
      between(provider, "kafka-kubernetes", { context: "a" }, { context: "b" }),
      change(bytes, "kafka-credentials-cluster-id", "replace", { before: { length: 16 }, after: { length: 17 } }),
      between("kubernetes:monitoring.coreos.com/v1:PrometheusRule", "rules", { spec: {} }),
    ]);
    assert.deepEqual(
      found.map((line) => line.split(" ").slice(0, 2).join(" ")),
      ["care PrometheusRule", "danger RandomBytes", "danger provider"],
    );
  });
});
