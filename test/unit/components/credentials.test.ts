import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import { clientSizes } from "../../../config/kafka/effective";
import { clientSecret } from "../../../components/credentials/clientSecret";
import { clusterId } from "../../../components/credentials/clusterId";
import { ClientCredentials, type ClientCredentialsArgs } from "../../../components/credentials/ClientCredentials";
import { ScramCredentials } from "../../../components/credentials/ScramCredentials";
import { passwordDigest } from "../../../provider/src/guard/digest";
import { find, recorded, type Registered, secretKeys } from "./recorded";

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
  const access = {
    username: "task-worker",
    password: "Abc123",
    bootstrapServers: "kafka.middleware.svc.cluster.local:9092",
    securityProtocol: "SASL_PLAINTEXT" as const,
    mechanism: "SCRAM-SHA-512" as const,
  };
  const sizes = clientSizes({ cluster: { brokers: 3, settings: {} } });

  it("has what the chart's pods and the applications read, one key each", () => {
    assert.deepEqual(Object.keys(clientSecret(access)).sort(), [
      "bootstrap.servers",
      "client.properties",
      "librdkafka.conf",
      "password",
      "sasl.jaas.config",
      "sasl.mechanism",
      "security.protocol",
      "username",
    ]);
  });

  it("has the same as a ready properties file, with the sizes of the brokers' messages", () => {
    assert.equal(
      clientSecret({ ...access, sizes })["client.properties"],
      `bootstrap.servers=kafka.middleware.svc.cluster.local:9092
fetch.max.bytes=52428800
max.partition.fetch.bytes=10485760
max.request.size=10485760
sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required username="task-worker" password="Abc123";
sasl.mechanism=SCRAM-SHA-512
security.protocol=SASL_PLAINTEXT
`,
    );
  });

  it("has the same by librdkafka's names", () => {
    assert.equal(
      clientSecret({ ...access, sizes })["librdkafka.conf"],
      `bootstrap.servers=kafka.middleware.svc.cluster.local:9092
fetch.max.bytes=52428800
max.partition.fetch.bytes=10485760
message.max.bytes=10485760
sasl.mechanism=SCRAM-SHA-512
sasl.password=Abc123
sasl.username=task-worker
security.protocol=SASL_PLAINTEXT
`,
    );
  });

  describe("with TLS", () => {
    const block = (text: string) => `-----BEGIN CERTIFICATE-----\n${text}\n-----END CERTIFICATE-----\n`;
    const authorities = block("AAAA") + block("BBBB");
    const keys = clientSecret({ ...access, securityProtocol: "SASL_SSL", authorities });

    it("has the certificates of who signs, as they are", () => {
      assert.equal(keys["ca.crt"], authorities);
      assert.equal(keys["security.protocol"], "SASL_SSL");
    });

    it("has a properties file that needs no other file, each certificate in it whole", () => {
      const lines = (keys["client.properties"] ?? "").split("\n");
      assert.ok(lines.includes("security.protocol=SASL_SSL"));
      assert.ok(lines.includes("ssl.truststore.type=PEM"));
      const line = lines.find((each) => each.startsWith("ssl.truststore.certificates=")) ?? "";
      assert.equal(
        line.slice(line.indexOf("=") + 1).replaceAll("\\n", "\n"),
        authorities.trimEnd(),
        "Java reads \\n as a line's end",
      );
    });

    it("tells librdkafka where they are when the Secret is mounted at /etc/kafka, and to compare names", () => {
      const lines = (keys["librdkafka.conf"] ?? "").split("\n");
      assert.ok(lines.includes("ssl.ca.location=/etc/kafka/ca.crt"));
      assert.ok(lines.includes("ssl.endpoint.identification.algorithm=https"));
      assert.ok(lines.includes("security.protocol=SASL_SSL"));
    });

    it("has none of it where the public authorities sign", () => {
      const without = clientSecret({ ...access, securityProtocol: "SASL_SSL" });
      assert.ok(!("ca.crt" in without));
      assert.doesNotMatch(JSON.stringify(without), /truststore|ssl\.ca/);
    });
  });

  it("lets librdkafka take answers as large as the brokers' largest messages", () => {
    const large = clientSizes({ cluster: { brokers: 3, settings: { "message.max.bytes": "200000000" } } });
    assert.match(
      clientSecret({ ...access, sizes: large })["librdkafka.conf"] ?? "",
      /^receive\.message\.max\.bytes=200000512$/m,
    );
  });
});

describe("ScramCredentials", () => {
  const args = {
    namespace: "middleware",
    secretNames: { internal: "kafka-internal-credentials", operator: "kafka-operator", clusterId: "kafka-cluster-id" },
    labels: { "app.kubernetes.io/part-of": "kafka" },
    connection: {
      brokers: ["kafka-0:9092"],
      access: "portForward" as const,
      mechanism: "SCRAM-SHA-512" as const,
      kubernetes: { context: "kafka-test", namespace: "middleware" },
      secretName: "kafka-operator",
    },
    bootstrapServers: "kafka:9092",
    securityProtocol: "SASL_PLAINTEXT" as const,
    mechanism: "SCRAM-SHA-512" as const,
    rotation: 1,
  };

  it("tells the guard before its Secrets the digest of the operator's password, and not the password", async () => {
    const { inputs } = find(
      await recorded(() => new ScramCredentials("kafka", args)),
      "CredentialsGuard",
      "kafka-guard",
    );
    assert.deepEqual(inputs["secret"], {
      name: "kafka-internal-credentials",
      namespace: "middleware",
      key: "client-passwords",
    });
    assert.equal(inputs["digest"], passwordDigest("generated-kafka-operator"));
    assert.doesNotMatch(JSON.stringify(inputs), /generated-/);
  });

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

  it("takes turns with names, passwords and Secrets, so that what the brokers were started with stays as it was", async () => {
    const secretNames = { ...args.secretNames, internal: "kafka-internal-credentials-b" };
    const resources = await recorded(() => {
      const made = new ScramCredentials("kafka", { ...args, secretNames, rotation: 2 });
      made.publish(made.internal);
      return made;
    });
    const passwords = resources.filter(({ type }) => type.endsWith("RandomPassword"));
    assert.deepEqual(
      passwords.map(({ name, inputs }) => [name, inputs["keepers"]]),
      [
        ["kafka-operator-b", { rotation: "2" }],
        ["kafka-interbroker-b", { rotation: "2" }],
      ],
    );
    assert.deepEqual(secretKeys(find(resources, "v1:Secret", "kafka-internal-b")), {
      "client-passwords": "generated-kafka-operator-b",
      "inter-broker-password": "generated-kafka-interbroker-b",
      "system-user-password": "generated-kafka-operator-b",
    });
    const own = secretKeys(find(resources, "v1:Secret", "kafka-operator-access"));
    assert.deepEqual([own["username"], own["password"]], ["operator.b", "generated-kafka-operator-b"]);
  });

  it("writes empty passwords of key stores where the chart asks for them, and who signs for the operator", async () => {
    const tls = { ...args, tls: true, securityProtocol: "SASL_SSL" as const, authorities: "signers" };
    const resources = await recorded(() => {
      const made = new ScramCredentials("kafka", tls);
      made.publish(made.internal);
      return made;
    });
    const internal = secretKeys(find(resources, "v1:Secret", "kafka-internal"));
    assert.deepEqual([internal["tls-keystore-password"], internal["tls-truststore-password"]], ["", ""]);
    const operator = secretKeys(find(resources, "v1:Secret", "kafka-operator-access"));
    assert.deepEqual([operator["security.protocol"], operator["ca.crt"]], ["SASL_SSL", "signers"]);
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
  const credentials = (more: Partial<ClientCredentialsArgs>) =>
    recorded(() => {
      const made = new ClientCredentials("worker", {
        username: "task-worker",
        secretName: "kafka-client-task-worker",
        loginSecretName: "kafka-login-task-worker",
        namespaces: ["middleware", "ai"],
        labels: {},
        access: { bootstrapServers: "kafka:9092", securityProtocol: "SASL_PLAINTEXT", mechanism: "SCRAM-SHA-512" },
        turn: 1,
        previous: "keep",
        ...more,
      });
      made.publish(made.login[0]!);
      return made;
    });
  const turns = (resources: Registered[]) =>
    resources
      .filter(({ type }) => type.endsWith("RandomPassword"))
      .map(({ name, inputs }) => [name, (inputs["keepers"] as { rotation: string }).rotation]);
  const login = (resources: Registered[]) => secretKeys(find(resources, "v1:Secret", "worker-login"));

  it("writes the same Secret to each namespace", async () => {
    const resources = await credentials({});
    const [own, other] = ["middleware", "ai"].map((namespace) => find(resources, "v1:Secret", `worker-${namespace}`));
    assert.deepEqual(own!.inputs["data"], other!.inputs["data"]);
    assert.equal(secretKeys(own!)["password"], "generated-worker-password");
    assert.equal(secretKeys(own!)["username"], "task-worker");
  });

  it("keeps the password of the first turn as it was before there were turns", async () => {
    const resources = await credentials({});
    assert.deepEqual(turns(resources), [["worker-password", "1"]]);
    assert.deepEqual(login(resources), { password: "generated-worker-password", username: "task-worker" });
  });

  it("generates a new password a turn, for the other name, and leaves the one before as it is", async () => {
    const second = await credentials({ turn: 2 });
    assert.deepEqual(turns(second), [
      ["worker-password", "1"],
      ["worker-password-b", "2"],
    ]);
    assert.deepEqual(login(second), {
      password: "generated-worker-password-b",
      "previous.password": "generated-worker-password",
      "previous.username": "task-worker",
      username: "task-worker.b",
    });
    assert.deepEqual(turns(await credentials({ turn: 3 })), [
      ["worker-password", "3"],
      ["worker-password-b", "2"],
    ]);
  });

  it("has both passwords from the start where only a run tells the turn, so that none is made anew for it", async () => {
    const told = async (turn: number) => credentials({ turn: pulumi.output(turn) });
    assert.deepEqual(turns(await told(1)), [
      ["worker-password", "1"],
      ["worker-password-b", "0"],
    ]);
    assert.deepEqual(turns(await told(2)), turns(await credentials({ turn: 2 })));
    for (const turn of [1, 3]) {
      // The number itself is kept for a lost state, which alone counted it.
      assert.deepEqual(login(await told(turn)), { ...login(await credentials({ turn })), turn: String(turn) });
    }
  });

  it("forgets the login before when it is told to go, and shows it to no client", async () => {
    assert.deepEqual(login(await credentials({ turn: 2, previous: "remove" })), {
      password: "generated-worker-password-b",
      username: "task-worker.b",
    });
    const client = secretKeys(find(await credentials({ turn: 2 }), "v1:Secret", "worker-ai"));
    assert.deepEqual([client["username"], client["previous.password"]], ["task-worker.b", undefined]);
  });
});
