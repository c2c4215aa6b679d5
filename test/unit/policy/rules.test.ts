import assert from "node:assert/strict";
import { join } from "node:path";
import type { Settings, StackFile } from "../../../config/schema";
import { isExternal } from "../../../config/schema";
import { ensureHelm } from "../../../tools";
import { createProgress } from "../../../commands/progress";
import type { Limits, Resource, Rule } from "../../../policy/rule";
import { rules } from "../../../policy/rules";
import prod from "../../../policy/prod.json";
import { typeOf } from "../../../render/kubernetes/objects";
import { programResources } from "../../../render/kubernetes/programResources";
import { revealed } from "../../../render/kubernetes/registered";
import { readSettings } from "../../../render/settings";
import { settings } from "../cluster/cases";

const root = join(__dirname, "..", "..", "..");
const chart = join(root, "local", "chart");

/** The resources of the program with these settings, as the engine shows them to a policy pack. */
async function resourcesOf(of: Settings): Promise<Resource[]> {
  const { objects, others } = await programResources({ stack: "test", settings: of, root, chart });
  return [
    ...objects.map(({ object }) => ({
      type: typeOf(object),
      name: object.metadata.name,
      props: object as unknown as Record<string, unknown>,
    })),
    ...others.map(({ type, name, inputs }) => ({ type, name, props: revealed(inputs) as Record<string, unknown> })),
  ];
}

const topics = { orders: { partitions: 8, replicationFactor: 3 } };

/** A program that keeps to every rule. */
const good = (file: StackFile = {}): Settings => settings({ topics, users: { "task-worker": {} }, ...file });

/** The same resources with those of a kind changed. */
function changed(resources: Resource[], kind: string, change: (spec: Record<string, never>) => object): Resource[] {
  return resources.map((resource) =>
    resource.type.endsWith(`:${kind}`)
      ? { ...resource, props: { ...resource.props, spec: change(structuredClone(resource.props["spec"]) as never) } }
      : resource,
  );
}

/** For each rule a program that breaks it, and what the breach must say. */
const BREAKING: Record<string, { resources: () => Promise<Resource[]>; says: RegExp }> = {
  "anti-affinity": {
    resources: () => resourcesOf(good({ cluster: { antiAffinity: "none" } })),
    says: /may share a node\. Set kafka:cluster\.antiAffinity/,
  },
  authorizer: {
    resources: async () =>
      (await resourcesOf(good())).map((resource) => {
        const data = resource.props["data"] as Record<string, string> | undefined;
        const text = data?.["server.properties"]?.replace(/^authorizer\.class\.name=.*$/m, "");
        return text === undefined
          ? resource
          : { ...resource, props: { ...resource.props, data: { "server.properties": text } } };
      }),
    says: /no authorizer\.class\.name/,
  },
  "broker-safety": {
    resources: () => resourcesOf(good({ cluster: { settings: { "auto.create.topics.enable": true } } })),
    says: /auto\.create\.topics\.enable is true\. Set kafka:cluster\.settings/,
  },
  "claims-retained": {
    resources: () => resourcesOf(good({ deletion: "delete" })),
    says: /claims are deleted with it\. Set kafka:deletion to retain/,
  },
  "disruption-budget": {
    resources: () => resourcesOf(good({ cluster: { podDisruptionBudget: false } })),
    says: /no PodDisruptionBudget covers it\. Set kafka:cluster\.podDisruptionBudget/,
  },
  "encrypted-outside": {
    resources: async () => changed(await resourcesOf(good()), "Service", (spec) => ({ ...spec, type: "LoadBalancer" })),
    says: /can be reached from outside, over a listener without TLS/,
  },
  "monitoring-on": {
    resources: () => resourcesOf(good({ monitoring: { metrics: false } })),
    says: /shows no metrics\. Set kafka:monitoring\.metrics to true/,
  },
  "named-namespace": {
    resources: () => resourcesOf(good({ kubernetes: { context: "test", namespace: "default" } })),
    says: /is in the namespace default/,
  },
  "no-deletion": {
    resources: () => resourcesOf(good({ topics: { orders: { ...topics.orders, deletion: "delete" } } })),
    says: /kafka:topics\.orders would be deleted with its messages/,
  },
  "partitions-per-broker": {
    resources: () => resourcesOf(good({ topics: { orders: { partitions: 5000, replicationFactor: 3 } } })),
    says: /15000 replicas on 3 brokers are 5000 a broker, more than 4000/,
  },
  "pinned-images": {
    resources: () => resourcesOf(good({ images: { kafka: { tag: "latest" } } })),
    says: /container kafka has image \S+:latest\. Set its tag/,
  },
  "resources-set": {
    resources: async () =>
      changed(await resourcesOf(good()), "StatefulSet", (spec: { template?: { spec: { containers: object[] } } }) => {
        spec.template?.spec.containers.push({ name: "sidecar", image: "sidecar:1" });
        return spec;
      }),
    says: /container sidecar has no requests\.cpu, requests\.memory, limits\.cpu, limits\.memory/,
  },
  "topic-replication": {
    resources: () => resourcesOf(good({ topics: { orders: { partitions: 8, replicationFactor: 2 } } })),
    says: /kafka:topics\.orders has replication factor 2\. Set replicationFactor to 3 or more/,
  },
  "topic-retention": {
    resources: () => resourcesOf(good({ topics: { orders: { ...topics.orders, config: { "retention.ms": -1 } } } })),
    says: /kafka:topics\.orders keeps messages for ever/,
  },
};

const check = (rule: Rule, resources: Resource[], limits: Limits = {}): string[] =>
  rule.check(resources, { ...rule.limits, ...limits }).map(({ message }) => message);

describe("the policy pack's rules", function () {
  this.timeout(180_000);
  let passing: Resource[];
  before(async () => {
    await ensureHelm(createProgress());
    passing = await resourcesOf(good());
  });

  for (const rule of rules) {
    it(`${rule.name}: a program that keeps to it, and one that does not`, async () => {
      assert.deepEqual(check(rule, passing), []);
      const { resources, says } = BREAKING[rule.name]!;
      const breaches = check(rule, await resources());
      assert.ok(breaches.length > 0, "nothing was found");
      assert.match(breaches.join("\n"), says);
    });
  }

  it("say the same of topics in a group", async () => {
    const [topic] = passing.filter(({ type }) => type.endsWith(":KafkaTopic"));
    const set = {
      ...topic!,
      type: `${topic!.type}Set`,
      name: "group",
      props: { topics: { clicks: { replicationFactor: 1 } } },
    };
    const [replication] = rules.filter(({ name }) => name === "topic-replication");
    assert.match(check(replication!, [...passing, set]).join("\n"), /kafka:topics\.clicks has replication factor 1/);
  });

  it("hold for the prod stack's own file, monitoring and all", async () => {
    const { settings: file } = readSettings(root, "prod");
    assert.ok(!isExternal(file));
    const { serviceMonitor, alerts, dashboards } = file.monitoring;
    assert.deepEqual([serviceMonitor.enabled, alerts.as, dashboards.as], [true, "prometheusRule", "configMap"]);
    const resources = await resourcesOf(file);
    assert.deepEqual(
      rules.flatMap((rule) => check(rule, resources)),
      [],
    );
  });

  it("take their thresholds from the stack's file", () => {
    const find = (name: string): Rule => rules.find((rule) => rule.name === name)!;
    assert.match(check(find("pinned-images"), passing, { digest: true })[0] ?? "", /Set its digest under kafka:images/);
    assert.deepEqual(check(find("partitions-per-broker"), passing, { most: 1 }).length, 1);
    assert.match(check(find("topic-retention"), passing, { maxHours: 24 })[0] ?? "", /keeps messages for 168 h/);
  });

  it("know a listener in plain text inside, where that is asked about", async () => {
    const [encrypted] = rules.filter(({ name }) => name === "encrypted-outside");
    assert.match(
      check(encrypted!, passing, { inside: true }).join(),
      /in plain text \(SASL_PLAINTEXT\)\. Set kafka:security\.tls/,
    );
    const withTls = await resourcesOf(good({ security: { tls: { secret: "kafka-tls" } } }));
    assert.deepEqual(check(encrypted!, withTls, { inside: true }), []);
  });

  it("are all there are in a stack's file", () => {
    const known = new Set([...rules.map(({ name }) => name), "all"]);
    assert.deepEqual(
      Object.keys(prod).filter((name) => !known.has(name)),
      [],
    );
    assert.equal(prod.all, "mandatory");
  });
});
