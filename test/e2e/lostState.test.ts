import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createKafka } from "@kafka-on-kubernetes/provider";
import type { Kafka } from "kafkajs";
import { checkout } from "../../commands/checkout";
import { tryCommand } from "../../commands/subprocess";
import { Kubectl } from "../engine/Kubectl";
import { PulumiStack } from "../engine/PulumiStack";
import { stopAtFirstFailure } from "../engine/stopAtFirstFailure";
import type { Environment } from "./environment";
import { stackConfig, startEnvironment } from "./environment";
import { Traffic } from "./Traffic";

const MINUTE = 60_000;
const BROKERS = "app.kubernetes.io/component=controller-eligible";

interface Item {
  metadata: { name: string; uid: string; generation?: number };
}

/** What docs/operations/lost-state.md tells to do, done. */
describe("a lost state, on three nodes", function () {
  this.timeout(15 * MINUTE);
  stopAtFirstFailure();

  let environment: Environment;
  let kubectl: Kubectl;
  const folders: string[] = [];

  before(async () => {
    const users = {
      "device-1": { produce: ["system-metrics"] },
      "device-2": { produce: ["system-metrics"], rotation: 2 },
    };
    environment = await startEnvironment("e2e-lost-state", 3, { userGroups: { devices: { users } } });
    kubectl = new Kubectl(environment.env, environment.cluster.context, "middleware");
    await environment.stack.up();
  });
  after(async () => {
    await environment?.stop();
    await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true })));
  });

  const uids = async (): Promise<string[]> =>
    (await kubectl.list<Item>("pods", "--selector", BROKERS)).map(({ metadata }) => `${metadata.name} ${metadata.uid}`);
  const secrets = async (): Promise<object> =>
    Object.fromEntries(
      (await kubectl.list<Item & { data: object }>("secrets")).map(({ metadata, data }) => [metadata.name, data]),
    );

  const config = (): Record<string, unknown> => stackConfig("prod", environment.overrides);

  async function client(user: string): Promise<Kafka> {
    const { brokers, namespace, clients } = (await environment.stack.outputs()) as {
      brokers: string[];
      namespace: string;
      clients: Record<string, { name: string }>;
    };
    return createKafka({
      brokers,
      access: "portForward",
      mechanism: "SCRAM-SHA-512",
      kubernetes: { context: environment.cluster.context, kubeconfig: environment.cluster.kubeconfig, namespace },
      secretName: clients[user]?.name ?? `kafka-${user}`,
    });
  }

  const traffic = async (): Promise<Traffic> => {
    const [producer, consumer] = await Promise.all([client("task-producer"), client("task-worker")]);
    return Traffic.start({ producer, consumer }, "ai-task-queue");
  };

  async function unharmed(running: Traffic): Promise<void> {
    const { lost, failed, acknowledged } = await running.stop();
    assert.deepEqual({ lost, failed }, { lost: [], failed: [] });
    assert.ok(acknowledged > 50, `only ${acknowledged} messages were sent`);
  }

  describe("with a lost state", () => {
    let stack: PulumiStack;
    let before: { secrets: object; uids: string[] };

    async function recover(...args: string[]): Promise<{ stdout: string; stderr: string }> {
      const { code, stdout, stderr } = await tryCommand(
        process.execPath,
        ["--import", "tsx", "recover/run.ts", "--stack", "prod", "--config-file", stack.configFile, ...args],
        { cwd: checkout, env: stack.environment },
      );
      assert.equal(code, 0, stderr);
      return { stdout, stderr };
    }

    it("refuses to write over the living cluster's passwords, at preview and without one", async () => {
      const folder = await mkdtemp(join(tmpdir(), "kafka-lost-state-"));
      folders.push(folder);
      stack = new PulumiStack({
        project: checkout,
        name: "prod",
        folder,
        config: config(),
        env: environment.env,
      });
      await stack.init();
      before = { secrets: await secrets(), uids: await uids() };
      for (const run of [await stack.preview(), await stack.tryUp()]) {
        assert.notEqual(run.code, 0);
        assert.match(run.output, /Secret middleware\/kafka-internal-credentials holds the passwords.*npm run recover/);
      }
      assert.deepEqual({ secrets: await secrets(), uids: await uids() }, before);
    });

    it("recovers the passwords and the cluster id from the live Secrets, and shows none of them", async () => {
      const { stdout, stderr } = await recover();
      assert.match(stdout, /kafka-credentials-cluster-id, from middleware\/kafka-cluster-id \(kraft-cluster-id\)/);
      assert.match(stdout, /devices-seed, from middleware\/kafka-seed-devices \(seed\)/);
      assert.doesNotMatch(stdout, /write anew/);
      // The cluster's id is none: the engine keeps it as the id of its resource.
      const passwords = Object.values(before.secrets as Record<string, Record<string, string>>).flatMap((keys) =>
        Object.entries(keys).flatMap(([key, value]) => (/password|^seed$/.test(key) ? [value] : [])),
      );
      assert.ok(passwords.length >= 8, `only ${passwords.length} passwords found`);
      for (const text of [stdout, stderr, stack.state()]) {
        for (const password of passwords) {
          assert.ok(!text.includes(password) && !text.includes(Buffer.from(password, "base64").toString()));
        }
      }
    });

    it("takes the cluster over while clients go on: no restart, no new password, and then no change", async () => {
      const running = await traffic();
      const takingOver = new PulumiStack({
        project: checkout,
        name: "prod",
        folder: dirname(stack.configFile),
        config: { ...config(), "kafka:adopt": true },
        env: { ...environment.env, PULUMI_K8S_ENABLE_PATCH_FORCE: "true" },
      });
      const generation = async (): Promise<unknown> =>
        (await kubectl.list<Item>("statefulsets")).map(({ metadata }) => metadata.generation);
      const generations = await generation();
      await takingOver.up();
      const { stdout } = await recover("--release");
      assert.match(stdout, /StatefulSet\/kafka-controller/);
      stack.configure(config());
      const { changes } = await stack.up("--expect-no-changes");
      assert.deepEqual(changes, []);
      await unharmed(running);
      assert.deepEqual({ secrets: await secrets(), uids: await uids() }, before);
      assert.deepEqual(await generation(), generations);
      environment.stack = stack;
      const after = await (await traffic()).stop();
      assert.deepEqual({ lost: after.lost, failed: after.failed }, { lost: [], failed: [] });
    });
  });
});
