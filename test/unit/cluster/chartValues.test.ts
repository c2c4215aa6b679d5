import assert from "node:assert/strict";
import { chartValues } from "../../../components/cluster/values";
import type { Settings } from "../../../config/schema";
import { cases, external, settings } from "./cases";
import { at } from "./renderFacts";

/** One of the chart's values, by its path with dots. */
const value = (of: Settings, path: string): unknown => at(chartValues(of), ...path.split("."));
const expectAll = (of: Settings, expected: Record<string, unknown>): void =>
  assert.deepEqual(Object.fromEntries(Object.keys(expected).map((path) => [path, value(of, path)])), expected);
const some = (name: string): Settings => {
  const found = { ...cases, ...external }[name];
  assert.ok(found, name);
  return found;
};

describe("chartValues", () => {
  it("has the guide's values in prod", () => {
    expectAll(some("prod"), {
      fullnameOverride: "kafka",
      "kraft.enabled": true,
      "zookeeper.enabled": false,
      "controller.replicaCount": 3,
      "controller.controllerOnly": false,
      "broker.replicaCount": 0,
      "controller.heapOpts": "-Xmx1024m -Xms1024m -XX:+UseG1GC",
      "controller.resources": {
        requests: { cpu: "500m", memory: "2Gi" },
        limits: { cpu: "2000m", memory: "4Gi" },
      },
      "controller.persistence": { enabled: true, size: "100Gi", storageClass: "managed-premium" },
      "metrics.jmx.enabled": true,
      "metrics.kafka.enabled": true,
      "provisioning.enabled": false,
    });
    const lines = String(value(some("prod"), "extraConfig")).split("\n");
    for (const line of [
      "auto.create.topics.enable=false",
      "default.replication.factor=3",
      "delete.topic.enable=true",
      "log.retention.hours=168",
      "log.segment.bytes=1073741824",
      "message.max.bytes=10485760",
      "min.insync.replicas=2",
      "num.io.threads=16",
      "num.network.threads=8",
      "num.partitions=8",
      "replica.fetch.max.bytes=10485760",
      "socket.receive.buffer.bytes=1048576",
      "socket.send.buffer.bytes=1048576",
    ])
      assert.ok(lines.includes(line), line);
    assert.deepEqual(lines, [...lines].sort());
  });

  it("has the guide's ZooKeeper mode: the four switches, three servers of 20Gi", () => {
    expectAll(some("zookeeper"), {
      "kraft.enabled": false,
      "controller.replicaCount": 0,
      "broker.replicaCount": 3,
      "zookeeper.enabled": true,
      "zookeeper.fullnameOverride": "kafka-zookeeper",
      "zookeeper.replicaCount": 3,
      "zookeeper.heapSize": 512,
      "zookeeper.persistence": { enabled: true, size: "20Gi", storageClass: "" },
      "zookeeper.auth": { client: { enabled: false }, quorum: { enabled: false } },
      "broker.heapOpts": "-Xmx1024m -Xms1024m -XX:+UseG1GC",
    });
    assert.equal(value(some("zookeeper"), "controller.heapOpts"), undefined);
  });

  it("offers SCRAM alone, and keeps it off the controller listener (KAFKA-15513)", () => {
    for (const [name, mechanism] of [
      ["prod", "SCRAM-SHA-512"],
      ["local", "SCRAM-SHA-256"],
    ] as const)
      expectAll(some(name), {
        "sasl.enabledMechanisms": mechanism,
        "sasl.interBrokerMechanism": mechanism,
        "sasl.controllerMechanism": mechanism,
        "sasl.client": { users: ["operator"] },
        "sasl.interbroker": { user: "interbroker" },
        "sasl.existingSecret": "kafka-internal-credentials",
        "kraft.existingClusterIdSecret": "kafka-cluster-id",
        "listeners.client.protocol": "SASL_PLAINTEXT",
        "listeners.controller.protocol": "PLAINTEXT",
        "listeners.interbroker.protocol": "SASL_PLAINTEXT",
        "listeners.external.protocol": "SASL_SSL",
      });
  });

  it("lets brokers of two turns of the internal users' passwords work side by side", () => {
    const [first, second] = [1, 2].map((rotation) => chartValues(settings({ security: { rotation } })));
    assert.deepEqual(second?.["sasl"], {
      ...(first?.["sasl"] as object),
      client: { users: ["operator.b"] },
      interbroker: { user: "interbroker.b" },
      existingSecret: "kafka-internal-credentials-b",
    });
    for (const values of [first, second])
      assert.match(
        String(values?.["extraConfig"]),
        /^super\.users=User:interbroker;User:interbroker\.b;User:operator;User:operator\.b;User:ANONYMOUS$/m,
      );
    assert.deepEqual({ ...second, sasl: 0 }, { ...first, sasl: 0 }, "nothing else differs");
  });

  it("leaves restarts to the program, and lets the quorum form at once", () => {
    expectAll(some("prod"), {
      "controller.updateStrategy": { type: "OnDelete" },
      "controller.podManagementPolicy": "Parallel",
      "controller.terminationGracePeriodSeconds": 120,
      "controller.startupProbe.failureThreshold": 180,
    });
  });

  it("renders a disruption budget that Kubernetes takes, and none for a single broker", () => {
    assert.deepEqual(value(some("prod"), "controller.pdb"), { create: true, minAvailable: "", maxUnavailable: 1 });
    assert.equal(value(some("dev"), "controller.pdb.create"), false);
    assert.equal(value(settings({ cluster: { podDisruptionBudget: false } }), "controller.pdb.create"), false);
    assert.equal(value(some("zookeeper, alone"), "zookeeper.pdb.create"), false);
  });

  it("keeps pods apart as strictly as asked", () => {
    const zones = (name: string, role: string): unknown =>
      value(some(name), `${role}.topologySpreadConstraints.0.whenUnsatisfiable`);
    assert.equal(value(some("prod"), "controller.podAntiAffinityPreset"), "hard");
    assert.equal(value(some("zookeeper"), "broker.podAntiAffinityPreset"), "soft");
    assert.equal(value(some("dev"), "controller.podAntiAffinityPreset"), "");
    assert.equal(zones("prod", "controller"), "DoNotSchedule");
    assert.equal(zones("zookeeper", "zookeeper"), "ScheduleAnyway");
    assert.deepEqual(value(some("dev"), "controller.topologySpreadConstraints"), []);
  });

  it("follows the restricted Pod Security Standard, with a read-only root", () => {
    for (const [name, path] of [
      ["prod", "controller"],
      ["zookeeper", "broker"],
      ["prod", "metrics.jmx"],
      ["prod", "metrics.kafka"],
    ] as const)
      assert.deepEqual(value(some(name), `${path}.containerSecurityContext`), {
        enabled: true,
        runAsUser: 1001,
        runAsNonRoot: true,
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ["ALL"] },
        seccompProfile: { type: "RuntimeDefault" },
      });
    assert.equal(value(some("prod"), "controller.automountServiceAccountToken"), false);
    assert.equal(value(some("prod"), "controller.enableServiceLinks"), false);
  });

  it("takes every image from the stack's registry", () => {
    const digest = `sha256:${"0".repeat(64)}`;
    const mirror = settings({
      images: {
        registry: "mirror.example",
        kafka: { repository: "k", tag: "1", digest },
        pullPolicy: "Always",
        pullSecrets: ["s"],
      },
    });
    for (const path of [
      "image",
      "zookeeper.image",
      "metrics.jmx.image",
      "metrics.kafka.image",
      "externalAccess.autoDiscovery.image",
      "volumePermissions.image",
      "zookeeper.volumePermissions.image",
    ])
      expectAll(mirror, { [`${path}.registry`]: "mirror.example", [`${path}.pullPolicy`]: "Always" });
    expectAll(mirror, { "image.repository": "k", "image.digest": digest, "global.imagePullSecrets": ["s"] });
  });

  it("tells charts that ask for it to take images of another repository, and no others", () => {
    for (const [version, taken] of [
      ["26.11.4", undefined],
      ["31.0.0", undefined],
      ["31.1.0", true],
      ["32.4.4", true],
    ] as const) {
      assert.equal(value(settings({ chart: { version } }), "global.security.allowInsecureImages"), taken, version);
    }
  });

  it("lets clients in from the namespaces that are named, and always the exporter", () => {
    const from = value(some("local"), "extraDeploy.0.spec.ingress.0.from") as unknown[];
    assert.equal(from.length, 2);
    assert.deepEqual(at(from[1], "namespaceSelector", "matchExpressions", 0, "values"), ["apps"]);
    const none = settings({ cluster: { networkPolicy: { clientNamespaces: [] } } });
    assert.equal((value(none, "extraDeploy.0.spec.ingress.0.from") as unknown[]).length, 1);
    assert.equal(value(settings(), "extraDeploy.0.spec.ingress.0.from"), undefined);
  });

  it("lets nobody but brokers and servers reach ZooKeeper, and anybody its metrics", () => {
    const rules = value(some("zookeeper"), "extraDeploy.1.spec.ingress") as unknown[];
    const open = rules.map((rule) => [
      at(rule, "ports", 0, "port"),
      (at(rule, "from") as unknown[] | undefined)?.length,
    ]);
    assert.deepEqual(open, [
      [2181, 2],
      [2888, 1],
      [9141, undefined],
    ]);
    assert.equal(value(some("zookeeper"), "zookeeper.networkPolicy.enabled"), false);
  });

  it("gives ServiceMonitors the labels that a Prometheus selects by", () => {
    assert.deepEqual(value(some("prod"), "metrics.serviceMonitor"), {
      enabled: true,
      interval: "30s",
      labels: { release: "prometheus" },
      scrapeTimeout: "10s",
      relabelings: [
        { sourceLabels: ["__meta_kubernetes_pod_name"], targetLabel: "instance" },
        { sourceLabels: ["__meta_kubernetes_service_name"], regex: "(kafka-metrics)", targetLabel: "instance" },
        { targetLabel: "cluster", replacement: "kafka" },
      ],
    });
    const named = settings({ environment: "staging", monitoring: { serviceMonitor: { enabled: true } } });
    const last = { targetLabel: "environment", replacement: "staging" };
    assert.deepEqual(value(named, "metrics.serviceMonitor.relabelings.3"), last);
  });

  it("is scraped by the operator or by annotations, never by both", () => {
    const annotations = { "metrics.jmx.service.annotations": {}, "metrics.kafka.service.annotations": {} };
    const scraped = (scrape: string): Record<string, unknown> =>
      Object.fromEntries(Object.keys(annotations).map((path) => [path, { "prometheus.io/scrape": scrape }]));
    expectAll(some("prod"), scraped("false"));
    expectAll(some("dev"), scraped("true"));
  });

  it("gives the JMX exporter this program's rules in place of the chart's", () => {
    expectAll(some("prod"), { "metrics.jmx.existingConfigmap": "kafka-jmx-rules" });
    expectAll(some("zookeeper, alone"), { "metrics.jmx.existingConfigmap": "" });
  });

  it("switches metrics off as a whole, the exporter alone, or neither", () => {
    expectAll(some("zookeeper, alone"), { "metrics.jmx.enabled": false, "metrics.kafka.enabled": false });
    expectAll(some("local"), { "metrics.jmx.enabled": true, "metrics.kafka.enabled": false });
  });

  it("lets clients log in again in time where that is asked for, and brokers never", () => {
    const lines = (security: object): string[] =>
      String(value(settings({ security }), "extraConfig"))
        .split("\n")
        .filter((line) => line.includes("reauth"));
    assert.deepEqual(lines({ connectionsMaxReauth: "1h" }), ["listener.name.client.connections.max.reauth.ms=3600000"]);
    assert.deepEqual(lines({ connectionsMaxReauth: "0s" }), []);
  });

  it("has no access from outside unless it is asked for", () => {
    expectAll(some("prod"), { "externalAccess.enabled": false, "rbac.create": false, tls: undefined });
  });

  it("opens load balancers with named hosts", () => {
    expectAll(some("load balancers with hosts"), {
      "externalAccess.enabled": true,
      "externalAccess.autoDiscovery.enabled": false,
      "externalAccess.controller.service.type": "LoadBalancer",
      "externalAccess.controller.service.loadBalancerNames": ["a.example", "b.example", "c.example"],
      "rbac.create": false,
      "controller.automountServiceAccountToken": false,
      "tls.type": "JKS",
      "tls.existingSecret": "tls",
      "tls.jksKeystoreKey": "ca.crt",
      "tls.passwordsSecret": "kafka-internal-credentials",
      "tls.sslClientAuth": "none",
    });
  });

  it("asks Kubernetes for addresses that aren't named, with the rights that takes", () => {
    expectAll(some("load balancers, discovered"), {
      "externalAccess.autoDiscovery.enabled": true,
      "rbac.create": true,
      "controller.automountServiceAccountToken": true,
    });
    expectAll(some("node ports, discovered, ZooKeeper"), {
      "externalAccess.autoDiscovery.enabled": true,
      "externalAccess.broker.service.useHostIPs": true,
      "broker.automountServiceAccountToken": true,
    });
  });

  it("gives each broker its own host on a node port, and restarts it when that changes", () => {
    const stack = some("node ports with hosts");
    expectAll(stack, {
      "externalAccess.controller.service.nodePorts": [30001, 30002, 30003],
      "externalAccess.controller.service.domain": "external-host-placeholder",
    });
    assert.match(String(value(stack, "extraInit")), /external_hosts=\('a\.example' 'b\.example' 'c\.example'\)/);
    assert.equal(
      at(value(stack, "controller.podAnnotations"), "kafka-on-kubernetes/external-hosts"),
      "a.example,b.example,c.example",
    );
  });

  it("puts the stack's own values over the rest, last", () => {
    const stack = settings({
      cluster: {
        values: {
          controller: { nodeSelector: { disk: "ssd" }, heapOpts: "-Xmx2g" },
          global: { imagePullSecrets: ["a"] },
        },
      },
    });
    expectAll(stack, {
      "controller.nodeSelector": { disk: "ssd" },
      "controller.heapOpts": "-Xmx2g",
      "controller.replicaCount": 3,
      "global.imagePullSecrets": ["a"],
    });
  });

  it("refuses values of the stack that the chart doesn't know", () => {
    assert.throws(
      () => chartValues(settings({ cluster: { values: { heapOpt: "-Xmx2g" } } })),
      /^Error: kafka:cluster\.values\.heapOpt: chart 26\.11\.4 has no such value; did you mean heapOpts\?$/,
    );
  });
});
