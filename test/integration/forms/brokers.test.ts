import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Admin } from "kafkajs";
import { ConfigResourceTypes } from "kafkajs";
import { parse } from "yaml";
import { createProgress } from "../../../commands/progress";
import { ensureTools } from "../../../tools";
import { PulumiStack } from "../../engine/PulumiStack";
import { stopAtFirstFailure } from "../../engine/stopAtFirstFailure";
import { operator } from "../brokers";
import type { RenderedBrokers, RenderedOptions } from "./RenderedBrokers";
import { startRendered } from "./RenderedBrokers";

const PROJECT = join(__dirname, "..", "..", "..");
const GUIDE = ["ai-task-queue", "data-pipeline", "model-events", "system-metrics", "user-activities"];

const CASES: RenderedOptions[] = [
  { mode: "kraft", nodes: 1, protocol: "SASL_SSL" },
  { mode: "kraft", nodes: 3, protocol: "SASL_PLAINTEXT" },
  { mode: "zookeeper", nodes: 1, protocol: "SASL_PLAINTEXT" },
  { mode: "zookeeper", nodes: 3, protocol: "SASL_PLAINTEXT" },
];

for (const options of CASES) {
  const { mode, nodes, protocol } = options;
  describe(`what --form host rendered: ${mode}, ${nodes} node${nodes === 1 ? "" : "s"}, ${protocol}`, function () {
    this.timeout(400_000);
    stopAtFirstFailure();

    let brokers: RenderedBrokers | undefined;
    let admin: Admin;
    let folder: string;
    let stack: PulumiStack;
    let password: unknown;

    const config = (more: object = {}): Record<string, unknown> => ({
      "kafka:cluster": brokers!.clusterSettings,
      "kafka:deletion": "delete",
      "kafka:users": { worker: {} },
      ...(password === undefined ? {} : { "kafka:administratorPassword": password }),
      ...more,
    });

    before(async () => {
      const tools = await ensureTools(createProgress());
      folder = mkdtempSync(join(tmpdir(), "kafka-forms-"));
      brokers = await startRendered(options);
      admin = brokers.cluster.kafka().admin();
      await admin.connect();
      // No kubeconfig: the stack has no Kubernetes.
      const env = { ...process.env, ...tools.env, KUBECONFIG: "/nowhere" };
      stack = new PulumiStack({ project: PROJECT, name: "test", folder, config: config(), env });
      await stack.init();
      await stack.command(
        ...["config", "set", "--secret", "--config-file", stack.configFile],
        ...["kafka:administratorPassword", operator.password],
      );
      password = stack.config["kafka:administratorPassword"];
    });

    after(async () => {
      await admin?.disconnect();
      await brokers?.cluster.stop();
      rmSync(folder, { recursive: true, force: true });
    });

    it("starts real brokers, which the same stack gives the guide's topics and its users", async () => {
      await stack.up();
      const topics = await admin.listTopics();
      assert.deepEqual(topics.filter((topic) => !topic.startsWith("__")).sort(), GUIDE);
      const { clientCredentials, clients } = (await stack.outputs()) as {
        clientCredentials: Record<string, { username: string; password: string }>;
        clients: object;
      };
      assert.deepEqual(clients, {});
      const worker = brokers!.cluster.kafka(clientCredentials["worker"]).admin({ retry: { retries: 0 } });
      await worker.connect();
      await worker.disconnect();
      const state = stack.state();
      for (const secret of [clientCredentials["worker"]?.password ?? "", ...Object.values(brokers!.secrets)]) {
        assert.ok(secret !== "" && !state.includes(secret), "a secret is in the state in plain text");
        assert.ok(!stack.printed().includes(secret), "a secret was printed");
      }
    });

    if (nodes === 1) {
      it("takes over topics that were made by hand, as npm run adopt writes them, and changes nothing of them", async () => {
        const byHand = { "by-hand": { "retention.ms": "7200000", "segment.bytes": "1048577" }, "Old.One_x": {} };
        await admin.createTopics({
          waitForLeaders: true,
          topics: Object.entries(byHand).map(([topic, own]) => ({
            topic,
            numPartitions: 3,
            replicationFactor: 1,
            configEntries: Object.entries(own).map(([name, value]) => ({ name, value })),
          })),
        });
        const seen = async () => {
          const names = [...GUIDE, ...Object.keys(byHand)];
          const { topics } = await admin.fetchTopicMetadata({ topics: names });
          const resources = names.map((name) => ({ type: ConfigResourceTypes.TOPIC, name }));
          return { topics, configs: (await admin.describeConfigs({ resources, includeSynonyms: true })).resources };
        };
        const before = await seen();

        const out = join(folder, "adopted.yaml");
        const args = ["--stack", "test", "--config-file", stack.configFile, "--out", out];
        const env = stack.environment;
        await promisify(execFile)("npm", ["run", "--silent", "adopt", "--", ...args], { cwd: PROJECT, env });
        const block = parse(readFileSync(out, "utf8")) as { config: object };
        stack.configure(config(block.config));
        const { changes } = await stack.up();
        assert.deepEqual(changes.map(({ op, name }) => `${op} ${name}`).sort(), ["create Old.One_x", "create by-hand"]);
        assert.deepEqual(await seen(), before);
        assert.deepEqual((await stack.up("--expect-no-changes")).changes, []);
      });
    }

    // The rest is the stack's own, whatever the brokers: once is enough.
    if (protocol === "SASL_SSL") {
      it("shows no change the second time, in preview and refresh", async () => {
        const preview = await stack.preview("--refresh", "--expect-no-changes");
        assert.equal(preview.code, 0, preview.output);
      });

      it("takes a wrong password of the administrator for what it is, in one line that doesn't show it", async () => {
        const right = password;
        await stack.command(
          ...["config", "set", "--secret", "--config-file", stack.configFile],
          ...["kafka:administratorPassword", "not-the-password"],
        );
        stack.configure({ ...stack.config, "kafka:users": { worker: {}, another: {} } });
        const { code, output } = await stack.tryUp();
        assert.notEqual(code, 0);
        assert.match(output, /refused the login of user "operator".*the setting kafka:administratorPassword/);
        assert.ok(!output.includes("not-the-password"));
        password = right;
        stack.configure(config());
        await stack.up();
      });

      it("is taken down by the stack, topics and users alike", async () => {
        const { code, output } = await stack.destroy();
        assert.equal(code, 0, output);
        assert.deepEqual(
          (await admin.listTopics()).filter((topic) => !topic.startsWith("__")),
          [],
        );
      });
    }

    if (nodes === 3) {
      it("survives the kill of a node with acks=all", async () => {
        const kafka = brokers!.cluster.kafka();
        const producer = kafka.producer({ retry: { retries: 20 } });
        await producer.connect();
        const sent: string[] = [];
        const send = async (value: string): Promise<void> => {
          await producer.send({ topic: "system-metrics", acks: -1, messages: [{ value }] });
          sent.push(value);
        };
        for (let n = 0; n < 20; n++) await send(`before ${n}`);
        const [, killed = 2] = brokers!.cluster.nodeIds;
        await brokers!.cluster.kill(killed);
        for (let n = 0; n < 40; n++) await send(`after ${n}`);
        await producer.disconnect();
        assert.equal(sent.length, 60);
        // Kafka's topic of groups, which readers need, is first made when it has brokers enough for its factor.
        await brokers!.cluster.restart(killed);
        const read = await readAll(brokers!, "system-metrics", sent.length);
        assert.deepEqual([...read].sort(), [...sent].sort());
      });
    }
  });
}

/** The messages of a topic, until there are as many as were sent. */
async function readAll({ cluster }: RenderedBrokers, topic: string, count: number): Promise<Set<string>> {
  const consumer = cluster.kafka().consumer({ groupId: "reader", retry: { retries: 20 } });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  const read = new Set<string>();
  await new Promise<void>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`read ${read.size} of ${count}`)), 120_000);
    consumer
      .run({
        eachMessage: async ({ message }) => {
          read.add(String(message.value));
          if (read.size < count) return;
          clearTimeout(late);
          resolve();
        },
      })
      .catch(reject);
  });
  await consumer.disconnect();
  return read;
}
