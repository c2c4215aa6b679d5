import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import type { Cluster } from "../../../local/cluster";
import { startApiServer } from "../../../local/cluster";
import { createProgress } from "../../../commands/progress";
import type { CommandResult } from "../../../commands/subprocess";
import { tryCommand } from "../../../commands/subprocess";
import { ensureTools } from "../../../tools";
import { ensurePythonHost } from "../../../tools/pulumiPython";
import type { Python } from "../../../tools/python";
import { findPython, PYTHON_NEEDED, pythonEnvironment } from "../../../tools/python";
import { ContainerProcess } from "../../engine/ContainerProcess";
import { Kubectl } from "../../engine/Kubectl";
import { PulumiStack } from "../../engine/PulumiStack";
import { stopAtFirstFailure } from "../../engine/stopAtFirstFailure";
import type { BrokerCluster } from "../brokers";
import { operator, operatorSecret, startKraft } from "../brokers";

const CHECKOUT = join(__dirname, "..", "..", "..");
const EXAMPLES = join(CHECKOUT, "examples");
const KAFKA = "middleware";
const TASKS = "tasks";

interface Secret {
  data: Record<string, string>;
}

interface TasksOutputs {
  bootstrapServers: string;
  secrets: { producer: string; consumer: string };
}

type Login = { username: string; password: string };

describe("stacks that use the Kafka stack's outputs, under the real engine", function () {
  this.timeout(300_000);
  stopAtFirstFailure();

  let python: Python | undefined;
  let api: Cluster | undefined;
  let brokers: BrokerCluster | undefined;
  let folder: string;
  let env: NodeJS.ProcessEnv;
  let kubectl: Kubectl;
  let kafka: PulumiStack;
  let tasks: PulumiStack;

  /** The stack file of the Kafka stack; its brokers exist already, the rest is as anywhere. */
  const kafkaConfig = (rotation = 1): Record<string, unknown> => ({
    "kafka:kubernetes": { context: api!.context, namespace: KAFKA },
    "kafka:cluster": {
      type: "external",
      bootstrapServers: brokers!.bootstrap,
      brokers: 1,
      protocol: "SASL_PLAINTEXT",
      administrator: { secret: operatorSecret },
    },
    "kafka:deletion": "delete",
    "kafka:topics": { "ai-task-queue": { partitions: 4, replicationFactor: 1 } },
    "kafka:users": {
      "ai-task-producer": { produce: ["ai-task-queue"], namespaces: [TASKS] },
      "ai-task-processor": { consume: { topics: ["ai-task-queue"], group: "ai-task-processor" }, rotation },
    },
  });
  const tasksConfig = (kafkaStack = "organization/kafka/prod"): Record<string, unknown> => ({
    "kubernetes:context": api!.context,
    "kafka-tasks:kafkaStack": kafkaStack,
    "kafka-tasks:namespace": TASKS,
    "kafka-tasks:image": "registry.local/ai-tasks:1",
    // There is an API server and no node.
    "kafka-tasks:await": false,
  });
  const stackOf = (project: string, name: string, config: Record<string, unknown>, more: object = {}): PulumiStack =>
    new PulumiStack({ project, name, folder, config, env, ...more });

  const logins = async (): Promise<Record<string, Login>> =>
    (await kafka.outputs())["clientCredentials"] as Record<string, Login>;
  const secret = async (namespace: string, name: string): Promise<Secret> =>
    JSON.parse(await kubectl.run("get", "secret", name, "--namespace", namespace, "--output", "json")) as Secret;
  /** The pods' image here: the machine's Python with the examples' packages. */
  const image = async (): Promise<NodeJS.ProcessEnv> => {
    const packages = await pythonEnvironment(python!, join(EXAMPLES, "python", "requirements.txt"), createProgress());
    return { PATH: [join(packages, "bin"), process.env["PATH"]].join(delimiter) };
  };

  before(async () => {
    const progress = createProgress();
    const tools = await ensureTools(progress);
    python = await findPython();
    folder = await mkdtemp(join(tmpdir(), "kafka-examples-"));
    [api, brokers] = await Promise.all([
      startApiServer({ name: "examples", progress }),
      startKraft({ authorizer: true }),
    ]);
    env = { ...process.env, ...tools.env, KUBECONFIG: api.kubeconfig };
    kubectl = new Kubectl(env, api.context, TASKS);
    for (const namespace of [KAFKA, TASKS]) await kubectl.run("create", "namespace", namespace);
    const metadata = { name: operatorSecret, namespace: KAFKA };
    await kubectl.apply({ apiVersion: "v1", kind: "Secret", metadata, stringData: operator });
    kafka = stackOf(CHECKOUT, "prod", kafkaConfig());
    await kafka.init();
    await kafka.up();
    tasks = stackOf(join(EXAMPLES, "typescript"), "tasks", tasksConfig());
    await tasks.init();
  });

  after(async () => {
    await Promise.all([brokers?.stop(), api?.stop()]);
    await rm(folder, { recursive: true, force: true });
  });

  it("deploys the TypeScript example with one Secret of the Kafka stack's and one of its own, the same in keys", async () => {
    await tasks.up();
    const { bootstrapServers, secrets } = (await tasks.outputs()) as unknown as TasksOutputs;
    assert.equal(bootstrapServers, brokers!.bootstrap.join(","));
    assert.equal(secrets.producer, "kafka-client-ai-task-producer");
    const [own, copy] = [await secret(KAFKA, "kafka-client-ai-task-processor"), await secret(TASKS, secrets.consumer)];
    assert.deepEqual(copy.data, own.data);
    const again = await tasks.preview("--expect-no-changes");
    assert.equal(again.code, 0, again.output);
    for (const { password } of Object.values(await logins())) {
      for (const text of [password, Buffer.from(password).toString("base64")]) {
        assert.ok(!tasks.state().includes(text), "a password is in the state in plain text");
        assert.ok(!tasks.printed().includes(text), "a password was printed");
      }
    }
  });

  it(`runs the example's producer and consumer with their pods' environment (needs ${PYTHON_NEEDED})`, async function () {
    if (python === undefined) this.skip();
    const packages = await image();
    const start = (name: string): Promise<ContainerProcess> =>
      ContainerProcess.start(kubectl, name, join(EXAMPLES, "python"), packages);
    const [producer, consumer] = await Promise.all(["ai-task-producer", "ai-task-processor"].map(start));
    try {
      const delivered = (await producer!.untilPrinted(2)).map((line) => line["delivered"]);
      const done = (await consumer!.untilPrinted(2)).map((line) => (line["task"] as { id: string }).id);
      assert.deepEqual(new Set(done.slice(0, 2)), new Set(delivered.slice(0, 2)));
    } finally {
      const ends = await Promise.all([producer!.stop(), consumer!.stop()]);
      assert.deepEqual(ends, [
        { code: 0, errors: "" },
        { code: 0, errors: "" },
      ]);
    }
  });

  /** Runs one of the Python programs alone, as a user of the stack. */
  async function program(user: string, command: string[], more: NodeJS.ProcessEnv = {}): Promise<ContainerProcess> {
    const { username, password } = (await logins())[user]!;
    const variables = {
      KAFKA_BOOTSTRAP_SERVERS: brokers!.bootstrap.join(","),
      KAFKA_SECURITY_PROTOCOL: "SASL_PLAINTEXT",
      KAFKA_SASL_MECHANISM: "SCRAM-SHA-512",
      KAFKA_SASL_USERNAME: username,
      KAFKA_SASL_PASSWORD: password,
    };
    const environment = { ...(await image()), ...variables, ...more };
    return ContainerProcess.run(["python3", ...command], join(EXAMPLES, "python"), environment);
  }

  it(`runs the Python programs alone: each task once, and what is none passed over (needs ${PYTHON_NEEDED})`, async function () {
    if (python === undefined) this.skip();
    const raw = brokers!.kafka().producer();
    await raw.connect();
    await raw.send({ topic: "ai-task-queue", messages: ["no JSON", "[]", '{"id":7}'].map((value) => ({ value })) });
    await raw.disconnect();
    const producer = await program("ai-task-producer", ["producer.py", "--count", "20"]);
    assert.deepEqual(await producer.end(), { code: 0, errors: "" });
    const delivered = producer.printed.map((line) => line["delivered"]);
    assert.equal(new Set(delivered).size, 20);

    const consumer = await program("ai-task-processor", ["consumer.py", "--idle", "5"]);
    const { code, errors } = await consumer.end();
    assert.equal(code, 1);
    const lines = errors.trim().split("\n");
    assert.equal(
      lines.filter((line) => /^Error: passed over a message that is no task, in ai-task-queue-/.test(line)).length,
      3,
    );
    assert.equal(lines.at(-1), "Error: no task in ai-task-queue for 5 s");
    const done = consumer.printed.map((line) => (line["task"] as { id: string }).id);
    assert.deepEqual([...delivered].sort(), done.filter((id) => delivered.includes(id)).sort());

    const next = await program("ai-task-processor", ["consumer.py", "--idle", "3"]);
    assert.deepEqual(await next.end(), { code: 1, errors: "Error: no task in ai-task-queue for 3 s\n" });
    assert.deepEqual(next.printed, []);
  });

  it(`ends the Python programs in one line for each mistake (needs ${PYTHON_NEEDED})`, async function () {
    if (python === undefined) this.skip();
    const send = ["producer.py", "--count", "1", "--timeout", "10"];
    const cases: [Promise<ContainerProcess>, RegExp][] = [
      [
        program("ai-task-producer", send, { KAFKA_SASL_PASSWORD: "wrong" }),
        /answers, but lets this user not in: .*after a rotation/,
      ],
      [
        program("ai-task-producer", send, { KAFKA_BOOTSTRAP_SERVERS: "127.0.0.1:1" }),
        /127\.0\.0\.1:1 does not answer: /,
      ],
      [
        program("ai-task-producer", [...send, "--topic", "other"]),
        /TopicAuthorizationFailedError.*allow this user the topic/,
      ],
      [
        program("ai-task-processor", ["consumer.py", "--group", "other"]),
        /GroupAuthorizationFailedError.*allow this user the group/,
      ],
      [program("ai-task-producer", send, { KAFKA_SASL_USERNAME: "" }), /KAFKA_SASL_USERNAME: found nothing/],
    ];
    for (const [starting, message] of cases) {
      const { code, errors } = await (await starting).end();
      assert.equal(code, 1, errors);
      assert.match(errors, message);
      assert.equal(errors.trim().split("\n").length, 1, errors);
      assert.ok(!errors.includes("wrong"), errors);
    }
  });

  /** One of this project's commands on the Kafka stack. */
  const command = (script: string, ...args: string[]): Promise<CommandResult> =>
    tryCommand(
      "npm",
      ["run", "--silent", script, "--", "--stack", "prod", "--config-file", kafka.configFile, ...args],
      { cwd: CHECKOUT, env: kafka.environment },
    );

  it("is held to the policies of prod by npm run preview", async () => {
    const { code, stdout, stderr } = await command("preview");
    assert.notEqual(code, 0, stdout + stderr);
    assert.match(stdout, /\[mandatory\].*topic-replication/);
    assert.match(stdout, /kafka:topics\.ai-task-queue has replication factor 1\. Set replicationFactor to 3 or more/);
  });

  it("restarts the pods after a rotation, with the new password in both Secrets", async () => {
    // By a plan, as the prod stack is deployed: what was reviewed is done, dynamic resources and new passwords among it.
    const plan = join(folder, "plan.json");
    kafka.configure(kafkaConfig(2));
    const reviewed = await command("review", "--save-plan", plan);
    assert.match(reviewed.stdout, /user `ai-task-processor`: gets a new password \(rotation 1 → 2\)/);
    // One broker is not enough for the policies of prod: a plan of it is the engine's own matter.
    assert.equal(reviewed.code, 1, reviewed.stdout + reviewed.stderr);
    assert.match(
      reviewed.stdout,
      /### Refused by the policies\n[^#]*- `topic-replication`: KafkaTopic ai-task-queue: /,
    );
    assert.equal(existsSync(plan), false);
    assert.equal((await kafka.preview("--save-plan", plan)).code, 0);
    const kept = readFileSync(plan, "utf8");
    for (const { password } of Object.values(await logins())) {
      assert.ok(!kept.includes(password), "a password is in the plan in plain text");
    }
    kafka.configure(kafkaConfig(3));
    const other = await kafka.tryUp("--plan", plan);
    assert.notEqual(other.code, 0, other.output);
    assert.match(other.output, /violates plan/);
    kafka.configure(kafkaConfig(2));
    await kafka.up("--plan", plan);
    const { changes } = await tasks.up();
    assert.deepEqual(changes.map(({ op, type }) => `${op} ${type.split(":").at(-1)}`).sort(), [
      // A new Secret under a new name, before the pods that use it: the old ones keep theirs until then.
      "create-replacement Secret",
      "delete-replaced Secret",
      "replace Secret",
      "update Deployment",
    ]);
    const path = "jsonpath={.spec.template.metadata.annotations}";
    const annotations = await kubectl.run("get", "deployment", "ai-task-processor", "--output", path);
    assert.deepEqual(JSON.parse(annotations), { "kafka-client/ai-task-processor": "rotation 2" });
    const { secrets } = (await tasks.outputs()) as unknown as TasksOutputs;
    const { username = "", password = "" } = (await secret(TASKS, secrets.consumer)).data;
    const login = (await logins())["ai-task-processor"];
    assert.deepEqual(login, {
      username: Buffer.from(username, "base64").toString(),
      password: Buffer.from(password, "base64").toString(),
    });
    const admin = brokers!.kafka(login).admin({ retry: { retries: 0 } });
    await admin.connect();
    await admin.disconnect();
  });

  it("says of a stack that is none of this program's which it is, in one line", async () => {
    tasks.configure(tasksConfig("organization/kafka-tasks/tasks"));
    const { code, output } = await tasks.preview();
    tasks.configure(tasksConfig());
    assert.notEqual(code, 0);
    assert.match(
      output,
      /stack organization\/kafka-tasks\/tasks: found no output outputsVersion; this program reads version 1/,
    );
    assert.doesNotMatch(output, /^\s+at /m);
  });

  it("gives what is plain to who can't decrypt the Kafka stack's secrets, and says so of a login", async () => {
    const config = { "plain-reader:kafkaStack": "organization/kafka/prod" };
    const stack = stackOf(join(__dirname, "plain"), "reader", config, { passphrase: "of someone else" });
    await stack.init();
    await stack.up();
    assert.deepEqual(await stack.outputs(), {
      bootstrapServers: brokers!.bootstrap.join(","),
      topics: ["ai-task-queue"],
      login: "not asked for",
    });
    stack.configure({ ...config, "plain-reader:login": "ai-task-processor" });
    const { code, output } = await stack.preview();
    assert.notEqual(code, 0, output);
    assert.match(output, /stack organization\/kafka\/prod: found no login in output clientCredentials.*can't decrypt/);
  });

  it(`runs the stack in Python on the same outputs (needs ${PYTHON_NEEDED})`, async function () {
    if (python === undefined) this.skip();
    const progress = createProgress();
    const project = join(EXAMPLES, "python-stack");
    const [host, packages] = await Promise.all([
      ensurePythonHost(progress),
      pythonEnvironment(python, join(project, "requirements.txt"), progress),
    ]);
    const path = [join(packages, "bin"), host, env["PATH"]].join(delimiter);
    const config = { "kafka-reader:kafkaStack": "organization/kafka/prod" };
    const stack = stackOf(project, "python", config, {
      env: { ...env, PATH: path, VIRTUAL_ENV: packages, PYTHONDONTWRITEBYTECODE: "1" },
    });
    await stack.init();
    const { output } = await stack.up();
    const login = (await logins())["ai-task-processor"];
    assert.deepEqual(await stack.outputs(), {
      topic: "ai-task-queue",
      secretName: "kafka-client-ai-task-processor",
      connection: {
        bootstrap_servers: brokers!.bootstrap.join(","),
        security_protocol: "SASL_PLAINTEXT",
        sasl_mechanism: "SCRAM-SHA-512",
      },
      login,
    });
    assert.ok(!output.includes(login!.password) && !stack.state().includes(login!.password), "the login is not secret");

    stack.configure({ ...config, "kafka-reader:client": "nobody" });
    const unknown = await stack.preview();
    assert.notEqual(unknown.code, 0);
    assert.match(
      unknown.output,
      /stack organization\/kafka\/prod: no client "nobody"; it has ai-task-processor, ai-task-producer/,
    );
  });

  it("is previewed without the brokers as far as it goes: what is new, and what changes in a topic that is known", async () => {
    await brokers!.stop();
    const config = kafkaConfig(2);
    const topics = { "ai-task-queue": { partitions: 8, replicationFactor: 1 }, fresh: { partitions: 2 } };
    kafka.configure({ ...config, "kafka:topics": topics });
    const { code, output, changes } = await kafka.preview();
    assert.equal(code, 0, output);
    assert.deepEqual(changes.map(({ op, name }) => `${op} ${name}`).sort(), ["create fresh", "update ai-task-queue"]);
  });

  it("is reviewed without the Kubernetes cluster by what the state tells, and says so", async () => {
    await api!.stop();
    kafka.configure(kafkaConfig(3));
    const { code, stdout, stderr } = await command("review");
    assert.equal(code, 1, stdout + stderr);
    assert.match(stdout, /as far as it can be told without the cluster\n/);
    assert.match(
      stdout,
      /> The Kubernetes cluster could not be reached\. What is below compares the stack file with what/,
    );
    assert.match(stdout, /user `ai-task-processor`: gets a new password \(rotation 2 → 3\)/);
  });
});
