import assert from "node:assert/strict";
import { join } from "node:path";
import { consoleEnvironment, CONSOLE_SECRETS } from "../../../components/console/environment";
import type { Settings, StackFile } from "../../../config/schema";
import { ensureHelm } from "../../../tools";
import { createProgress } from "../../../commands/progress";
import type { KubernetesObject } from "../../../render/kubernetes/objects";
import { programResources } from "../../../render/kubernetes/programResources";
import { revealed } from "../../../render/kubernetes/registered";
import { settings } from "../cluster/cases";
import { errorsOf, least } from "../config/parsed";

const root = join(__dirname, "..", "..", "..");

const stack = (file: StackFile = {}): Settings => settings({ topics: {}, console: { enabled: true }, ...file });

interface Container {
  image: string;
  env: { name: string; value?: string; valueFrom?: { secretKeyRef: { name: string; key: string } } }[];
  resources: object;
  securityContext: Record<string, unknown>;
}

describe("the console", function () {
  this.timeout(60_000);
  let objects: KubernetesObject[];
  let others: Awaited<ReturnType<typeof programResources>>["others"];

  before(async () => {
    await ensureHelm(createProgress());
    const all = await programResources({ stack: "test", settings: stack(), root, chart: "local/chart" });
    objects = all.objects.map(({ object }) => object);
    others = all.others;
  });

  const find = (kind: string): KubernetesObject => {
    const found = objects.find((object) => object.kind === kind && object.metadata.name === "kafka-console");
    return found ?? assert.fail(`no ${kind} kafka-console`);
  };
  const container = (): Container => {
    const { template } = find("Deployment")["spec"] as { template: { spec: { containers: [Container] } } };
    return template.spec.containers[0];
  };

  it("is not there unless it is asked for", async () => {
    const without = await programResources({
      stack: "test",
      settings: stack({ console: {} }),
      root,
      chart: "local/chart",
    });
    assert.deepEqual(
      without.objects.filter(({ object }) => object.metadata.name.includes("console")),
      [],
    );
  });

  it("takes both passwords from Secrets, and shows them nowhere", () => {
    const secret = (variable: string) => container().env.find(({ name }) => name === variable)?.valueFrom?.secretKeyRef;
    assert.deepEqual(secret(CONSOLE_SECRETS.password), { name: "kafka-console", key: "password" });
    assert.deepEqual(secret(CONSOLE_SECRETS.jaasConfig), { name: "kafka-client-console", key: "sasl.jaas.config" });
    assert.doesNotMatch(JSON.stringify(find("Deployment")), /generated|password=/);
  });

  it("lets nobody in without a login, and nobody change anything", () => {
    const environment = consoleEnvironment({
      name: "kafka",
      bootstrapServers: "kafka.middleware.svc.cluster.local:9092",
      securityProtocol: "SASL_PLAINTEXT",
      mechanism: "SCRAM-SHA-512",
    });
    const plain = Object.fromEntries(container().env.map(({ name, value }) => [name, value]));
    for (const [name, value] of Object.entries(environment)) assert.equal(plain[name], value, name);
    assert.equal(environment["AUTH_TYPE"], "LOGIN_FORM");
    assert.equal(environment["KAFKA_CLUSTERS_0_READONLY"], "true");
    assert.equal(environment["DYNAMIC_CONFIG_ENABLED"], "false");
    assert.equal(environment["MANAGEMENT_ENDPOINTS_WEB_EXPOSURE_INCLUDE"], "health");
    assert.equal(environment["KAFKA_CLUSTERS_0_METRICS_PROMETHEUSEXPOSE"], "false");
    const user = others.find(({ type, name }) => type.endsWith(":KafkaUser") && name === "console");
    const { rules } = revealed(user?.inputs) as { rules: { acls: { operations: string[] }[] } };
    assert.deepEqual(Object.keys(rules), ["acls"]);
    assert.deepEqual([...new Set(rules.acls.flatMap(({ operations }) => operations))].sort(), [
      "Describe",
      "DescribeConfigs",
      "Read",
    ]);
  });

  it("is told over TLS whom to trust, as the exporter is, and neither sees the brokers' key", async () => {
    const tls = stack({ security: { tls: { issuer: { name: "kafka-ca" } } } });
    const { objects: all } = await programResources({ stack: "test", settings: tls, root, chart: "local/chart" });
    const podOf = (name: string): { containers: [Container & { args?: string[] }]; volumes: object[] } => {
      const found = all.find(({ object }) => object.kind === "Deployment" && object.metadata.name === name)?.object;
      return (found?.["spec"] as { template: { spec: ReturnType<typeof podOf> } }).template.spec;
    };
    const { env } = podOf("kafka-console").containers[0];
    const variable = (wanted: string) => env.find(({ name }) => name === wanted);
    assert.equal(variable("KAFKA_CLUSTERS_0_PROPERTIES_SECURITY_PROTOCOL")?.value, "SASL_SSL");
    assert.equal(variable("KAFKA_CLUSTERS_0_PROPERTIES_SSL_TRUSTSTORE_TYPE")?.value, "PEM");
    const signers = { name: "kafka-client-console", key: "ca.crt" };
    assert.deepEqual(variable(CONSOLE_SECRETS.signers)?.valueFrom?.secretKeyRef, signers);

    const exporter = podOf("kafka-exporter");
    const args = (exporter.containers[0].args ?? []).join(" ");
    assert.match(args, /--tls\.enabled .*--tls\.ca-file=\/etc\/kafka-tls\/authorities\/ca\.crt /s);
    const items = [{ key: "ca.crt", path: "ca.crt" }];
    assert.deepEqual(exporter.volumes, [
      { name: "kafka-authorities", secret: { secretName: "kafka-operator", defaultMode: 0o440, items } },
    ]);
    for (const pod of [exporter, podOf("kafka-console")])
      assert.doesNotMatch(JSON.stringify(pod), /kafka-client-tls|tls-combined|insecure/);
  });

  it("is reached within the cluster alone, as a user without rights and with limits", () => {
    assert.equal((find("Service")["spec"] as { type: string }).type, "ClusterIP");
    const { securityContext, resources } = container();
    assert.equal(securityContext["runAsNonRoot"], true);
    assert.equal(securityContext["readOnlyRootFilesystem"], true);
    assert.deepEqual(resources, {
      requests: { cpu: "100m", memory: "512Mi" },
      limits: { cpu: "1000m", memory: "1Gi" },
    });
  });

  it("is let to the brokers where only some namespaces are", async () => {
    const closed = stack({ cluster: { networkPolicy: { clientNamespaces: [] } } });
    const all = await programResources({ stack: "test", settings: closed, root, chart: "local/chart" });
    const policy = all.objects.find(({ object }) => object.kind === "NetworkPolicy")?.object;
    assert.match(JSON.stringify(policy), /"app.kubernetes.io\/name":"kafka-console"/);
  });

  it("is refused under another user's name, and where the brokers are not this program's", () => {
    const names = { console: { enabled: true, user: "worker" }, users: { "worker.b": {} } };
    assert.deepEqual(errorsOf({ ...least, ...names }), [
      'kafka:console.user: found "worker", but worker.b is another user of this stack; choose a name of its own',
    ]);
    const cluster = { type: "external", bootstrapServers: ["kafka-1.example.com:9093"] };
    assert.deepEqual(errorsOf({ cluster, console: { enabled: true } }), [
      "kafka:console.enabled: found true; allowed: false, as kafka:cluster.type is external: the console is deployed beside brokers of this program's own",
    ]);
  });
});
