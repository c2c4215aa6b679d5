import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { schema } from "../../../../config/schema";
import type { Cluster } from "../../../../local/cluster";
import { startApiServer } from "../../../../local/cluster";
import { createProgress } from "../../../../commands/progress";
import { ensureTools } from "../../../../tools";
import type { KubernetesObject } from "../../../../render/kubernetes/objects";
import { programResources } from "../../../../render/kubernetes/programResources";
import { Kubectl } from "../../../engine/Kubectl";
import { installCertificateKinds, installOperatorKinds } from "../../../engine/operatorKinds";
import { PulumiStack } from "../../../engine/PulumiStack";
import { stopAtFirstFailure } from "../../../engine/stopAtFirstFailure";
import { MODES } from "../scrapes";

const root = join(__dirname, "..", "..", "..", "..");
/** The chart whose objects are tried: that of the stack `local`, or another one, such as the real one. */
const chart = process.env["KAFKA_CHART"] ?? "local/chart";
const OPERATOR = "monitoring.coreos.com/v1";

/** Everything of the Prometheus operator's that a stack can ask for, with labels and silent topics. */
const monitoring = {
  serviceMonitor: { enabled: true, labels: { release: "prometheus" } },
  alerts: {
    as: "prometheusRule" as const,
    labels: { release: "prometheus" },
    ruleLabels: { team: "platform" },
    silentTopics: { "model-events": "1h" },
  },
};

describe("an API server with the kinds of the Prometheus operator and of cert-manager", function () {
  this.timeout(180_000);
  stopAtFirstFailure();
  let api: Cluster | undefined;
  let kubectl: Kubectl;
  let stack: PulumiStack;
  let folder: string;

  before(async () => {
    const progress = createProgress();
    const tools = await ensureTools(progress);
    folder = await mkdtemp(join(tmpdir(), "kafka-kinds-"));
    api = await startApiServer({ name: "kinds", progress });
    const env = { ...process.env, ...tools.env, KUBECONFIG: api.kubeconfig };
    kubectl = new Kubectl(env, api.context, "middleware");
    await kubectl.run("create", "namespace", "middleware");
    const config = {
      "kafka:kubernetes": { context: api.context },
      "kafka:chart": { path: "local/chart" },
      "kafka:monitoring": { ...monitoring, dashboards: { as: "configMap", list: [] } },
    };
    stack = new PulumiStack({ project: root, name: "test", folder, config, env });
    await stack.init();
  });
  after(async () => {
    await api?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it("is missed at preview, in one line a kind", async () => {
    const { code, output } = await stack.preview();
    assert.notEqual(code, 0);
    const advice = "install the Prometheus operator, or set it to";
    for (const line of [
      `kafka:monitoring.serviceMonitor.enabled: the Kubernetes cluster knows no ServiceMonitor (${OPERATOR}): ${advice} false, and the Services get scrape annotations instead`,
      `kafka:monitoring.alerts.as: the Kubernetes cluster knows no PrometheusRule (${OPERATOR}): ${advice} configMap and mount the rule file`,
    ])
      assert.ok(output.includes(line), output);
    assert.doesNotMatch(output, /at .*\.ts:\d+/);
  });

  it("lets the same preview pass once they are there", async () => {
    await Promise.all([installOperatorKinds(kubectl), installCertificateKinds(kubectl)]);
    const { code, output } = await stack.preview();
    assert.equal(code, 0, output);
  });

  for (const mode of MODES)
    it(`takes every object of a stack in mode ${mode}`, async () => {
      const settings = schema.parse({
        environment: "test",
        kubernetes: { context: "test" },
        cluster: { mode },
        security: { tls: { issuer: { name: "inside", kind: "ClusterIssuer" } } },
        console: { enabled: true },
        monitoring: { ...monitoring, dashboards: { as: "configMap" } },
      });
      const { objects } = await programResources({ stack: "test", settings, root, chart });
      const namespaced = objects.map(({ object }) => object).filter(({ metadata }) => metadata.namespace !== undefined);
      const kinds = namespaced.filter(({ apiVersion }) => apiVersion === OPERATOR).map(({ kind }) => kind);
      assert.deepEqual([...new Set(kinds)].sort(), ["PrometheusRule", "ServiceMonitor"]);
      assert.equal(namespaced.filter(({ kind }) => kind === "Certificate").length, 1);
      assert.equal(await dryRun(namespaced), namespaced.length);
    });

  it("refuses a rule whose time is none, and a monitor without a selector", async () => {
    const metadata = { name: "wrong", namespace: "middleware" };
    const rules = [{ alert: "A", expr: "up == 0", for: "five minutes" }];
    const rule = { apiVersion: OPERATOR, kind: "PrometheusRule", metadata, spec: { groups: [{ name: "g", rules }] } };
    await assert.rejects(dryRun([rule]), /spec\.groups\[0\]\.rules\[0\]\.for/);
    const monitor = { apiVersion: OPERATOR, kind: "ServiceMonitor", metadata, spec: { endpoints: [] } };
    await assert.rejects(dryRun([monitor]), /missing required field "selector"/);
  });

  /** What the server would do with the objects, unknown fields refused. @returns how many it took */
  async function dryRun(items: readonly KubernetesObject[]): Promise<number> {
    const list = { apiVersion: "v1", kind: "List", items };
    const taken = await kubectl.apply(
      list,
      ...["--server-side", "--dry-run=server", "--validate=strict", "--output", "name"],
    );
    return taken.split("\n").length;
  }
});
