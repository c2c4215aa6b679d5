import assert from "node:assert/strict";
import { KafkaPlatform } from "../../../components/platform/KafkaPlatform";
import { anySchema } from "../../../config/schema";
import type { Registered } from "./recorded";
import { find, recorded } from "./recorded";

const cluster = { type: "external" as const, bootstrapServers: ["a.example:9093", "b.example:9093"], brokers: 2 };
const administratorPassword = { secure: "(hidden)" };
const target = { context: "kafka-test", server: "https://127.0.0.1:6443" };

function platform(file: object, kubernetes = false): Promise<Registered[]> {
  const settings = anySchema.parse({ cluster, administratorPassword, users: { worker: {} }, ...file });
  return recorded(() => new KafkaPlatform("kafka", { settings, ...(kubernetes ? { target } : {}) }));
}

const typesOf = (resources: Registered[]): string[] => [
  ...new Set(resources.map(({ type }) => type.split(":").at(-1) ?? type)),
];

describe("KafkaPlatform on brokers that exist already", () => {
  it("makes topics and users, and nothing of Kubernetes where there is none", async () => {
    const resources = await platform({});
    assert.deepEqual(typesOf(resources).sort(), [
      "ClientCredentials",
      "KafkaClient",
      "KafkaPlatform",
      "KafkaRevocation",
      "KafkaTopic",
      "KafkaUser",
      "RandomPassword",
    ]);
    const { inputs } = find(resources, "topics:KafkaTopic", "model-events");
    assert.deepEqual(inputs["connection"], {
      brokers: ["a.example:9093", "b.example:9093"],
      access: "direct",
      mechanism: "SCRAM-SHA-512",
      tls: {},
      administrator: { username: "operator", setting: "kafka:administratorPassword" },
    });
  });

  it("hands a client's password to the brokers as a secret where no Secret can hold it", async () => {
    const { inputs } = find(await platform({}), "users:KafkaUser", "worker");
    const secret = inputs["secret"] as Record<string, unknown>;
    assert.ok(Object.keys(secret).length === 2 && "value" in secret, "it isn't marked as a secret");
    assert.deepEqual(secret["value"], {
      keys: { username: "worker", password: "generated-worker-credentials-password" },
    });
  });

  it("hands a group's passwords to the brokers as one secret where no Secret can hold them", async () => {
    const resources = await platform({ userGroups: { devices: { users: { "device-1": {} } } } });
    const { inputs } = find(resources, "users:KafkaUserSet", "devices");
    const secret = inputs["secret"] as { value?: { keys: Record<string, string> } };
    assert.ok(Object.keys(secret).length === 2 && "value" in secret, "it isn't marked as a secret");
    assert.deepEqual(Object.keys(secret.value?.keys ?? {}).sort(), ["device-1_password", "device-1_username"]);
    assert.ok(!typesOf(resources).includes("Secret"));
  });

  it("writes the clients' Secrets where a Kubernetes cluster is named, but no namespace and no chart", async () => {
    const resources = await platform({ kubernetes: { context: "kafka-test", namespace: "apps" } }, true);
    const types = typesOf(resources);
    assert.ok(types.includes("Secret") && !types.includes("Namespace") && !types.includes("Chart"), types.join());
    const { inputs } = find(resources, "users:KafkaUser", "worker");
    assert.deepEqual(inputs["secret"], { name: "kafka-login-worker", namespace: "apps" });
  });

  it("makes dashboards where a Kubernetes cluster is named, on series that have no namespace", async () => {
    const file = {
      kubernetes: { context: "kafka-test", namespace: "observability" },
      monitoring: { dashboards: { as: "configMap" as const, list: [] } },
    };
    const resources = await platform(file, true);
    const boards = resources.filter(({ type }) => type === "kubernetes:core/v1:ConfigMap");
    assert.deepEqual(
      boards.map(({ inputs }) => (inputs["metadata"] as { name: string; namespace: string }).name),
      ["kafka-dashboard-overview"],
    );
    const [json = ""] = Object.values(boards[0]?.inputs["data"] as Record<string, string>);
    assert.match(json, /brokerstate_value\{cluster=\\"kafka\\"\}/);
    assert.doesNotMatch(json, /namespace=|kubelet/);
  });

  it("takes its administrator from a Secret, as on Kubernetes", async () => {
    const file = {
      kubernetes: { context: "kafka-test" },
      administratorPassword: undefined,
      cluster: { ...cluster, protocol: "SASL_PLAINTEXT", administrator: { secret: "admin" } },
    };
    const { inputs } = find(await platform(file, true), "topics:KafkaTopic", "model-events");
    assert.deepEqual(inputs["connection"], {
      brokers: ["a.example:9093", "b.example:9093"],
      access: "direct",
      mechanism: "SCRAM-SHA-512",
      kubernetes: { context: "kafka-test", namespace: "middleware" },
      secretName: "admin",
    });
  });

  it("says what to do where its administrator has no password", () => {
    const settings = anySchema.parse({ cluster });
    assert.throws(
      () => new KafkaPlatform("kafka", { settings }),
      /kafka:administratorPassword: found nothing; .*pulumi config set --secret kafka:administratorPassword/,
    );
  });
});
