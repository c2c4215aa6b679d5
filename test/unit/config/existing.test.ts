import assert from "node:assert/strict";
import { parseSettings } from "../../../config/parse";
import { problemLine } from "../../../config/problem";
import type { ExternalSettings } from "../../../config/schema";
import { isExternal } from "../../../config/schema";
import { stackValues } from "../../../config/stackValues";
import { errorsOf, least } from "./parsed";

const cluster = { type: "external", bootstrapServers: ["kafka-1.example.com:9093"] };

function settingsOf(raw: object): ExternalSettings {
  const parsed = parseSettings(raw, "test");
  assert.ok(parsed.ok, parsed.ok ? "" : parsed.errors.map(problemLine).join("\n"));
  assert.ok(isExternal(parsed.settings));
  return parsed.settings;
}

describe("a stack whose brokers exist already", () => {
  it("says where they are, and needs no Kubernetes cluster", () => {
    const settings = settingsOf({ cluster });
    assert.equal(settings.cluster.protocol, "SASL_SSL");
    assert.deepEqual(settings.cluster.administrator, { username: "operator" });
    assert.equal(settings.kubernetes.context, undefined);
    assert.equal(settings.topics["model-events"]?.replicationFactor, 3);
  });

  it("says what the brokers are by the same keys as one on Kubernetes", () => {
    const brokers = { brokers: 1, mode: "zookeeper", heapMiB: 512, settings: { "log.retention.hours": "7d" } };
    const settings = settingsOf({ cluster: { ...cluster, ...brokers } });
    assert.equal(settings.cluster.settings["log.retention.hours"], "168");
    assert.equal(settings.topics["model-events"]?.replicationFactor, 1);
    assert.deepEqual(errorsOf({ cluster: { ...cluster, settings: { "num.partition": 1 } } }), [
      'kafka:cluster.settings["num.partition"]: Kafka 3.6 knows no such broker setting; the nearest is num.partitions',
    ]);
  });

  it("lets topic configs pass that Kafka 3.6 doesn't have, with a warning: its brokers may be newer, and are asked", () => {
    const config = { "newer.than.ours": "7d", "retention.ms": "7d" };
    const parsed = parseSettings({ cluster, topics: { t: { config } } }, "test");
    assert.ok(parsed.ok);
    assert.deepEqual(parsed.settings.topics["t"]?.config, { "newer.than.ours": "7d", "retention.ms": "604800000" });
    const [warning] = parsed.warnings.map(problemLine).filter((line) => line.includes("newer"));
    assert.match(
      warning ?? "",
      /^kafka:topics\.t\.config\["newer\.than\.ours"\]: Kafka 3\.6 knows no such topic config; the nearest is .*; the brokers are asked for theirs$/,
    );
    assert.deepEqual(errorsOf({ cluster, topics: { t: { config: { "newer.than.ours": "a\nb" } } } }), [
      'kafka:topics.t.config["newer.than.ours"]: found "a\\nb"; allowed: one line of plain ASCII text without {{',
    ]);
  });

  it("has more than ten brokers where it likes: they need not all be voters", () => {
    assert.equal(settingsOf({ cluster: { ...cluster, brokers: 30 } }).cluster.brokers, 30);
    assert.equal(errorsOf({ ...least, cluster: { brokers: 30 } }).length, 1);
  });

  it("is refused with one line for each thing that doesn't fit", () => {
    const wrong = (over: object): string[] => errorsOf({ cluster, ...over });
    assert.deepEqual(wrong({ cluster: { type: "extern" } }), [
      'kafka:cluster.type: found "extern"; allowed: kubernetes or external',
    ]);
    assert.deepEqual(wrong({ cluster: { type: "external" } }), [
      "kafka:cluster.bootstrapServers: found nothing; allowed: a list",
    ]);
    assert.deepEqual(wrong({ cluster: { ...cluster, bootstrapServers: ["kafka-1"] } }), [
      'kafka:cluster.bootstrapServers[0]: found "kafka-1"; allowed: an address such as kafka-1.example.com:9092',
    ]);
    assert.deepEqual(wrong({ cluster: { ...cluster, antiAffinity: "none" } }), [
      "kafka:cluster.antiAffinity: is only for kafka:cluster.type kubernetes; take it out",
    ]);
    assert.deepEqual(errorsOf({ ...least, cluster: { protocol: "SASL_SSL" } }), [
      "kafka:cluster.protocol: is only for kafka:cluster.type external; take it out",
    ]);
    assert.deepEqual(wrong({ monitoring: { dashboards: { as: "configMap" } } }), [
      "kafka:monitoring.dashboards.as: found configMap, and the stack names no Kubernetes cluster that Grafana finds it in: name it in kafka:kubernetes.context, or set none",
    ]);
    assert.deepEqual(wrong({ monitoring: { serviceMonitor: { enabled: true }, alerts: { as: "configMap" } } }), [
      "kafka:monitoring.alerts.as: found configMap, and the stack names no Kubernetes cluster that Prometheus finds it in: name it in kafka:kubernetes.context, or set none",
      "kafka:monitoring.serviceMonitor.enabled: found true; allowed: false, as kafka:cluster.type is external: these brokers' exporters are not this program's",
    ]);
    assert.deepEqual(
      wrong({ kubernetes: { context: "prod" }, monitoring: { kafkaExporter: false, alerts: { as: "configMap" } } }),
      [
        "kafka:monitoring.alerts.as: found configMap; allowed: none without the Kafka exporter, as kafka:cluster.type is external: set kafka:monitoring.kafkaExporter to true where one watches these brokers",
      ],
    );
    assert.deepEqual(wrong({ cluster: { ...cluster, protocol: "SASL_PLAINTEXT", caFile: "ca.pem" } }), [
      "kafka:cluster.caFile: has no effect while kafka:cluster.protocol is SASL_PLAINTEXT; take it out, or set SASL_SSL",
    ]);
    assert.deepEqual(wrong({ security: { rotation: 2 } }), [
      "kafka:security.rotation: found 2; allowed: 1, as kafka:cluster.type is external: this program didn't make the administrator and the brokers' user",
    ]);
    assert.deepEqual(wrong({ security: { tls: { secret: "tls" } } }), [
      "kafka:security.tls: is for brokers that this program deploys; take it out, and say how these are reached in kafka:cluster.protocol and kafka:cluster.caFile",
    ]);
    assert.deepEqual(wrong({ access: "portForward" }), [
      'kafka:access: found "portForward"; allowed: direct, as kafka:cluster.type is external: there are no pods to forward to',
    ]);
  });

  it("has Secrets only where it names a Kubernetes cluster", () => {
    const secrets = {
      cluster: { ...cluster, administrator: { secret: "kafka-operator" } },
      users: { worker: { namespaces: ["apps"] } },
    };
    const found = errorsOf(secrets);
    assert.equal(found.length, 2, found.join("\n"));
    assert.match(
      found.join("\n"),
      /administrator\.secret: .*kafka:kubernetes\.context.*\n.*users\.worker\.namespaces: /,
    );
    assert.equal(settingsOf({ ...secrets, ...least }).cluster.administrator.secret, "kafka-operator");
  });

  describe("has its administrator's password", () => {
    const secure = { secure: "v1:abc" };

    it("encrypted, and from one place", () => {
      assert.ok(settingsOf({ cluster, administratorPassword: secure }).administratorPassword !== undefined);
      const both = { ...least, administratorPassword: secure };
      assert.deepEqual(errorsOf({ ...both, cluster: { ...cluster, administrator: { secret: "s" } } }), [
        'kafka:cluster.administrator.secret: found "s", but kafka:administratorPassword is set too; keep one of them',
      ]);
    });

    it("never in plain text, and no error shows it", () => {
      const [line = ""] = errorsOf({ cluster, administratorPassword: "hunter2" });
      assert.match(line, /^kafka:administratorPassword: found a value \(hidden\); allowed: .*--secret/);
      assert.doesNotMatch(line, /hunter2/);
    });

    it("never among the settings: they tell that there is one", () => {
      const config = { "kafka:administratorPassword": "hunter2", "kafka:cluster": JSON.stringify(cluster) };
      const { raw, errors } = stackValues(config, (key) => key === "kafka:administratorPassword");
      assert.deepEqual(errors, []);
      assert.doesNotMatch(JSON.stringify(settingsOf(raw)), /hunter2/);
      assert.ok(settingsOf(raw).administratorPassword !== undefined);
    });
  });
});
