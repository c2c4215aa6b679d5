import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Admin } from "kafkajs";
import { parse } from "yaml";
import { checkout } from "../../commands/checkout";
import { poll } from "../../commands/deadline";
import { createProgress } from "../../commands/progress";
import { runCommand } from "../../commands/subprocess";
import { mirrorMakerLibs } from "../../local/kafka/libs";
import { versions } from "../../tools/versions";
import type { Environment } from "../e2e/environment";
import { stackConfig, startEnvironment } from "../e2e/environment";
import { Kubectl } from "../engine/Kubectl";
import { PulumiStack } from "../engine/PulumiStack";
import { stopAtFirstFailure } from "../engine/stopAtFirstFailure";
import { Receiver } from "./Receiver";
import { Sender } from "./Sender";
import { StackClients } from "./StackClients";
import { Stopwatch } from "./Stopwatch";

const MINUTE = 60_000;
const PAGES = join(checkout, "docs", "operations", "mirror-maker");
const NEW = "kafka-kraft";
const GROUP = "task-worker";
/** One of the guide's, and one that nobody declared. */
const TOPICS = ["ai-task-queue", "by-hand"];
/** Of a topic that is not the stack's own a user may name the start. */
const ALLOWED = ["ai-task-queue", "by-*"];

const storage = { size: "10Gi", class: "local" };
const resources = { requests: { cpu: "100m", memory: "512Mi" }, limits: { cpu: "2000m", memory: "1536Mi" } };

/** The program's own clients, the same in both stacks. */
const USERS = {
  "task-producer": { produce: ALLOWED },
  "task-worker": { consume: { topics: ALLOWED, group: `${GROUP}*` } },
};
/** Who copies, in the old cluster: it reads messages, and where every group is. */
const READING_MIRROR = {
  consume: { topics: ["*"], group: "mirror-maker" },
  acls: [{ resource: "group", name: "*", operations: ["Describe"] }],
  namespaces: [NEW],
};
/** And in the new one: it writes messages and groups' offsets, and has topics of its own. */
const WRITING_MIRROR = {
  produce: ["*"],
  consume: { topics: ["*"], group: "*" },
  admin: ["mm2-*", "old.*"],
};

interface Deployment {
  spec: { template: { spec: { containers: Record<string, unknown>[]; volumes: object[] } } };
}

/** What docs/operations/zookeeper-to-kraft.md tells to do, done, on one node. */
describe("from ZooKeeper to KRaft by a second stack", function () {
  this.timeout(15 * MINUTE);
  stopAtFirstFailure();

  let environment: Environment;
  let folder: string;
  let old: PulumiStack;
  let next: PulumiStack;
  let kubectl: Kubectl;
  let clients: { old: StackClients; next: StackClients };
  let admins: { old: Admin; next: Admin };
  let sender: Sender;
  let first: Receiver;
  let second: Receiver;
  const sent = (): string[] => senders.flatMap(({ acknowledged }) => acknowledged);
  const senders: Sender[] = [];
  const stopwatch = new Stopwatch();

  const oldConfig = (users: object = {}): Record<string, unknown> =>
    stackConfig("dev", {
      ...environment.overrides,
      "kafka:cluster": {
        mode: "zookeeper",
        brokers: 1,
        heapMiB: 384,
        resources,
        storage,
        zookeeper: {
          replicas: 1,
          heapMiB: 128,
          resources: { ...resources, requests: { cpu: "100m", memory: "256Mi" } },
          storage,
        },
      },
      "kafka:users": { ...USERS, ...users },
      "kafka:monitoring": { metrics: false },
    });
  const nextConfig = (topics: object, users: object = {}): Record<string, unknown> => ({
    ...stackConfig("dev", {
      ...environment.overrides,
      "kafka:kubernetes": { context: environment.cluster.context, namespace: NEW },
      "kafka:cluster": { name: NEW, brokers: 1, heapMiB: 384, resources, storage },
      "kafka:users": { ...USERS, ...users },
      "kafka:monitoring": { metrics: false },
    }),
    "kafka:topics": topics,
  });

  before(async () => {
    environment = await startEnvironment("e2e-kraft", 1);
    folder = await mkdtemp(join(tmpdir(), "kafka-operations-kraft-"));
    old = environment.stack;
    kubectl = new Kubectl(environment.env, environment.cluster.context, NEW);
  });
  after(async () => {
    await Promise.all(Object.values(admins ?? {}).map((admin) => admin.disconnect()));
    await environment?.stop();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  });

  const ends = async (admin: Admin): Promise<Record<string, number>> => {
    const all = await Promise.all(
      TOPICS.map(async (topic) =>
        (await admin.fetchTopicOffsets(topic)).map(({ partition, high }) => [`${topic}-${partition}`, Number(high)]),
      ),
    );
    return Object.fromEntries(all.flat()) as Record<string, number>;
  };
  const groupOffsets = async (admin: Admin): Promise<Record<string, number>> => {
    const all = await admin.fetchOffsets({ groupId: GROUP, topics: TOPICS });
    return Object.fromEntries(
      all.flatMap(({ topic, partitions }) =>
        partitions.map(({ partition, offset }) => [`${topic}-${partition}`, Number(offset)]),
      ),
    );
  };
  const behind = async (): Promise<number> => {
    const [from, to] = [await ends(admins.old), await ends(admins.next)];
    return Object.entries(from).reduce((sum, [partition, end]) => sum + end - (to[partition] ?? 0), 0);
  };

  it("has a cluster of ZooKeeper mode with traffic, and a topic that no stack declares", async () => {
    old.configure(oldConfig());
    await old.up();
    const of = await StackClients.of(old, environment.cluster);
    const admin = (await of.as("operator")).admin();
    await admin.connect();
    await admin.createTopics({
      waitForLeaders: true,
      topics: [{ topic: "by-hand", numPartitions: 3, configEntries: [{ name: "retention.ms", value: "172800000" }] }],
    });
    admins = { old: admin, next: admin };
    sender = await Sender.start("old", await of.as("task-producer"), TOPICS);
    senders.push(sender);
    first = await Receiver.start(await of.as("task-worker"), GROUP, TOPICS);
  });

  it("makes the second stack with the same topics and users, those that nobody declared as adopt writes them", async () => {
    const out = join(folder, "adopted.yaml");
    await runCommand(
      process.execPath,
      ["--import", "tsx", "adopt/run.ts", "--stack", "prod", "--config-file", old.configFile, "--out", out],
      { cwd: checkout, env: old.environment },
    );
    const adopted = (parse(await readFile(out, "utf8")) as { config: { "kafka:topics": Record<string, object> } })
      .config["kafka:topics"];
    assert.deepEqual(adopted["by-hand"], {
      partitions: 3,
      replicationFactor: 1,
      config: { "retention.ms": "2d" },
      adopt: true,
    });
    const declared = (await admins.old.fetchTopicMetadata()).topics.filter(({ name }) => !name.startsWith("_"));
    const topics = Object.fromEntries(
      declared.map(({ name, partitions }) => [name, { partitions: partitions.length }]),
    );
    next = new PulumiStack({
      project: checkout,
      name: "kraft",
      folder,
      config: nextConfig({ ...topics, ...adopted }, { mirror: WRITING_MIRROR }),
      env: environment.env,
    });
    await next.init();
    await next.up();
    old.configure(oldConfig({ mirror: READING_MIRROR }));
    await old.up();
    clients = {
      old: await StackClients.of(old, environment.cluster),
      next: await StackClients.of(next, environment.cluster, NEW),
    };
    const admin = (await clients.next.as("operator")).admin();
    await admin.connect();
    admins = { ...admins, next: admin };
  });

  it("copies the messages while clients go on", async () => {
    const properties = join(PAGES, "mirror-maker.properties");
    // One broker here.
    const text = (await readFile(properties, "utf8")).replaceAll("replication.factor = 3", "replication.factor = 1");
    await kubectl.apply({
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "mirror-maker", namespace: NEW },
      data: { "mirror-maker.properties": text },
    });
    const deployment = parse(await readFile(join(PAGES, "mirror-maker.yaml"), "utf8")) as Deployment;
    const { containers, volumes } = deployment.spec.template.spec;
    // The image made here has Kafka without Connect: its jars come from the node, and the rest is as in the hosted image's start script.
    const jars = await mirrorMakerLibs(createProgress());
    volumes.push({ name: "jars", hostPath: { path: jars } });
    const [container] = containers;
    assert.ok(container !== undefined);
    const { registry, kafka } = versions.images;
    container["image"] = `${registry}/${kafka.repository}:${kafka.tag}`;
    const logging = "-Dlog4j.configuration=file:/opt/bitnami/kafka/config/log4j.properties";
    const main = "org.apache.kafka.connect.mirror.MirrorMaker";
    const command = container["command"] as string[];
    const script = command.indexOf("/opt/bitnami/kafka/bin/connect-mirror-maker.sh");
    command.splice(script, 1, "java", "-Xms256m", "-Xmx512m", logging, "-cp", "/jars/*", main);
    (container["volumeMounts"] as object[]).push({ name: "jars", mountPath: "/jars", readOnly: true });
    await stopwatch.time("copied, from the start of the pod on", async () => {
      await kubectl.apply(deployment);
      await poll(async () => (await behind()) < 50 || undefined, {
        what: "a copy that is nearly complete",
        timeout: 5 * MINUTE,
        interval: 1_000,
      });
    });
    stopwatch.note(`${sent().length} messages sent by then, ${await behind()} not copied`);
  });

  it("moves the consumer, which goes on in the new cluster where it was", async () => {
    await first.stop();
    const left = await groupOffsets(admins.old);
    const arrived = async (): Promise<true | undefined> => {
      const translated = await groupOffsets(admins.next);
      // 10 is `offset.lag.max`.
      return Object.entries(left).every(([place, offset]) => (translated[place] ?? -1) >= offset - 11) || undefined;
    };
    await stopwatch.time("the group's offsets", () =>
      poll(arrived, { what: "the group's offsets in the new cluster", timeout: 2 * MINUTE, interval: 500 }),
    );
    second = await Receiver.start(await clients.next.as("task-worker"), GROUP, TOPICS);
  });

  it("moves the producer once the copy is complete", async () => {
    await sender.stop();
    await stopwatch.time("the rest of the copy", () =>
      poll(async () => (await behind()) === 0 || undefined, {
        what: "the end of the copy",
        timeout: 2 * MINUTE,
        interval: 500,
      }),
    );
    sender = await Sender.start("new", await clients.next.as("task-producer"), TOPICS);
    senders.push(sender);
    await poll(() => sender.acknowledged.length > 100 || undefined, { what: "messages", timeout: MINUTE });
    await sender.stop();
  });

  it("has lost nothing, and given little twice", async () => {
    const got = (): string[] => [...first.received, ...second.received];
    const lost = (): string[] => {
      const all = new Set(got());
      return sent().filter((message) => !all.has(message));
    };
    await poll(() => lost().length === 0 || undefined, {
      what: "every acknowledged message",
      timeout: MINUTE,
      explain: () => `missing: ${lost().slice(0, 10).join(", ")}`,
    });
    await second.stop();
    const twice = got().length - new Set(got()).size;
    stopwatch.note(`${sent().length} acknowledged, ${lost().length} lost, ${twice} received twice`);
    const partitions = Object.keys(await ends(admins.next)).length;
    assert.ok(twice <= 11 * partitions, `${twice} messages were received twice`);
  });

  it("takes MirrorMaker away, and the first stack", async () => {
    await kubectl.run("delete", "deployment/mirror-maker", "configmap/mirror-maker", "--wait=true");
    const own = (await admins.next.listTopics()).filter((topic) => /^(mm2-|old\.)/.test(topic)).sort();
    assert.deepEqual(own, [
      "mm2-configs.old.internal",
      "mm2-offset-syncs.old.internal",
      "mm2-offsets.old.internal",
      "mm2-status.old.internal",
      "old.checkpoints.internal",
    ]);
    await admins.next.deleteTopics({ topics: own });
    const { config } = next;
    next.configure({ ...config, "kafka:users": USERS });
    await next.up();
    const { code, output } = await stopwatch.time("the first stack's end", () => old.destroy("--skip-preview"));
    assert.equal(code, 0, output);
    assert.deepEqual((await next.up("--expect-no-changes")).changes, []);
    const after = await Sender.start("after", await clients.next.as("task-producer"), TOPICS);
    await poll(() => after.acknowledged.length > 10 || undefined, { what: "messages", timeout: MINUTE });
    await after.stop();
  });
});
