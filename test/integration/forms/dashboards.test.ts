import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createProgress } from "../../../commands/progress";
import type { Cluster } from "../../../local/cluster";
import { startApiServer } from "../../../local/cluster";
import { userRequests } from "../../../provider/src/users/requests";
import { writeCredential } from "../../../provider/src/users/credential";
import { ensureTools } from "../../../tools";
import { oldDashboard } from "../../dashboards/oldDashboard";
import { Site } from "../../dashboards/Site";
import { Kubectl } from "../../engine/Kubectl";
import { untilEstablished } from "../../engine/operatorKinds";
import { PulumiStack } from "../../engine/PulumiStack";
import { stopAtFirstFailure } from "../../engine/stopAtFirstFailure";
import type { BrokerCluster } from "../brokers";
import { operator, startKraft, testSessions } from "../brokers";

const PROJECT = join(__dirname, "..", "..", "..");
const NAMESPACE = "observability";
const GRAFANA = "grafana.integreatly.org/v1beta1";

/** The Grafana operator's kind, as far as its dashboards are made: its own definition is in no package registry. */
const grafanaDashboards = {
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition",
  metadata: { name: "grafanadashboards.grafana.integreatly.org" },
  spec: {
    group: "grafana.integreatly.org",
    scope: "Namespaced",
    names: { kind: "GrafanaDashboard", plural: "grafanadashboards" },
    versions: [
      {
        name: "v1beta1",
        served: true,
        storage: true,
        schema: {
          openAPIV3Schema: {
            type: "object",
            properties: {
              spec: {
                type: "object",
                required: ["instanceSelector", "json"],
                properties: {
                  folder: { type: "string" },
                  json: { type: "string" },
                  instanceSelector: {
                    type: "object",
                    properties: { matchLabels: { type: "object", additionalProperties: { type: "string" } } },
                  },
                },
              },
            },
          },
        },
      },
    ],
  },
};

interface GrafanaDashboard {
  metadata: { name: string };
  spec: { folder: string; json: string };
}

describe("a stack with dashboards and alerts on brokers that exist already, under the real engine", function () {
  this.timeout(300_000);
  stopAtFirstFailure();

  let api: Cluster | undefined;
  let brokers: BrokerCluster | undefined;
  let site: Site | undefined;
  let kubectl: Kubectl;
  let stack: PulumiStack;
  let folder: string;
  let administratorPassword: object;

  /** The stack file with other settings of its dashboards. */
  function configure(dashboards: object = {}): void {
    stack.configure({
      "kafka:kubernetes": { context: api!.context, namespace: NAMESPACE },
      "kafka:cluster": {
        type: "external",
        bootstrapServers: brokers!.bootstrap,
        brokers: 1,
        protocol: "SASL_PLAINTEXT",
      },
      "kafka:administratorPassword": administratorPassword,
      "kafka:deletion": "delete",
      "kafka:topics": { orders: { partitions: 1, replicationFactor: 1 } },
      "kafka:users": { worker: {} },
      "kafka:monitoring": {
        alerts: { as: "configMap" },
        dashboards: {
          as: "grafanaDashboard",
          site: site!.address,
          list: [{ id: 1, revision: 1 }],
          ...dashboards,
        },
      },
    });
  }

  /** Sets the administrator's password as the docs say. */
  async function setPassword(password: string): Promise<void> {
    await stack.command(
      ...["config", "set", "--secret", "--config-file", stack.configFile],
      ...["kafka:administratorPassword", password],
    );
    administratorPassword = stack.config["kafka:administratorPassword"] as object;
  }

  const dashboards = async (): Promise<GrafanaDashboard[]> => kubectl.list<GrafanaDashboard>("grafanadashboards");
  const titles = async (): Promise<string[]> =>
    (await dashboards()).map(({ spec }) => (JSON.parse(spec.json) as { title: string }).title).sort();
  const topics = async (): Promise<string[]> => {
    const admin = brokers!.kafka().admin();
    await admin.connect();
    const names = (await admin.listTopics()).filter((topic) => !topic.startsWith("__"));
    await admin.disconnect();
    return names;
  };

  before(async () => {
    const progress = createProgress();
    const tools = await ensureTools(progress);
    folder = await mkdtemp(join(tmpdir(), "kafka-external-"));
    [api, brokers, site] = await Promise.all([
      startApiServer({ name: "external", progress }),
      startKraft({ authorizer: true }),
      Site.start({
        "1/1": JSON.stringify(oldDashboard()),
        "1/2": JSON.stringify(oldDashboard({ title: "New board" })),
      }),
    ]);
    const env = { ...process.env, ...tools.env, KUBECONFIG: api.kubeconfig };
    kubectl = new Kubectl(env, api.context, NAMESPACE);
    await kubectl.run("create", "namespace", NAMESPACE);
    stack = new PulumiStack({ project: PROJECT, name: "test", folder, config: {}, env });
    await stack.init();
    await setPassword(operator.password);
    configure();
  });

  after(async () => {
    await Promise.all([api?.stop(), brokers?.stop(), site?.stop()]);
    await rm(folder, { recursive: true, force: true });
  });

  it("misses the Grafana operator's kind at preview, in one line, and before anything is made", async () => {
    const line = `kafka:monitoring.dashboards.as: the Kubernetes cluster knows no GrafanaDashboard (${GRAFANA}): install the Grafana operator, or set it to configMap for Grafana's sidecar`;
    for (const run of [await stack.preview(), await stack.tryUp()]) {
      assert.notEqual(run.code, 0);
      assert.ok(run.output.includes(line), run.output);
      assert.doesNotMatch(run.output, /at .*\.ts:\d+/);
    }
    assert.deepEqual(await topics(), []);
  });

  it("makes dashboards, topics and users once it is there", async () => {
    await kubectl.apply(grafanaDashboards);
    await untilEstablished(kubectl, `customresourcedefinition/${grafanaDashboards.metadata.name}`);
    await stack.up();
    assert.deepEqual(await titles(), ["Kafka overview (test)", "Old board (test)"]);
    assert.deepEqual(await topics(), ["orders"]);
  });

  it("makes the alerts that the Kafka exporter's metrics are enough for", async () => {
    const maps = await kubectl.list<{ metadata: { name: string }; data: Record<string, string> }>("configmaps");
    const rules = maps.find(({ metadata }) => metadata.name === "kafka-alerts")?.data["kafka.rules.yml"] ?? "";
    assert.deepEqual(
      [...rules.matchAll(/alert: (\w+)/g)].map(([, alert]) => alert),
      ["KafkaExporterDown", "KafkaConsumerLag", "KafkaConsumerGroupStuck"],
    );
  });

  it("shows no change the second time, and asks the site for nothing", async () => {
    const asked = site!.requests.length;
    assert.deepEqual((await stack.up("--expect-no-changes")).changes, []);
    assert.equal(site!.requests.length, asked);
  });

  it("finds at refresh a dashboard that was deleted by hand, and makes it again", async () => {
    const [first] = await dashboards();
    await kubectl.run("delete", "grafanadashboard", first!.metadata.name);
    await stack.refresh();
    const { changes } = await stack.up();
    assert.deepEqual(
      changes.map(({ op }) => op),
      ["create"],
    );
    assert.equal((await dashboards()).length, 2);
  });

  it("takes a new revision and another folder in place", async () => {
    configure({ folder: "Middleware", list: [{ id: 1, revision: 2 }] });
    const { changes } = await stack.up();
    assert.deepEqual([...new Set(changes.map(({ op }) => op))], ["update"]);
    assert.deepEqual(await titles(), ["Kafka overview (test)", "New board (test)"]);
    assert.ok((await dashboards()).every(({ spec }) => spec.folder === "Middleware"));
  });

  it("uses a new password of the administrator at refresh and destroy too, where they run the program", async () => {
    const password = "another-password-of-the-administrator";
    await testSessions().with(brokers!.connection, (session) =>
      writeCredential(
        userRequests(session),
        { mechanism: "SCRAM-SHA-512", iterations: 4096 },
        { username: operator.username, password },
      ),
    );
    await setPassword(password);
    const refused = await stack.tryRefresh();
    assert.notEqual(refused.code, 0);
    assert.match(refused.output, /refused the login of user "operator".* unless they have --run-program/);
    await stack.refresh("--run-program");
    const { code, output } = await stack.destroy("--run-program");
    assert.equal(code, 0, output);
    assert.deepEqual(await dashboards(), []);
    for (const secret of [operator.password, password])
      assert.ok(!stack.printed().includes(secret), "a secret was printed");
  });
});
