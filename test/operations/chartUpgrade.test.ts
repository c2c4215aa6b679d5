import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Environment } from "../e2e/environment";
import { stackConfig, startEnvironment } from "../e2e/environment";
import { Kubectl } from "../engine/Kubectl";
import { stopAtFirstFailure } from "../engine/stopAtFirstFailure";
import { Receiver } from "./Receiver";
import { StackClients } from "./StackClients";
import { Stopwatch } from "./Stopwatch";

const MINUTE = 60_000;

/** A folder with one folder a version, such as `26.11.4/kafka`, each the chart with what it depends on; in the order of docs/operations/upgrade.md. */
const CHARTS = process.env["KAFKA_CHARTS"];

/** The folders by version, the oldest first. */
const versions = (): string[] =>
  readdirSync(CHARTS ?? "")
    .filter((name) => /^\d+\.\d+\.\d+$/.test(name))
    .sort((one, other) => one.localeCompare(other, "en", { numeric: true }));

interface StatefulSet {
  metadata: { name: string; uid: string };
}

/** What docs/operations/upgrade.md tells of the chart, done with the real ones, the image left as it is. */
for (const mode of ["kraft", "zookeeper"] as const) {
  describe(`a newer chart, release by release: ${mode}, on one node`, function () {
    this.timeout(15 * MINUTE);
    stopAtFirstFailure();

    let environment: Environment;
    let kubectl: Kubectl;
    let statefulSets: string[];
    const stopwatch = new Stopwatch();

    before(async function () {
      if (CHARTS === undefined) this.skip();
      environment = await startEnvironment(`e2e-charts-${mode}`, 1);
      kubectl = new Kubectl(environment.env, environment.cluster.context, "middleware");
    });
    after(() => environment?.stop());

    const configure = (version: string): void => {
      const resources = { requests: { cpu: "100m", memory: "512Mi" }, limits: { cpu: "2000m", memory: "1536Mi" } };
      const storage = { size: "10Gi", class: "local" };
      const ensemble = { replicas: 1, heapMiB: 128, resources, storage };
      environment.stack.configure(
        stackConfig("dev", {
          ...environment.overrides,
          "kafka:chart": { path: join(CHARTS ?? "", version, "kafka"), version },
          "kafka:cluster": {
            ...{ mode, brokers: 1, heapMiB: 384, resources, storage },
            ...(mode === "zookeeper" ? { zookeeper: ensemble } : {}),
          },
          "kafka:users": {},
          "kafka:monitoring": { metrics: false },
        }),
      );
    };
    const uids = async (): Promise<string[]> =>
      (await kubectl.list<StatefulSet>("statefulsets"))
        .map(({ metadata }) => `${metadata.name} ${metadata.uid}`)
        .sort();

    it("begins with the chart that everything else is tested with", async () => {
      const [first = ""] = versions();
      configure(first);
      await stopwatch.time(`chart ${first}`, () => environment.stack.up());
      statefulSets = await uids();
    });

    it("goes on to each newer one without a new StatefulSet or a lost message, and back in one step", async () => {
      const clients = await StackClients.of(environment.stack, environment.cluster);
      const written: string[] = [];
      const write = async (version: string): Promise<void> => {
        const producer = (await clients.as("task-producer")).producer();
        await producer.connect();
        const values = Array.from({ length: 100 }, (_, index) => `${version} ${index}`);
        await producer.send({ topic: "ai-task-queue", acks: -1, messages: values.map((value) => ({ value })) });
        await producer.disconnect();
        written.push(...values);
      };
      const [first = "", ...newer] = versions();
      await write(`before ${first}`);
      for (const version of [...newer, first]) {
        configure(version);
        const { output } = await stopwatch.time(`chart ${version}`, () => environment.stack.up());
        stopwatch.note(/all \d+ brokers? at the newest revision.*/.exec(output)?.[0] ?? "no restart");
        await write(version);
        assert.deepEqual((await environment.stack.up("--expect-no-changes")).changes, []);
        assert.deepEqual(await uids(), statefulSets);
      }
      const receiver = await Receiver.start(await clients.as("task-worker"), "task-worker-upgrade", ["ai-task-queue"]);
      const deadline = Date.now() + MINUTE;
      const missing = () => written.filter((value) => !receiver.received.includes(value));
      while (missing().length > 0 && Date.now() < deadline) await pause(100);
      await receiver.stop();
      assert.deepEqual(missing(), []);
    });
  });
}
