import assert from "node:assert/strict";
import fc from "fast-check";
import { clientSecret } from "../../../components/credentials/clientSecret";
import { clusterId } from "../../../components/credentials/clusterId";
import { ClientCredentials } from "../../../components/credentials/ClientCredentials";
import { ScramCredentials } from "../../../components/credentials/ScramCredentials";
import { find, recorded, secretKeys } from "./recorded";

describe("clusterId", () => {
  const bytes = fc.uint8Array({ minLength: 16, maxLength: 16 }).map((array) => Buffer.from(array).toString("base64"));

  it("is 22 URL-safe characters that no option parser mistakes", () => {
    fc.assert(fc.property(bytes, (base64) => assert.match(clusterId(base64), /^[A-Za-z0-9_][A-Za-z0-9_-]{21}$/)));
  });

  it("keeps the bytes unless a leading dash had to go", () => {
    fc.assert(
      fc.property(bytes, (base64) => {
        fc.pre(!base64.startsWith("+"));
        assert.equal(Buffer.from(clusterId(base64), "base64url").toString("base64"), base64);
      }),
    );
  });
});

describe("clientSecret", () => {
  const secret = clientSecret({
    username: "task-worker",
    password: "Abc123",
    bootstrapServers: "kafka.middleware.svc.cluster.local:9092",
    securityProtocol: "SASL_PLAINTEXT",
    mechanism: "SCRAM-SHA-512",
  });

  it("has what the chart's pods and the applications read, one key each", () => {
    assert.deepEqual(Object.keys(secret).sort(), [
      "bootstrap.servers",
      "client.properties",
      "password",
      "sasl.jaas.config",
      "sasl.mechanism",
      "security.protocol",
      "username",
    ]);
  });

  it("has the same as a ready properties file", () => {
    assert.equal(
      secret["client.properties"],
      `bootstrap.servers=kafka.middleware.svc.cluster.local:9092
sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required username="task-worker" password="Abc123";
sasl.mechanism=SCRAM-SHA-512
security.protocol=SASL_PLAINTEXT
`,
    );
  });
});

describe("ScramCredentials", () => {
  const args = {
    namespace: "middleware",
    secretNames: { internal: "kafka-internal-credentials", operator: "kafka-operator", clusterId: "kafka-cluster-id" },
    labels: { "app.kubernetes.io/part-of": "kafka" },
    bootstrapServers: "kafka:9092",
    mechanism: "SCRAM-SHA-512" as const,
  };

  it("generates letters and digits only, 40 of them", async () => {
    const resources = await recorded(() => new ScramCredentials("kafka", args));
    for (const user of ["operator", "interbroker"]) {
      assert.deepEqual(find(resources, "RandomPassword", `kafka-${user}`).inputs, {
        keepers: { rotation: "1" },
        length: 40,
        special: false,
      });
    }
  });

  it("writes the keys that the chart reads, the operator's password as the first client's", async () => {
    const resources = await recorded(() => new ScramCredentials("kafka", args));
    const internal = find(resources, "v1:Secret", "kafka-internal");
    assert.equal((internal.inputs["metadata"] as { name: string }).name, "kafka-internal-credentials");
    assert.deepEqual(secretKeys(internal), {
      "client-passwords": "generated-kafka-operator",
      "inter-broker-password": "generated-kafka-interbroker",
      "system-user-password": "generated-kafka-operator",
    });
  });

  it("writes the cluster id in Kafka's form", async () => {
    const resources = await recorded(() => new ScramCredentials("kafka", args));
    const id = secretKeys(find(resources, "v1:Secret", "kafka-cluster-id"))["kraft-cluster-id"];
    assert.equal(id, clusterId(Buffer.alloc(16, 0xfb).toString("base64")));
  });

  it("makes no cluster id in ZooKeeper mode, where the ensemble does", async () => {
    const { internal, operator } = args.secretNames;
    const resources = await recorded(
      () => new ScramCredentials("kafka", { ...args, secretNames: { internal, operator } }),
    );
    assert.deepEqual(
      resources.filter(({ name }) => name.includes("cluster-id")),
      [],
    );
  });
});

describe("ClientCredentials", () => {
  it("writes the same Secret to each namespace", async () => {
    const resources = await recorded(
      () =>
        new ClientCredentials("worker", {
          username: "task-worker",
          secretName: "kafka-client-task-worker",
          namespaces: ["middleware", "ai"],
          labels: {},
          access: { bootstrapServers: "kafka:9092", securityProtocol: "SASL_PLAINTEXT", mechanism: "SCRAM-SHA-512" },
          rotation: 3,
        }),
    );
    const [own, other] = ["middleware", "ai"].map((namespace) => find(resources, "v1:Secret", `worker-${namespace}`));
    assert.deepEqual(own!.inputs["data"], other!.inputs["data"]);
    assert.deepEqual(secretKeys(own!)["password"], "generated-worker-password");
    assert.deepEqual(find(resources, "RandomPassword", "worker-password").inputs["keepers"], { rotation: "3" });
  });
});
