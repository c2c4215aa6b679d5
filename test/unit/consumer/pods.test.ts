import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import type { input } from "@pulumi/kubernetes/types";
import { recorded, secretKeys } from "../components/recorded";
import outputs from "./frozen/outputs-v1.json";
import { platformOf } from "./platformOf";
import { resolved } from "./resolved";

type Template = input.core.v1.PodTemplateSpec;

const secret = () => platformOf(outputs).kafka.client("task-worker").secretIn("ai");
const plain = (template: Template): Promise<unknown> => resolved(pulumi.output(template) as pulumi.Output<unknown>);

const variable = (name: string, key: string) => ({
  name,
  valueFrom: { secretKeyRef: { name: "kafka-client-task-worker", key } },
});
const variables = [
  variable("KAFKA_BOOTSTRAP_SERVERS", "bootstrap.servers"),
  variable("KAFKA_SECURITY_PROTOCOL", "security.protocol"),
  variable("KAFKA_SASL_MECHANISM", "sasl.mechanism"),
  variable("KAFKA_SASL_USERNAME", "username"),
  variable("KAFKA_SASL_PASSWORD", "password"),
  { name: "KAFKA_SSL_CA_FILE", value: "" },
];
const mount = { name: "kafka-client", mountPath: "/etc/kafka", readOnly: true };
const volume = { name: "kafka-client", secret: { secretName: "kafka-client-task-worker" } };

describe("the consumer's package: pods", () => {
  it("adds variables, files and the password's turn, and keeps what the template has", async () => {
    const own = { name: "KAFKA_SASL_MECHANISM", value: "SCRAM-SHA-256" };
    const template: Template = {
      metadata: { labels: { app: "worker" }, annotations: { team: "ai" } },
      spec: {
        serviceAccountName: "worker",
        volumes: [{ name: "work", emptyDir: {} }],
        containers: [
          { name: "worker", image: "worker:1", env: [own], volumeMounts: [{ name: "work", mountPath: "/work" }] },
        ],
      },
    };
    const before = structuredClone(template);
    assert.deepEqual(await plain(secret().podTemplate(template)), {
      metadata: { labels: { app: "worker" }, annotations: { "kafka-client/task-worker": "rotation 2", team: "ai" } },
      spec: {
        serviceAccountName: "worker",
        volumes: [{ name: "work", emptyDir: {} }, volume],
        containers: [
          {
            name: "worker",
            image: "worker:1",
            env: [...variables.filter(({ name }) => name !== own.name), own],
            volumeMounts: [{ name: "work", mountPath: "/work" }, mount],
          },
        ],
      },
    });
    assert.deepEqual(template, before, "the template itself was changed");
  });

  it("takes outputs anywhere in the template, and makes nothing secret or unknown but what is", async () => {
    const password = pulumi.secret("hidden");
    const template = secret().podTemplate({
      spec: pulumi.output({ containers: [{ name: "worker", env: [{ name: "OTHER", value: password }] }] }),
    });
    const spec = pulumi.output(template).apply(({ spec: made }) => made);
    assert.deepEqual(
      (await resolved(spec))?.containers.map(({ env }) => env?.map(({ name }) => name)),
      [[...variables.map(({ name }) => name), "OTHER"]],
    );
    const separate = secret().podTemplate({
      spec: { containers: [{ name: "worker", image: "worker:1", env: [{ name: "OTHER", value: password }] }] },
    });
    assert.equal((separate.spec as input.core.v1.PodSpec).containers instanceof Array, true);
  });

  it("names the file with the certificates to trust, where the stack has some", async () => {
    const { kafka } = platformOf({ ...outputs, caCertificates: "-----BEGIN CERTIFICATE-----" });
    const [, , , , , last] = kafka.client("task-worker").secretIn("ai").env({ mountPath: "/kafka" });
    assert.deepEqual(await resolved(pulumi.output(last!)), { name: "KAFKA_SSL_CA_FILE", value: "/kafka/ca.crt" });
    assert.equal(await resolved(kafka.caCertificates), "-----BEGIN CERTIFICATE-----");
    assert.equal(await resolved(platformOf(outputs).kafka.caCertificates), null);
  });

  it("wires the named containers only, and says which there are", async () => {
    const template = { spec: { containers: [{ name: "worker" }, { name: "sidecar" }] } };
    const made = (await plain(secret().podTemplate(template, { containers: ["worker"], prefix: "K_" }))) as {
      spec: { containers: { env?: { name: string }[] }[] };
    };
    assert.deepEqual(
      made.spec.containers.map(({ env }) => env?.map(({ name }) => name)?.at(0)),
      ["K_BOOTSTRAP_SERVERS", undefined],
    );
    assert.throws(
      () => secret().podTemplate(template, { containers: ["wroker"] }),
      /pod template: no container "wroker"; it has sidecar, worker/,
    );
  });

  it("leaves the annotation out where the stack does not say the turn yet", async () => {
    const { rotation, ...earlier } = outputs.clients["task-worker"];
    assert.equal(rotation, 2);
    const { kafka } = platformOf({ ...outputs, clients: { "task-worker": earlier } });
    assert.deepEqual(await resolved(kafka.client("task-worker").secretIn("ai").annotations()), {});
  });

  it("copies the Secret with the stack's keys, as a secret", async () => {
    const resources = await recorded(() => {
      platformOf(outputs).kafka.client("task-worker").copySecret("copy", { namespace: "tasks" });
      return new pulumi.ComponentResource("test:Root", "root");
    });
    const made = resources.find(({ name }) => name === "copy");
    assert.deepEqual(made?.inputs["metadata"], { namespace: "tasks" });
    const keys = secretKeys(made!);
    assert.deepEqual(Object.keys(keys).sort(), Object.keys(outputs.clientSecretTemplate).sort());
    assert.deepEqual([keys["username"], keys["password"]], ["task-worker.b", "Second0"]);
    assert.match(keys["client.properties"]!, /username="task-worker\.b" password="Second0";/);
  });

  it("says that a stack is too old to copy from, and another way", async () => {
    const { kafka } = platformOf({ ...outputs, clientSecretTemplate: undefined });
    await assert.rejects(
      resolved(kafka.client("task-worker").secretData),
      /stack org\/kafka\/prod: found no output clientSecretTemplate.*pulumi up.*secretIn/,
    );
  });
});
