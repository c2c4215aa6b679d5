import assert from "node:assert/strict";
import { join } from "node:path";
import { createKafka } from "@kafka-on-kubernetes/provider";
import type { Kafka } from "kafkajs";
import type { Environment } from "./environment";
import { stackConfig, startEnvironment } from "./environment";
import { IsrSampler } from "./IsrSampler";
import { createProgress } from "../../commands/progress";
import { taskImage, taskImageArchive } from "../../local/images/tasks";
import type { Python } from "../../tools/python";
import { findPython, PYTHON_NEEDED } from "../../tools/python";
import { ContainerProcess } from "../engine/ContainerProcess";
import { Kubectl } from "../engine/Kubectl";
import { processArguments } from "../engine/processesWith";
import { PulumiStack } from "../engine/PulumiStack";
import { StateDependencies } from "../engine/StateDependencies";
import { stopAtFirstFailure } from "../engine/stopAtFirstFailure";
import { Traffic } from "./Traffic";

const MINUTE = 60_000;
const BROKERS = "app.kubernetes.io/component=controller-eligible";
const GUIDE_TOPICS = ["ai-task-queue", "data-pipeline", "model-events", "system-metrics", "user-activities"];

interface Pod {
  metadata: { name: string; uid: string; labels: Record<string, string> };
  status: { conditions: { type: string; status: string }[] };
}

interface Outputs {
  brokers: string[];
  namespace: string;
  topics: string[];
  clients: Record<string, { name: string; namespaces: string[] }>;
  clientCredentials: Record<string, { username: string; password: string }>;
}

describe("the prod stack on three nodes", function () {
  this.timeout(15 * MINUTE);
  stopAtFirstFailure();

  let environment: Environment;
  let kubectl: Kubectl;
  let outputs: Outputs;
  let python: Python | undefined;
  /** The logins of two clients before their rotation. */
  let former: Record<"producer" | "consumer", Record<string, string>>;

  before(async () => {
    python = await findPython();
    environment = await startEnvironment("e2e", 3, {
      images: python === undefined ? [] : [await taskImageArchive(python, createProgress())],
      users: {
        "ai-task-producer": { produce: ["ai-task-queue"] },
        "ai-task-processor": { consume: { topics: ["ai-task-queue"], group: "ai-task-processor" } },
      },
    });
    kubectl = new Kubectl(environment.env, environment.cluster.context, "middleware");
  });
  after(() => environment?.stop());

  const pods = (): Promise<Pod[]> => kubectl.list<Pod>("pods", "--selector", BROKERS);
  const uids = async (): Promise<Record<string, string>> =>
    Object.fromEntries((await pods()).map(({ metadata }) => [metadata.name, metadata.uid]));
  const ready = async (): Promise<string[]> =>
    (await pods())
      .filter(({ status }) => status.conditions.some(({ type, status: is }) => type === "Ready" && is === "True"))
      .map(({ metadata }) => metadata.name)
      .sort();

  /** A client that logs in as one of the stack's users or as the administrator, through the Kubernetes API. */
  function client(
    user: string,
    sasl?: { username: string; password: string },
    overrides: object = { retry: { retries: 0 } },
  ): Promise<Kafka> {
    const connection = {
      brokers: outputs.brokers,
      access: "portForward",
      mechanism: "SCRAM-SHA-512",
      kubernetes: {
        context: environment.cluster.context,
        kubeconfig: environment.cluster.kubeconfig,
        namespace: outputs.namespace,
      },
      secretName: outputs.clients[user]?.name ?? `kafka-${user}`,
    } as const;
    return createKafka(connection, sasl && { sasl: { mechanism: "scram-sha-512", ...sasl }, ...overrides });
  }

  /** Logs in, as the user's Secret says or otherwise. */
  async function connects(user: string, sasl?: { username: string; password: string }): Promise<void> {
    const admin = (await client(user, sasl)).admin();
    try {
      await admin.connect();
    } finally {
      await admin.disconnect();
    }
  }

  const traffic = async (): Promise<Traffic> => {
    const [producer, consumer] = await Promise.all([client("task-producer"), client("task-worker")]);
    return Traffic.start({ producer, consumer }, "ai-task-queue");
  };

  /** The logins of those two as their Secrets are now, and the traffic of clients that keep them whatever becomes of the Secrets. */
  const kept = async (): Promise<Record<"producer" | "consumer", Record<string, string>>> => ({
    producer: await login("kafka-client-task-producer"),
    consumer: await login("kafka-client-task-worker"),
  });
  const trafficOf = async (logins: Awaited<ReturnType<typeof kept>>): Promise<Traffic> => {
    const as = ({ username = "", password = "" }: Record<string, string>): Promise<Kafka> =>
      client("operator", { username, password }, {});
    const [producer, consumer] = await Promise.all([as(logins.producer), as(logins.consumer)]);
    return Traffic.start({ producer, consumer }, "ai-task-queue");
  };

  function configure(cluster: object): void {
    const own = environment.overrides["kafka:cluster"];
    environment.stack.configure(
      stackConfig("prod", { ...environment.overrides, "kafka:cluster": { ...own, ...cluster } }),
    );
  }

  const login = async (secret: string): Promise<Record<string, string>> => {
    const { data } = JSON.parse(await kubectl.run("get", "secret", secret, "--output", "json")) as {
      data: Record<string, string>;
    };
    return Object.fromEntries(
      Object.entries(data).map(([key, value]) => [key, Buffer.from(value, "base64").toString()]),
    );
  };

  it("deploys brokers, topics and users from nothing", async () => {
    await environment.stack.up();
    outputs = (await environment.stack.outputs()) as unknown as Outputs;
    assert.deepEqual(await ready(), ["kafka-controller-0", "kafka-controller-1", "kafka-controller-2"]);
    assert.deepEqual(outputs.topics, GUIDE_TOPICS);
  });

  it("changes nothing the second time", async () => {
    const { changes } = await environment.stack.up("--expect-no-changes");
    assert.deepEqual(changes, []);
  });

  it("makes namespace, passwords and Secrets once the guard has let the stack pass", () => {
    const state = new StateDependencies(environment.stack.state());
    const [guard = ""] = state.ofType("/kafka/cluster:ClusterGuard");
    const made = [":Namespace", ":RandomPassword", ":RandomBytes", ":Secret"].flatMap((type) => state.ofType(type));
    assert.ok(made.length >= 20, made.join("\n"));
    assert.deepEqual(
      made.filter((urn) => !state.of(urn).has(guard)),
      [],
    );
  });

  it("deletes topics and users before the brokers, and before the login that it needs for that", () => {
    const state = new StateDependencies(environment.stack.state());
    const needed = [
      ...state.ofType(":Secret").filter((urn) => urn.endsWith("::kafka-credentials-operator-access")),
      ...state.ofType("$kubernetes:apps/v1:StatefulSet"),
      ...state.ofType("$kubernetes:core/v1:Service"),
      ...state.ofType("/kafka/cluster:BrokerRollout"),
    ];
    assert.ok(needed.length >= 5, needed.join("\n"));
    const managed = ["topics:KafkaTopic", "users:KafkaUser", "users:KafkaRevocation"].flatMap((type) =>
      state.ofType(`/kafka/${type}`),
    );
    assert.ok(managed.length >= 15, managed.join("\n"));
    for (const urn of managed) {
      const there = state.of(urn);
      assert.deepEqual(
        needed.filter((one) => !there.has(one)),
        [],
        `what ${urn} needs may be deleted before it`,
      );
    }
  });

  it("gives Prometheus and Grafana what they look for, and asks the dashboards' site at the first run only", async () => {
    const names = async (kind: string, ...args: string[]): Promise<string[]> =>
      (await kubectl.list<{ metadata: { name: string } }>(kind, ...args)).map(({ metadata }) => metadata.name).sort();
    const released = ["--selector", "release=kube-prometheus-stack"];
    assert.deepEqual(await names("servicemonitors", ...released), ["kafka-jmx-metrics"]);
    assert.deepEqual(await names("prometheusrules", ...released), ["kafka-alerts"]);
    assert.deepEqual(await names("configmaps", "--selector", "grafana_dashboard=1"), [
      "kafka-dashboard-11963",
      "kafka-dashboard-7589",
      "kafka-dashboard-overview",
    ]);
    assert.deepEqual(environment.site.requests.filter((path) => path.endsWith("/download")).sort(), [
      "/api/dashboards/11963/revisions/1/download",
      "/api/dashboards/7589/revisions/5/download",
    ]);
    assert.match(environment.stack.printed(), /dashboard 11963.*The stack goes on without it \(optional\)/);
  });

  it(`runs the TypeScript example as pods, a task from one to the other (needs ${PYTHON_NEEDED})`, async function () {
    if (python === undefined) this.skip();
    const tasks = new PulumiStack({
      project: join(__dirname, "..", "..", "examples", "typescript"),
      name: "tasks",
      folder: environment.folder,
      config: {
        "kubernetes:context": environment.cluster.context,
        "kafka-tasks:kafkaStack": "organization/kafka/prod",
        "kafka-tasks:namespace": "middleware",
        "kafka-tasks:image": taskImage,
      },
      env: environment.env,
    });
    await tasks.init();
    await tasks.up();
    const logs = (name: string): ContainerProcess => {
      const place = ["--context", environment.cluster.context, "--namespace", "middleware"];
      return ContainerProcess.run(
        ["kubectl", ...place, "logs", "--follow", `deployment/${name}`],
        environment.folder,
        environment.env,
      );
    };
    const [producer, consumer] = [logs("ai-task-producer"), logs("ai-task-processor")];
    try {
      const done = (await consumer.untilPrinted(3)).map((line) => (line["task"] as { id: string }).id);
      const delivered = (await producer.untilPrinted(3)).map((line) => String(line["delivered"]));
      assert.ok(
        done.some((id) => delivered.includes(id)),
        `none of ${done.join(", ")} is among ${delivered.join(", ")}`,
      );
    } finally {
      await Promise.all([producer.stop(), consumer.stop()]);
    }
    const { code, output } = await tasks.destroy();
    assert.equal(code, 0, output);
  });

  it("made the topics with the guide's partitions and factors", async () => {
    const admin = (await client("operator")).admin();
    await admin.connect();
    const { topics } = await admin.fetchTopicMetadata({ topics: GUIDE_TOPICS });
    await admin.disconnect();
    const found = topics.map(({ name, partitions }) => [name, partitions.length, partitions[0]?.replicas.length]);
    assert.deepEqual(found.sort(), [
      ["ai-task-queue", 16, 3],
      ["data-pipeline", 8, 3],
      ["model-events", 8, 3],
      ["system-metrics", 4, 3],
      ["user-activities", 16, 3],
    ]);
  });

  it("restarts the brokers one by one for a changed setting, and no acknowledged message is lost", async () => {
    const before = await uids();
    const [running, sampler] = await Promise.all([
      traffic(),
      client("operator").then((kafka) => IsrSampler.start(kafka, GUIDE_TOPICS)),
    ]);
    const { settings } = environment.overrides["kafka:cluster"] as { settings: object };
    configure({ heapMiB: 900, settings: { ...settings, "num.replica.fetchers": 2 } });
    const { changes, output } = await environment.stack.up();
    const [{ acknowledged, lost, failed }, isr] = await Promise.all([running.stop(), sampler.stop()]);

    assert.deepEqual(changes.map(({ op, type }) => `${op} ${type.split(":").at(-1)}`).sort(), [
      "update BrokerRollout",
      "update ConfigMap",
      "update StatefulSet",
    ]);
    assert.match(output, /3 pods restarted/);
    const after = await uids();
    assert.deepEqual(
      Object.keys(after).filter((pod) => after[pod] === before[pod]),
      [],
    );
    assert.deepEqual(lost, []);
    assert.deepEqual(failed, []);
    assert.ok(acknowledged > 100, `only ${acknowledged} messages were sent`);
    assert.ok(isr.samples >= 10, `only ${isr.samples} samples, ${isr.unanswered} unanswered`);
    assert.ok(isr.fewestInSync >= 2, `a partition was down to ${isr.fewestInSync} in-sync replicas`);
  });

  it("finishes in the next run what a killed one began, new passwords of brokers and administrator too", async () => {
    const before = await uids();
    const [first, administrator] = [await login("kafka-internal-credentials"), await login("kafka-operator")];
    const [passing, sampler] = [await traffic(), IsrSampler.start(await client("task-worker"), ["ai-task-queue"])];
    environment.overrides["kafka:security"] = { rotation: 2 };
    configure({ heapMiB: 920 });
    const running = environment.stack.start();
    const restarted = async (): Promise<number> => {
      const now = await uids();
      return Object.keys(before).filter((pod) => now[pod] !== undefined && now[pod] !== before[pod]).length;
    };
    const deadline = Date.now() + 8 * MINUTE;
    while ((await restarted()) === 0) {
      assert.ok(Date.now() < deadline, "no pod was restarted in time");
      if (running.child.exitCode !== null) assert.fail(`no pod was restarted: ${(await running.ended).output}`);
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    await environment.stack.kill(running);

    // The clients turn in the run that goes on: those that are connected keep the login that they have.
    former = await kept();
    environment.overrides["kafka:users"] = {
      ...environment.overrides["kafka:users"],
      "task-producer": { produce: ["ai-task-queue"], rotation: 2 },
      "task-worker": { consume: { topics: ["ai-task-queue"], group: "task-worker*" }, rotation: 2 },
    };
    configure({ heapMiB: 920 });
    await environment.stack.up();
    assert.equal(await restarted(), 3);
    const [report, isr] = await Promise.all([passing.stop(), sampler.stop()]);
    assert.deepEqual([report.lost, report.failed], [[], []]);
    assert.ok(isr.fewestInSync >= 2, `a partition was down to ${isr.fewestInSync} in-sync replicas`);

    const now = await login("kafka-operator");
    assert.deepEqual([administrator["username"], now["username"]], ["operator", "operator.b"]);
    const ended = { operator: first["client-passwords"], interbroker: first["inter-broker-password"] };
    for (const [username, password = ""] of Object.entries(ended))
      await assert.rejects(connects("operator", { username, password }), /authentication/i, `${username} still works`);
    await connects("operator");
    await assert.rejects(login("kafka-internal-credentials"), /not found/);
    assert.equal((await ready()).length, 3);
    const { changes } = await environment.stack.up("--expect-no-changes");
    assert.deepEqual(changes, []);
  });

  it("survives the loss of a broker's pod, and so do clients that keep the login of before their rotation", async () => {
    const now = await kept();
    assert.deepEqual(
      [former.producer, former.consumer, now.producer, now.consumer].map(({ username }) => username),
      ["task-producer", "task-worker", "task-producer.b", "task-worker.b"],
    );
    const [running, keeping] = [await traffic(), await trafficOf(former)];
    const before = await uids();
    await kubectl.run("delete", "pod", "kafka-controller-1", "--wait=true");
    await kubectl.run("wait", "pod/kafka-controller-1", "--for=condition=Ready", "--timeout=300s");
    const { changes } = await environment.stack.up("--expect-no-changes");
    const reports = await Promise.all([running.stop(), keeping.stop()]);
    assert.deepEqual(changes, []);
    assert.notEqual((await uids())["kafka-controller-1"], before["kafka-controller-1"]);
    for (const { lost, failed, acknowledged } of reports) {
      assert.deepEqual({ lost, failed }, { lost: [], failed: [] });
      assert.ok(acknowledged > 50, `only ${acknowledged} messages were sent`);
    }
  });

  it("refuses a change of the claims before anything is touched", async () => {
    const before = await uids();
    configure({ heapMiB: 920, storage: { size: "200Gi", class: "local" } });
    const { code, output } = await environment.stack.preview();
    assert.notEqual(code, 0);
    assert.match(output, /kafka:cluster\.storage\.size: StatefulSet kafka-controller has claims of 100Gi/);
    assert.deepEqual(await uids(), before);
  });

  it("keeps every password out of the state, the output, the objects, the pods, their logs and all arguments", async () => {
    const state = environment.stack.state();
    const secrets = await kubectl.list<{ data: Record<string, string> }>("secrets");
    const passwords = secrets
      .flatMap(({ data }) => [data["password"], data["inter-broker-password"], data["client-passwords"]])
      .flatMap((value) => (value === undefined ? [] : [Buffer.from(value, "base64").toString()]));
    assert.ok(passwords.length >= 8, `only ${passwords.length} passwords found`);
    const objects = await kubectl.run("get", "pods,statefulsets,configmaps,services", "--output", "yaml");
    const logs = await kubectl.run("logs", "--selector", BROKERS, "--container", "kafka", "--tail=-1");
    const texts = { state, objects, output: environment.stack.printed(), logs, arguments: processArguments() };
    assert.match(texts.arguments, /kafka\.Kafka/);
    for (const [where, text] of Object.entries(texts)) {
      for (const password of passwords) {
        assert.ok(!text.includes(password), `a password is in the ${where}`);
        assert.ok(
          !text.includes(Buffer.from(password).toString("base64")),
          `a password, in base64, is in the ${where}`,
        );
      }
    }
  });

  it("refuses another API server than the stack's own", async () => {
    configure({ heapMiB: 920 });
    environment.stack.configure(
      stackConfig("prod", {
        ...environment.overrides,
        "kafka:kubernetes": { context: environment.cluster.context, server: "https://other.example:6443" },
      }),
    );
    const { code, output } = await environment.stack.preview();
    assert.notEqual(code, 0);
    assert.match(output, /kafka:kubernetes\.server: this stack belongs to https:\/\/other\.example:6443/);
    assert.doesNotMatch(output, /at .*\.ts:\d+/);
  });

  it("refuses to be destroyed while it retains, and touches nothing", async () => {
    configure({ heapMiB: 920 });
    const objects = (): Promise<string> =>
      kubectl.run("get", "statefulsets,pods,secrets,services,configmaps,pvc", "--output", "name");
    const before = { uids: await uids(), objects: await objects() };
    const previewed = await environment.stack.destroy();
    assert.notEqual(previewed.code, 0);
    assert.match(previewed.output, /kafka-destroy-guard.*protected/s);
    const unseen = await environment.stack.destroy("--skip-preview");
    assert.notEqual(unseen.code, 0);
    await environment.stack.command("state", "unprotect", "--all", "--yes");
    const unprotected = await environment.stack.destroy("--skip-preview");
    assert.notEqual(unprotected.code, 0);
    assert.match(unprotected.output, /kafka:deletion: found retain.*Set kafka:deletion to delete/);
    assert.deepEqual({ uids: await uids(), objects: await objects() }, before);
    const admin = (await client("task-worker")).admin();
    await admin.connect();
    await admin.disconnect();
    const { changes } = await environment.stack.up();
    // Components without children and providers that nothing needs are lines of the state and nothing else.
    assert.deepEqual(
      changes.filter(({ type }) => !/^(kafka|pulumi:providers):/.test(type)),
      [],
    );
  });

  it("goes, claims and all, once its file says delete", async () => {
    const own = environment.overrides["kafka:cluster"];
    environment.stack.configure({
      ...stackConfig("prod", { ...environment.overrides, "kafka:cluster": { ...own, heapMiB: 920 } }),
      "kafka:deletion": "delete",
    });
    const before = await uids();
    await environment.stack.up();
    assert.deepEqual(await uids(), before, "the brokers restarted for a setting that they don't know");
    const { code, output } = await environment.stack.destroy();
    assert.equal(code, 0, output);
    await kubectl.run("wait", "--for=delete", "pods", "--selector", BROKERS, "--timeout=180s");
    assert.deepEqual(await kubectl.list("persistentvolumeclaims"), []);
  });
});
