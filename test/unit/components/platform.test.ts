import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { StackFile } from "../../../config/schema";
import { anySchema, schema } from "../../../config/schema";
import { KafkaPlatform } from "../../../components/platform/KafkaPlatform";
import type { Registered } from "./recorded";
import { find, recorded, secretKeys } from "./recorded";

function platform(file: StackFile): Promise<Registered[]> {
  const settings = schema.parse(file);
  const target = { context: "kafka-test", server: "https://127.0.0.1:6443" };
  return recorded(() => new KafkaPlatform(settings.cluster.name, { settings, target }));
}

const stack = (more: Partial<StackFile> = {}): StackFile => ({
  kubernetes: { context: "kafka-test" },
  users: { worker: { rotation: 2, namespaces: ["ai"] } },
  ...more,
});

describe("KafkaPlatform", () => {
  it("deploys the chart by its OCI address and version, and waits for nothing but the rollout", async () => {
    const { inputs } = find(await platform(stack()), "v4:Chart", "kafka");
    assert.equal(inputs["chart"], "oci://registry-1.docker.io/bitnamicharts/kafka");
    assert.equal(inputs["version"], "26.11.4");
    assert.equal(inputs["namespace"], "middleware");
    assert.equal(inputs["skipAwait"], true);
  });

  it("lets the guard look before there is a namespace or a password, and has the namespace before what is in it", async () => {
    const userGroups = { devices: { users: { "device-0": {} } } };
    const resources = await platform(stack({ console: { enabled: true }, userGroups }));
    const first = (type: string): number => resources.findIndex((resource) => resource.type.endsWith(type));
    const guard = first("cluster:ClusterGuard");
    const namespace = first("v1:Namespace");
    assert.ok(guard >= 0 && guard < namespace, `${guard}, ${namespace}`);
    const inside = /:(Secret|Service|Deployment|ConfigMap)$|random:index/;
    assert.deepEqual(
      resources.slice(0, namespace).flatMap(({ type, name }) => (inside.test(type) ? [`${type} ${name}`] : [])),
      [],
    );
    assert.ok(resources.some(({ type, name }) => type.endsWith(":Service") && name.startsWith("kafka-console")));
  });

  it("takes a local chart in place of the address", async () => {
    const { inputs } = find(await platform(stack({ chart: { path: "local/chart" } })), "v4:Chart", "kafka");
    assert.equal(inputs["chart"], "local/chart");
    assert.equal(inputs["version"], undefined);
  });

  it("uses the named context and no other", async () => {
    const { inputs } = find(await platform(stack()), "providers:kubernetes", "kafka-kubernetes");
    assert.equal(inputs["context"], "kafka-test");
  });

  it("tells every dynamic resource how to reach the brokers, without a password", async () => {
    const resources = await platform(stack());
    const dynamic = resources.filter(({ type }) => type.startsWith("pulumi-nodejs:dynamic/kafka/"));
    assert.equal(
      dynamic.length,
      5 + 2 + 5,
      "five topics, a user and its end, the rollout, both guards, the internal logins and their end",
    );
    for (const { inputs } of dynamic) {
      assert.deepEqual(inputs["connection"], {
        brokers: [0, 1, 2].map(
          (n) => `kafka-controller-${n}.kafka-controller-headless.middleware.svc.cluster.local:9092`,
        ),
        access: "portForward",
        mechanism: "SCRAM-SHA-512",
        kubernetes: { context: "kafka-test", namespace: "middleware" },
        secretName: "kafka-operator",
      });
    }
  });

  it("makes one resource of a group of topics, and tells it which topics are elsewhere", async () => {
    const resources = await platform(
      stack({
        topics: { orders: {} },
        topicGroups: {
          events: { deletion: "delete", topics: { clicks: { partitions: 8 }, views: { adopt: true } } },
          more: { topics: { other: {} } },
        },
      }),
    );
    const { inputs } = find(resources, "topics:KafkaTopicSet", "events");
    assert.deepEqual(inputs["topics"], {
      clicks: { partitions: 8, config: {} },
      views: { adopt: true, config: {} },
    });
    assert.deepEqual(
      [inputs["deletion"], inputs["adopt"], inputs["elsewhere"]],
      ["delete", false, ["orders", "other"]],
    );
    assert.equal(find(resources, "topics:KafkaTopicSet", "more").inputs["deletion"], "retain");
    const singles = resources.filter(({ type }) => type.endsWith("topics:KafkaTopic"));
    assert.deepEqual(
      singles.map(({ name }) => name),
      ["orders"],
    );
  });

  it("names the logic and holds none of it", async () => {
    const { inputs } = find(await platform(stack()), "topics:KafkaTopic", "ai-task-queue");
    assert.equal(inputs["__provider"], 'exports.handler = () => require("@kafka-on-kubernetes/provider").topics;');
  });

  it("makes the guide's topics, each under its own name", async () => {
    const resources = await platform(stack());
    const { inputs } = find(resources, "topics:KafkaTopic", "ai-task-queue");
    assert.deepEqual(
      [inputs["name"], inputs["partitions"], inputs["replicationFactor"], inputs["deletion"]],
      ["ai-task-queue", 16, 3, "retain"],
    );
  });

  it("takes every topic over where the stack says so", async () => {
    const adopts = async (file: Partial<StackFile>): Promise<unknown[]> =>
      (await platform(stack({ topics: { orders: {} }, topicGroups: { all: { topics: { a: {} } } }, ...file })))
        .filter(({ type }) => /topics:KafkaTopic(Set)?$/.test(type))
        .map(({ inputs }) => inputs["adopt"]);
    assert.deepEqual(await adopts({ adopt: true }), [true, true]);
    assert.deepEqual(await adopts({}), [false, false]);
  });

  it("lets a topic differ from the stack's way of deletion", async () => {
    const topics = { scratch: { partitions: 1, replicationFactor: 1, deletion: "delete" as const } };
    const { inputs } = find(await platform(stack({ topics })), "topics:KafkaTopic", "scratch");
    assert.equal(inputs["deletion"], "delete");
  });

  it("gives a client its Secret in each namespace and the user the one in its own", async () => {
    const resources = await platform(stack());
    const names = ["middleware", "ai"].map((namespace) => {
      const { inputs } = find(resources, "v1:Secret", `worker-credentials-${namespace}`);
      return (inputs["metadata"] as { name: string; namespace: string }).namespace;
    });
    assert.deepEqual(names, ["middleware", "ai"]);
    const user = find(resources, "users:KafkaUser", "worker").inputs;
    assert.deepEqual(user["secret"], { name: "kafka-login-worker", namespace: "middleware" });
    assert.equal(user["rotation"], 2);
  });

  it("makes a few resources of a group of users: one seed, the users, and one Secret in each namespace", async () => {
    const userGroups = {
      devices: {
        namespaces: ["edge"],
        users: { "device-1": { produce: ["model-events"], rotation: 2 }, "device-2": { produce: ["model-events"] } },
      },
    };
    const resources = await platform(stack({ userGroups }));
    const seed = find(resources, "RandomPassword", "devices-seed");
    const { inputs } = find(resources, "users:KafkaUserSet", "devices");
    assert.deepEqual(inputs["secret"], { name: "kafka-logins-devices", namespace: "middleware" });
    assert.deepEqual(inputs["elsewhere"], ["worker"]);
    const user = { mechanism: "SCRAM-SHA-512", iterations: 8192, previous: "keep", exclusive: false, quotas: {} };
    const rules = { produce: ["model-events"] };
    assert.deepEqual(inputs["users"], {
      "device-1": { ...user, rotation: 2, rules },
      "device-2": { ...user, rotation: 1, rules },
    });
    assert.ok(!JSON.stringify(inputs).includes("generated-"), "a password is among the inputs");
    const [own, further] = ["middleware", "edge"].map((namespace) =>
      secretKeys(find(resources, "v1:Secret", `devices-clients-${namespace}`)),
    );
    assert.deepEqual(own, further);
    assert.equal(own?.["device-1_username"], "device-1.b");
    const logins = secretKeys(find(resources, "v1:Secret", "devices-logins"));
    assert.equal(logins["device-1_password"], own?.["device-1_password"]);
    assert.ok(logins["device-1_previous.password"] !== undefined && own?.["device-1_previous.password"] === undefined);
    assert.deepEqual([seed.inputs["length"], seed.inputs["special"]], [40, false]);
    const seedSecrets = resources.filter(
      ({ type, inputs: { metadata } }) =>
        type.endsWith("v1:Secret") && (metadata as { name: string }).name === "kafka-seed-devices",
    );
    assert.deepEqual(
      seedSecrets.map(({ inputs: { metadata } }) => (metadata as { namespace: string }).namespace),
      ["middleware"],
    );
    const revocation = find(resources, "users:KafkaRevocation", "devices").inputs;
    assert.deepEqual(revocation["users"], ["device-1", "device-2"]);
    const ofGroup = resources.filter(({ name }) => name.startsWith("devices"));
    assert.equal(
      ofGroup.length,
      8,
      "the group, its seed and the Secret of it, two kinds of Secrets in two namespaces, the users and their end",
    );
  });

  it("counts the turns of clients whose passwords have an age limit, by the stack's or their own", async () => {
    const users = { worker: { rotation: 2 }, reader: { passwordMaxAge: "30d" } };
    const resources = await platform(stack({ users, security: { passwordMaxAge: "90d" } }));
    const ages = resources
      .filter(({ type }) => type.endsWith("users:KafkaTurn"))
      .map(({ name, inputs }) => [name, inputs["rotation"], Number(inputs["maxAge"]) / 86_400]);
    assert.deepEqual(ages.sort(), [
      ["reader", 1, 30],
      ["worker", 2, 90],
    ]);
    assert.ok(!(await platform(stack())).some(({ type }) => type.endsWith("users:KafkaTurn")));
    const login = secretKeys(find(resources, "v1:Secret", "worker-credentials-login"));
    assert.deepEqual([login["turn"], login["username"]], ["2", "worker.b"]);
  });

  it("counts the turns of a group's users in one resource, by their own limit, the group's or the stack's", async () => {
    const userGroups = {
      devices: { users: { a: { rotation: 2 }, b: { passwordMaxAge: "30d" } } },
      short: { passwordMaxAge: "7d", users: { c: {} } },
    };
    const resources = await platform(stack({ userGroups, security: { passwordMaxAge: "90d" } }));
    const ages = resources
      .filter(({ type }) => type.endsWith("users:KafkaGroupTurns"))
      .map(({ name, inputs }) => [name, inputs["users"]]);
    const day = 86_400;
    assert.deepEqual(Object.fromEntries(ages) as object, {
      devices: {
        a: { rotation: 2, previous: "keep", maxAge: 90 * day },
        b: { rotation: 1, previous: "keep", maxAge: 30 * day },
      },
      short: { c: { rotation: 1, previous: "keep", maxAge: 7 * day } },
    });
    const keys = secretKeys(find(resources, "v1:Secret", "devices-logins"));
    assert.deepEqual([keys["a_turn"], keys["b_turn"], keys["a_username"]], ["2", "1", "a.b"]);
    const unlimited = await platform(stack({ userGroups: { devices: { users: { a: {} } } } }));
    assert.ok(!unlimited.some(({ type }) => type.endsWith("users:KafkaGroupTurns")));
    assert.equal(secretKeys(find(unlimited, "v1:Secret", "devices-logins"))["a_turn"], undefined);
  });

  it("gives a client its rules and quotas as the resource takes them, and the largest messages' sizes", async () => {
    const worker = {
      produce: ["ai-task-queue"],
      consume: { topics: ["model-events"], group: "worker*" },
      acls: [{ resource: "cluster" as const, operations: ["Describe" as const] }],
      quotas: { producer_byte_rate: "10MiB" },
    };
    const resources = await platform(
      stack({ users: { worker }, cluster: { settings: { "message.max.bytes": "20MiB" } } }),
    );
    const { inputs } = find(resources, "users:KafkaUser", "worker");
    assert.deepEqual(inputs["rules"], {
      produce: ["ai-task-queue"],
      consume: { topics: ["model-events"], groups: ["worker*"] },
      acls: [{ resource: "cluster", operations: ["Describe"], pattern: "literal", permission: "Allow" }],
    });
    assert.deepEqual(inputs["quotas"], { producer_byte_rate: 10485760 });
    const secret = secretKeys(find(resources, "v1:Secret", "worker-credentials-middleware"));
    assert.match(secret["client.properties"] ?? "", /^max\.request\.size=20971520$/m);
  });

  it("sets the default quotas where the stack has some", async () => {
    const security = { defaultQuotas: { request_percentage: 50 } };
    const { inputs } = find(await platform(stack({ security })), "users:KafkaDefaultQuotas", "kafka-default-quotas");
    assert.deepEqual(inputs["quotas"], { request_percentage: 50 });
    assert.ok(!(await platform(stack())).some(({ type }) => type.endsWith("users:KafkaDefaultQuotas")));
  });

  it("starts a rollout for whatever changes the chart's values, and for nothing else", async () => {
    const revision = async (file: StackFile): Promise<unknown> =>
      find(await platform(file), "cluster:BrokerRollout", "kafka-rollout").inputs["revision"];
    const before = await revision(stack());
    assert.equal(await revision(stack()), before);
    assert.equal(await revision(stack({ users: {} })), before);
    assert.notEqual(await revision(stack({ cluster: { heapMiB: 1100 } })), before);
  });

  it("guards the claims of both StatefulSets in ZooKeeper mode, the hatch included", async () => {
    const cluster = {
      mode: "zookeeper" as const,
      storage: { class: "managed-premium" },
      values: { broker: { persistence: { size: "50Gi" } } },
    };
    const { inputs } = find(await platform(stack({ cluster })), "cluster:ClusterGuard", "kafka-guard");
    assert.deepEqual(inputs["templates"], [
      {
        statefulSet: "kafka-zookeeper",
        size: "20Gi",
        podManagementPolicy: "Parallel",
        keyPath: "kafka:cluster.zookeeper.storage",
      },
      {
        statefulSet: "kafka-broker",
        size: "50Gi",
        storageClass: "managed-premium",
        podManagementPolicy: "Parallel",
        keyPath: "kafka:cluster.storage",
      },
    ]);
  });

  it("gives the JMX exporter its rules, with metrics only", async () => {
    const { inputs } = find(await platform(stack()), "v1:ConfigMap", "kafka-jmx-rules");
    assert.equal((inputs["metadata"] as { name: string }).name, "kafka-jmx-rules");
    assert.deepEqual(Object.keys(inputs["data"] as object), ["jmx-kafka-prometheus.yml"]);
    const without = await platform(stack({ monitoring: { metrics: false } }));
    assert.ok(!without.some(({ type }) => type.endsWith("v1:ConfigMap")));
  });

  it("makes alert rules for the operator or as a file, or none", async () => {
    const rules = async (as: "none" | "prometheusRule" | "configMap"): Promise<Registered[]> => {
      const resources = await platform(stack({ monitoring: { alerts: { as, labels: { release: "prometheus" } } } }));
      return resources.filter(({ name, type }) => name === "kafka-monitoring-rules" && type.startsWith("kubernetes:"));
    };
    assert.deepEqual(await rules("none"), []);
    const [rule] = await rules("prometheusRule");
    assert.deepEqual(
      [rule?.inputs["kind"], rule?.inputs["apiVersion"]],
      ["PrometheusRule", "monitoring.coreos.com/v1"],
    );
    const { name, labels } = rule?.inputs["metadata"] as { name: string; labels: Record<string, string> };
    assert.deepEqual([name, labels["release"]], ["kafka-alerts", "prometheus"]);
    const [file] = await rules("configMap");
    assert.deepEqual(Object.keys(file?.inputs["data"] as object), ["kafka.rules.yml"]);
  });

  it("delivers dashboards to Grafana's sidecar or to its operator, those of a folder without a download", async () => {
    const folder = mkdtempSync(join(tmpdir(), "kafka-dashboards-"));
    writeFileSync(join(folder, "17-r3.json"), JSON.stringify({ title: "Board", panels: [] }));
    const list = [{ id: 17, revision: 3 }];
    const made = async (as: "configMap" | "grafanaDashboard"): Promise<Registered[]> => {
      const resources = await platform(stack({ monitoring: { dashboards: { as, list, site: folder } } }));
      assert.ok(!resources.some(({ type }) => type.endsWith("SiteDashboard")));
      return resources.filter(
        ({ name, type }) => name.startsWith("kafka-monitoring-dashboards-") && type.startsWith("kubernetes:"),
      );
    };
    const [overview, board] = await made("configMap");
    assert.deepEqual(Object.keys(overview?.inputs["data"] as object), ["kafka-monitoring-dashboards-overview.json"]);
    const metadata = board?.inputs["metadata"] as Record<string, Record<string, string>>;
    assert.equal(metadata["labels"]?.["grafana_dashboard"], "1");
    assert.equal(metadata["annotations"]?.["grafana_folder"], "Kafka");
    const [custom] = await made("grafanaDashboard");
    assert.equal(custom?.inputs["kind"], "GrafanaDashboard");
    rmSync(folder, { recursive: true });
  }).timeout(30_000);

  it("keeps dashboards of the site by the provider, and refuses a file that is none in one line", async () => {
    const list = [{ id: 7589, revision: 5 }];
    const resources = await platform(stack({ monitoring: { dashboards: { as: "configMap", list, overview: false } } }));
    const { inputs } = find(resources, "monitoring:SiteDashboard", "kafka-dashboard-7589");
    assert.deepEqual([inputs["site"], inputs["dashboardId"], inputs["optional"]], ["https://grafana.com", 7589, false]);
    const absent = [{ file: "no/such.json" }];
    await assert.rejects(
      platform(stack({ monitoring: { dashboards: { as: "configMap", list: absent } } })),
      /^Error: kafka:monitoring\.dashboards\.list\[0\]\.file: no\/such\.json can't be read \(ENOENT\)$/,
    );
  }).timeout(30_000);

  it("has the guard look for the kinds that operators bring, and for none where none is needed", async () => {
    const kinds = async (monitoring: StackFile["monitoring"]): Promise<unknown> => {
      const { inputs } = find(await platform(stack({ monitoring })), "cluster:ClusterGuard", "kafka-guard");
      return (inputs["kinds"] as { kind: string }[] | undefined)?.map(({ kind }) => kind);
    };
    assert.equal(await kinds({}), undefined);
    assert.deepEqual(
      await kinds({
        serviceMonitor: { enabled: true },
        alerts: { as: "prometheusRule" },
        dashboards: { as: "grafanaDashboard" },
      }),
      ["ServiceMonitor", "PrometheusRule", "GrafanaDashboard"],
    );
  });

  it("refuses a chart value that the chart does not know, in one line", async () => {
    const cluster = { values: { controler: { replicaCount: 3 } } };
    await assert.rejects(platform(stack({ cluster })), (error: Error) => {
      assert.match(error.message, /^kafka:cluster\.values\.controler.*controller/);
      return error.constructor.name === "RunError";
    });
  });

  describe("with TLS on the client listener", () => {
    const tls = { issuer: { name: "kafka-ca", kind: "ClusterIssuer" } };

    it("asks cert-manager for a certificate of the names inside, in the form that Kafka reads", async () => {
      const resources = await platform(stack({ security: { tls } }));
      const { inputs } = find(resources, "cert-manager.io/v1:Certificate", "kafka-certificates-client-issued");
      const { dnsNames, issuerRef, additionalOutputFormats, privateKey } = inputs["spec"] as Record<string, unknown>;
      assert.deepEqual(dnsNames, [
        "kafka",
        "kafka.middleware",
        "kafka.middleware.svc",
        "kafka.middleware.svc.cluster.local",
        "*.kafka-controller-headless.middleware",
        "*.kafka-controller-headless.middleware.svc",
        "*.kafka-controller-headless.middleware.svc.cluster.local",
        "*.kafka-broker-headless.middleware",
        "*.kafka-broker-headless.middleware.svc",
        "*.kafka-broker-headless.middleware.svc.cluster.local",
      ]);
      assert.deepEqual(issuerRef, { name: "kafka-ca", kind: "ClusterIssuer", group: "cert-manager.io" });
      assert.deepEqual(additionalOutputFormats, [{ type: "CombinedPEM" }]);
      assert.equal((privateKey as { encoding: string }).encoding, "PKCS8");
    });

    it("waits for the certificate, and tells every dynamic resource where to read who signs it", async () => {
      const resources = await platform(stack({ security: { tls } }));
      const awaited = find(resources, "certificates:ListenerCertificate", "kafka-certificates-client").inputs;
      assert.deepEqual([awaited["secret"], awaited["issued"]], ["kafka-client-tls", true]);
      for (const type of ["topics:KafkaTopic", "users:KafkaUser", "cluster:BrokerRollout"]) {
        const found = resources.find((resource) => resource.type.endsWith(type));
        const { tls: options } = (found?.inputs["connection"] ?? {}) as { tls?: unknown };
        assert.deepEqual(options, { caSecrets: ["kafka-operator", "kafka-client-tls"] }, type);
      }
    });

    it("takes a Secret of the user's own and asks nobody then", async () => {
      const resources = await platform(stack({ security: { tls: { secret: "my-tls" } } }));
      assert.ok(!resources.some(({ type }) => type.includes("cert-manager")));
      const { inputs } = find(resources, "certificates:ListenerCertificate", "kafka-certificates-client");
      assert.deepEqual(
        [inputs["secret"], inputs["issued"], inputs["keyPath"]],
        ["my-tls", false, "kafka:security.tls.secret"],
      );
    });

    it("tells every client, in each namespace, whom to trust", async () => {
      const folder = mkdtempSync(join(tmpdir(), "kafka-ca-"));
      const caFile = join(folder, "ca.pem");
      writeFileSync(caFile, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
      try {
        const settings = anySchema.parse({
          kubernetes: { context: "kafka-test" },
          cluster: { type: "external", bootstrapServers: ["a.example:9093"], brokers: 1, caFile },
          administratorPassword: { secure: "(hidden)" },
          users: { worker: { namespaces: ["ai"] } },
        });
        const target = { context: "kafka-test", server: "https://127.0.0.1:6443" };
        const resources = await recorded(() => new KafkaPlatform("kafka", { settings, target }));
        for (const namespace of ["middleware", "ai"]) {
          const keys = secretKeys(find(resources, "v1:Secret", `worker-credentials-${namespace}`));
          assert.match(keys["ca.crt"] ?? "", /AAAA/);
          assert.match(keys["client.properties"] ?? "", /ssl\.truststore\.certificates=.*AAAA/);
        }
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    });

    it("looks for cert-manager's kind before anything is made, for issuers alone", async () => {
      const kinds = async (security: StackFile["security"]) => {
        const { inputs } = find(await platform(stack({ security })), "cluster:ClusterGuard", "kafka-guard");
        return ((inputs["kinds"] ?? []) as { kind: string }[]).map(({ kind }) => kind);
      };
      assert.deepEqual(await kinds({ tls }), ["Certificate"]);
      assert.deepEqual(await kinds({ tls: { secret: "my-tls" } }), []);
    });

    it("lets running brokers follow a renewal, both listeners at once", async () => {
      const external = { type: "LoadBalancer" as const, tlsSecret: "outside" };
      const resources = await platform(stack({ security: { tls }, cluster: { external } }));
      const { inputs } = find(resources, "certificates:CertificateReload", "kafka-certificates-reload");
      assert.deepEqual(
        (inputs["listeners"] as { listener: string; port?: number }[]).map(({ listener, port }) => [listener, port]),
        [
          ["client", undefined],
          ["external", 9095],
        ],
      );
    });
  });

  it("makes nothing of certificates without TLS", async () => {
    const resources = await platform(stack());
    assert.deepEqual(
      resources.filter(({ type }) => /certificate/i.test(type)),
      [],
    );
  });
});
