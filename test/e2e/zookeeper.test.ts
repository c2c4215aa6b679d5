import assert from "node:assert/strict";
import { createKafka } from "@kafka-on-kubernetes/provider";
import { prove } from "../../local/proof";
import { listenerSecret, TestAuthority } from "../certificates";
import type { Environment } from "./environment";
import { stackConfig, startEnvironment } from "./environment";
import { Kubectl } from "../engine/Kubectl";
import { stopAtFirstFailure } from "../engine/stopAtFirstFailure";

const MINUTE = 60_000;

describe("ZooKeeper mode on one node", function () {
  this.timeout(15 * MINUTE);
  stopAtFirstFailure();

  let environment: Environment;
  let kubectl: Kubectl;

  before(async () => {
    environment = await startEnvironment("e2e-zookeeper", 1);
    kubectl = new Kubectl(environment.env, environment.cluster.context, "middleware");
    configure(512);
  });
  after(() => environment?.stop());

  function configure(heapMiB: number, security: object = {}): void {
    const resources = { requests: { cpu: "100m", memory: "768Mi" }, limits: { cpu: "2000m", memory: "1536Mi" } };
    const storage = { size: "10Gi", class: "local" };
    const ensemble = { ...resources, requests: { cpu: "100m", memory: "256Mi" } };
    environment.stack.configure(
      stackConfig("dev", {
        ...environment.overrides,
        "kafka:cluster": {
          mode: "zookeeper",
          brokers: 1,
          heapMiB,
          resources,
          storage,
          zookeeper: { replicas: 1, heapMiB: 256, resources: ensemble, storage },
        },
        "kafka:users": { worker: { produce: ["*"], consume: { topics: ["*"], group: "worker" } } },
        "kafka:security": security,
      }),
    );
  }

  const uids = async (): Promise<string[]> => {
    const pods = await kubectl.list<{ metadata: { name: string; uid: string } }>("pods");
    return pods.map(({ metadata }) => `${metadata.name} ${metadata.uid}`).sort();
  };

  it("deploys the ensemble, the broker, topics and users from nothing, and then nothing more", async () => {
    await environment.stack.up();
    assert.deepEqual(
      (await uids()).map((pod) => pod.split(" ")[0]),
      ["kafka-broker-0", "kafka-zookeeper-0"],
    );
    const { changes } = await environment.stack.up("--expect-no-changes");
    assert.deepEqual(changes, []);
  });

  it("restarts the broker into TLS with a Secret of the user's own and new passwords of its own, not the ensemble", async () => {
    const before = await uids();
    const { brokers } = (await environment.stack.outputs()) as { brokers: string[] };
    const hosts = ["kafka.middleware.svc.cluster.local", ...brokers.map((address) => address.split(":", 1)[0])];
    const authority = TestAuthority.make("e2e");
    const pair = authority.sign({ names: hosts.map((host) => `DNS:${host}`).join(",") });
    await kubectl.apply({
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: "kafka-tls", namespace: "middleware" },
      stringData: listenerSecret(pair, authority.certificate),
    });
    configure(480, { rotation: 2, tls: { secret: "kafka-tls" } });
    const { output } = await environment.stack.up();
    assert.match(output, /1 pod restarted/);
    const after = await uids();
    assert.notEqual(after[0], before[0]);
    assert.equal(after[1], before[1]);
    const { changes } = await environment.stack.up("--expect-no-changes");
    assert.deepEqual(changes, []);
  });

  it("takes a task from one client to another over TLS, by what the client's Secret says, and nobody without", async () => {
    const { context, kubeconfig } = environment.cluster;
    const outputs = (await environment.stack.outputs()) as { brokers: string[]; securityProtocol: string };
    assert.equal(outputs.securityProtocol, "SASL_SSL");
    const secret = "kafka-client-worker";
    const target = {
      place: { context, kubeconfig },
      namespace: "middleware",
      producerSecretName: secret,
      consumerSecretName: secret,
      topic: "ai-task-queue",
      group: "worker",
    };
    const connection = {
      brokers: outputs.brokers,
      access: "portForward",
      mechanism: "SCRAM-SHA-512",
      kubernetes: { context, kubeconfig, namespace: "middleware" },
      secretName: secret,
    } as const;
    const { task } = await prove(
      target,
      () => createKafka({ ...connection, tls: { caSecrets: [secret] } }),
      () => undefined,
    );
    assert.equal(task.kind, "proof");
    const admin = (await createKafka(connection, { retry: { retries: 0 } })).admin();
    await assert.rejects(admin.connect());
    await admin.disconnect();
  });

  it("goes with its claims, since a dev stack deletes", async () => {
    const { code, output } = await environment.stack.destroy("--skip-preview");
    assert.equal(code, 0, output);
    assert.deepEqual(await uids(), []);
    assert.deepEqual(await kubectl.list("persistentvolumeclaims"), []);
  });
});
