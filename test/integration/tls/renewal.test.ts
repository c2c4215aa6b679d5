import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { after, before, describe, it } from "mocha";
import { reloadCertificates, certificateReloadFunctions } from "../../../provider/src/certificates/reload";
import type { KubernetesConnection } from "../../../provider/src/connection";
import { configSource, describeConfigsRequest, resourceType } from "../../../provider/src/protocol/configs";
import { directSocketFactory } from "../../../provider/src/session/access";
import { brokerSockets } from "../../../provider/src/session/broker-sockets";
import { topicFunctions } from "../../../provider/src/topics/index";
import { userDefaults } from "../../../provider/src/users/inputs";
import { userFunctions } from "../../../provider/src/users/index";
import { canLogIn } from "../../../provider/src/users/login";
import { checkout } from "../../../commands/checkout";
import { createProgress } from "../../../commands/progress";
import { findPython, PYTHON_NEEDED, pythonEnvironment } from "../../../tools/python";
import type { Pair } from "../../certificates";
import { listenerSecret, TestAuthority } from "../../certificates";
import { ContainerProcess } from "../../engine/ContainerProcess";
import type { BrokerCluster } from "../brokers";
import { operator, operatorSecret, startKraft, startZooKeeper, TestSecrets, testSessions } from "../brokers";
import { protocols, tlsProperties } from "./listener";
import { MountedSecret } from "./MountedSecret";
import { ConnectionCount, Traffic } from "./Traffic";

const names = "IP:127.0.0.1,DNS:kafka";

const PROGRAMS = join(checkout, "examples", "python");

const modes = [
  { mode: "kraft" as const, nodes: 3 as const, start: startKraft },
  { mode: "zookeeper" as const, nodes: 1 as const, start: startZooKeeper },
];

for (const { mode, nodes, start } of modes) {
  describe(`TLS on the client listener of real brokers: ${mode}, ${nodes}`, function () {
    this.timeout(120_000);
    let cluster: BrokerCluster;
    let authority: TestAuthority;
    let another: TestAuthority;
    let mounted: MountedSecret;
    let connection: KubernetesConnection;
    const keys: Pair[] = [];
    const said: string[] = [];
    const secrets = new TestSecrets();
    const sessions = testSessions(secrets);

    const issue = (from: TestAuthority, over: { names?: string; commonName?: string } = {}): Pair => {
      const pair = from.sign({ names, ...over });
      keys.push(pair);
      return pair;
    };
    const fingerprint = ({ certificate }: Pair): string => new X509Certificate(certificate).fingerprint256;
    const trust = (authorities: string): void => {
      secrets.set(operatorSecret, { ...operator, "ca.crt": authorities });
      secrets.set("kafka-tls", { "ca.crt": authorities });
    };
    const reload = (pair: Pair, limit = 30_000, cancelled = () => false): Promise<void> =>
      reloadCertificates(
        { connection, listeners: [{ listener: "client", fingerprint: fingerprint(pair) }] },
        { sessions, progress: { line: (text) => said.push(text) }, limit, cancelled },
      );

    before(async () => {
      authority = TestAuthority.make("one");
      another = TestAuthority.make("two");
      mounted = new MountedSecret(listenerSecret(issue(authority), authority.certificate));
      trust(authority.certificate);
      cluster = await start({
        nodes,
        overrides: { ...tlsProperties(mounted), ...protocols(mode, "SASL_SSL") },
        ssl: { ca: authority.certificate },
      });
      connection = { ...cluster.connection, tls: { caSecrets: [operatorSecret, "kafka-tls"] } };
    });

    after(async () => {
      sessions.close();
      await cluster?.stop();
      mounted?.remove();
    });

    it("takes the provider's own session: topics, users and tried logins", async () => {
      const topic = { connection, name: "orders", partitions: 3, replicationFactor: nodes, config: {}, adopt: false };
      await topicFunctions({ sessions }).create({ ...topic, deletion: "delete" });
      const secret = secrets.set("client-worker", { username: "worker", password: "password-of-worker" });
      await userFunctions(sessions).create({ connection, name: "worker", secret, ...userDefaults, iterations: 4096 });
      const login = { username: "worker", password: "password-of-worker" };
      assert.equal(await canLogIn(sessions, connection, login), true);
      assert.equal(await canLogIn(sessions, connection, { ...login, password: "another" }), false);
    });

    // The programs are the same for either mode.
    if (mode === "zookeeper") {
      it(`takes the examples' Python programs, and they say what is wrong (needs ${PYTHON_NEEDED})`, async function () {
        const python = await findPython();
        if (python === undefined) this.skip();
        const packages = await pythonEnvironment(python, join(PROGRAMS, "requirements.txt"), createProgress());
        const program = (command: string[], more: NodeJS.ProcessEnv = {}): ReturnType<ContainerProcess["end"]> =>
          ContainerProcess.run(["python3", ...command], PROGRAMS, {
            PATH: [join(packages, "bin"), process.env["PATH"]].join(delimiter),
            KAFKA_BOOTSTRAP_SERVERS: cluster.bootstrap.join(","),
            KAFKA_SECURITY_PROTOCOL: "SASL_SSL",
            KAFKA_SASL_MECHANISM: "SCRAM-SHA-512",
            KAFKA_SASL_USERNAME: "worker",
            KAFKA_SASL_PASSWORD: "password-of-worker",
            KAFKA_SSL_CA_FILE: join(mounted.folder, "ca.crt"),
            ...more,
          }).end();
        const send = ["producer.py", "--topic", "orders", "--count", "5", "--timeout", "10"];
        assert.deepEqual(await program(send), { code: 0, errors: "" });
        const take = ["consumer.py", "--topic", "orders", "--group", "examples", "--count", "5"];
        assert.deepEqual(await program(take), { code: 0, errors: "" });
        const wrong = await Promise.all([
          program(send, { KAFKA_SSL_CA_FILE: "" }),
          program(send, { KAFKA_SECURITY_PROTOCOL: "SASL_PLAINTEXT" }),
        ]);
        for (const { code, errors } of wrong) {
          assert.equal(code, 1, errors);
          assert.match(errors, /^Error: .* answers, but lets this user not in: .*KAFKA_SSL_CA_FILE.*\n$/);
        }
      });
    }

    it("is refused in one line where another authority, or another name, is all that is trusted", async () => {
      const strangers = new TestSecrets();
      strangers.set(operatorSecret, { ...operator, "ca.crt": another.certificate });
      const wary = testSessions(strangers);
      const refused = async (over: Partial<KubernetesConnection>): Promise<string> => {
        const wrong = { ...connection, tls: { caSecrets: [operatorSecret] }, ...over };
        const begin = Date.now();
        const error: unknown = await wary
          .with(wrong, (session) => session.describeCluster())
          .then(
            () => assert.fail("was let in"),
            (failure: unknown) => failure,
          );
        assert.ok(Date.now() - begin < 20_000, "refused long before the time limit of an operation");
        assert.ok(error instanceof Error);
        assert.doesNotMatch(error.message, /\n/);
        return error.message;
      };
      try {
        assert.match(
          await refused({}),
          /^the certificate of Kafka at 127\.0\.0\.1:\d+ was refused: .*It is compared with ca\.crt of Secret tests\/kafka-operator/,
        );
        strangers.set(operatorSecret, { ...operator, "ca.crt": authority.certificate });
        const local = connection.brokers.map((address) => address.replace("127.0.0.1", "localhost"));
        assert.match(await refused({ brokers: local }), /^the certificate of Kafka at localhost:\d+ was refused/);
      } finally {
        wary.close();
      }
    });

    it("renews a certificate under a producer and a consumer: no restart, no lost connection, no failure", async () => {
      const count = new ConnectionCount();
      const counted = { ...sessions.access, socketFactory: () => count.watch(directSocketFactory) };
      const kafka = cluster.kafka();
      const { Kafka, logLevel } = await import("kafkajs");
      const client = new Kafka({
        brokers: cluster.bootstrap,
        sasl: { mechanism: "scram-sha-512", ...operator },
        logLevel: logLevel.NOTHING,
        socketFactory: await brokerSockets(counted, connection),
      });
      const traffic = await Traffic.start(client, "orders");
      await traffic.more(20);
      const { opened, ended } = count;

      const next = issue(authority);
      mounted.write(listenerSecret(next, authority.certificate));
      await reload(next);
      await traffic.more(50);
      assert.deepEqual([count.opened, count.ended], [opened, ended], "connections were opened or ended");
      await traffic.stop();
      assert.deepEqual(traffic.failures, []);
      assert.ok(traffic.acknowledged.every((value) => traffic.consumed.has(value)));

      const admin = kafka.admin();
      await admin.connect();
      await admin.disconnect();
    });

    it("leaves no setting behind at the brokers", async () => {
      const key = "listener.name.client.ssl.keystore.location";
      for (const id of cluster.nodeIds) {
        const [found] = await sessions.with(connection, (session) =>
          session.cluster.send(id, describeConfigsRequest([{ type: resourceType.broker, name: String(id) }], [key])),
        );
        assert.deepEqual(
          found?.configs.filter(({ source }) => source === configSource.dynamicBroker),
          [],
        );
      }
    });

    it("is a difference at a refresh while brokers serve another certificate than the Secret's", async () => {
      const functions = certificateReloadFunctions({
        sessions,
        progress: { line: () => undefined },
        limit: 1,
        cancelled: () => false,
      });
      const now = { connection, listeners: [{ listener: "client", fingerprint: fingerprint(keys.at(-1)!) }] };
      const kept = await functions.read("id", now);
      assert.equal((await functions.diff("id", kept.props, now)).changes, false);
      const other = { connection, listeners: [{ listener: "client", fingerprint: "AB:CD" }] };
      const found = await functions.read("id", other);
      assert.equal((await functions.diff("id", found.props, other)).changes, true);
    });

    it("says which brokers do not take a certificate with fewer names, and what to do", async () => {
      const fewer = issue(authority, { names: "IP:127.0.0.1" });
      mounted.write(listenerSecret(fewer, authority.certificate));
      await assert.rejects(reload(fewer, 4_000), (error: Error) => {
        assert.match(
          error.message,
          /^after 4 s not every broker serves .*127\.0\.0\.1:\d+: its listener client serves another one/,
        );
        assert.match(error.message, /a Secret of another name/);
        assert.doesNotMatch(error.message, /\n/);
        return true;
      });
      await assert.rejects(
        reload(fewer, 300_000, () => true),
        /^UserError: the run was cancelled while not every broker serves .*127\.0\.0\.1:\d+: .*The next `pulumi up` goes on$/,
      );
    });

    it("follows to another authority while clients are told both", async () => {
      const next = issue(another);
      mounted.write(listenerSecret(next, another.certificate));
      trust(another.certificate + authority.certificate);
      await reload(next);
      assert.equal(await canLogIn(sessions, connection, operator), true);
    });

    it("never shows a private key: not in what is said, nor in a broker's log", () => {
      const logs = readdirSync(cluster.folder).filter((file) => file.endsWith(".log"));
      const text = [...said, ...logs.map((file) => readFileSync(join(cluster.folder, file), "utf8"))].join("\n");
      for (const { key } of keys) assert.ok(!text.includes(key.split("\n")[1]!));
    });
  });
}

describe("a broker that restarts into TLS", function () {
  this.timeout(120_000);

  it("is reached before and after, by the program that turns it on and by the one that turns it off", async () => {
    const authority = TestAuthority.make("one");
    const mounted = new MountedSecret(listenerSecret(authority.sign({ names }), authority.certificate));
    const secrets = new TestSecrets();
    secrets.set(operatorSecret, { ...operator, "ca.crt": authority.certificate });
    const sessions = testSessions(secrets);
    const cluster = await startKraft({
      overrides: { ...tlsProperties(mounted), ...protocols("kraft", "SASL_PLAINTEXT") },
    });
    try {
      const on: KubernetesConnection = { ...cluster.connection, tls: { caSecrets: [operatorSecret] }, mixed: true };
      const off: KubernetesConnection = { ...cluster.connection, mixed: true };
      const reached = async (): Promise<void> => {
        for (const connection of [on, off]) {
          const { brokers } = await sessions.with(connection, (session) => session.describeCluster());
          assert.equal(brokers.length, 1);
        }
      };
      await reached();
      cluster.changeConfiguration(0, (text) => text.replace("CLIENT:SASL_PLAINTEXT", "CLIENT:SASL_SSL"), {
        ca: authority.certificate,
      });
      await cluster.restart(0);
      await reached();
    } finally {
      sessions.close();
      await cluster.stop();
      mounted.remove();
    }
  });
});
