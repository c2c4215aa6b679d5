import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import outputs from "./frozen/outputs-v1.json";
import { platformOf } from "./platformOf";
import { resolved } from "./resolved";

const read = (changes: Record<string, unknown>) => platformOf({ ...outputs, ...changes }).kafka;

describe("the consumer's package: reading a stack", () => {
  it("gives addresses, protocol, mechanism and topics", async () => {
    const { kafka } = platformOf(outputs);
    assert.equal(await resolved(kafka.bootstrapServers.inside), "kafka.middleware.svc.cluster.local:9092");
    assert.equal(await resolved(kafka.bootstrapServers.outside), "kafka-0.example.com:9095,kafka-1.example.com:9095");
    assert.equal(await resolved(kafka.securityProtocol.inside), "SASL_PLAINTEXT");
    assert.equal(kafka.securityProtocol.outside, "SASL_SSL");
    assert.equal(await resolved(kafka.mechanism), "SCRAM-SHA-512");
    assert.equal((await resolved(kafka.brokers)).length, 2);
    assert.equal(await resolved(kafka.namespace), "middleware");
    assert.deepEqual(await resolved(kafka.caSecret), { name: "kafka-tls", namespaces: ["middleware"] });
    assert.deepEqual(await resolved(kafka.topics), ["ai-task-queue", "model-events"]);
    assert.deepEqual(await resolved(kafka.clients), ["task-producer", "task-worker"]);
    assert.equal(await resolved(kafka.topic("model-events")), "model-events");
  });

  it("takes what Pulumi does not publish for null", async () => {
    const kafka = read({ externalBootstrapServers: undefined, caSecret: undefined });
    assert.equal(await resolved(kafka.bootstrapServers.outside), null);
    assert.equal(await resolved(kafka.caSecret), null);
  });

  it("asks for no secret unless a login is wanted, and marks the login as one", async () => {
    const { kafka, asked } = platformOf(outputs);
    await resolved(kafka.bootstrapServers.inside);
    await resolved(kafka.topics);
    await resolved(kafka.client("task-worker").secretIn("ai").name);
    assert.ok(!asked.has("clientCredentials"), [...asked].join());
    assert.equal(await pulumi.isSecret(kafka.topics), false);

    const { credentials } = kafka.client("task-worker");
    assert.deepEqual(await resolved(credentials), { username: "task-worker.b", password: "Second0" });
    assert.equal(await pulumi.isSecret(credentials), true);
    assert.equal(await pulumi.isSecret(platformOf(outputs, []).kafka.client("task-worker").credentials), true);
  });

  const errors: [string, Record<string, unknown>, RegExp][] = [
    [
      "no version",
      { outputsVersion: undefined },
      /^stack org\/kafka\/prod: found no output outputsVersion; this program/,
    ],
    [
      "an earlier version",
      { outputsVersion: 0 },
      /org\/kafka\/prod: found outputs of version 0; this program reads version 1\. Run/,
    ],
    [
      "a later version",
      { outputsVersion: 2 },
      /org\/kafka\/prod: found outputs of version 2; this program reads version 1\. Update/,
    ],
    [
      "a missing output",
      { topics: undefined },
      /org\/kafka\/prod: output topics: found nothing; needed: a list, .* version 1/,
    ],
    ["another type", { topics: ["a", 7] }, /org\/kafka\/prod: output topics\[1\]: found a number; needed: text/],
  ];
  for (const [what, changes, message] of errors) {
    it(`says of ${what} which stack, what was found and what to do, in one line`, async () => {
      await assert.rejects(resolved(read(changes).topics), (error: Error) => {
        assert.ok(pulumi.RunError.isInstance(error));
        assert.match(error.message, message);
        assert.doesNotMatch(error.message, /\n/);
        return true;
      });
    });
  }

  it("names what there is when a topic or a client is unknown", async () => {
    const { kafka } = platformOf(outputs);
    await assert.rejects(
      resolved(kafka.topic("tasks")),
      /stack org\/kafka\/prod: no topic "tasks"; it has ai-task-queue, model-events \(kafka:topics\)/,
    );
    const unknown = /stack org\/kafka\/prod: no client "toString"; it has task-producer, task-worker \(kafka:users\)/;
    await assert.rejects(resolved(kafka.client("toString").secretIn("middleware").name), unknown);
    await assert.rejects(resolved(kafka.client("toString").credentials), unknown);
    await assert.rejects(
      resolved(read({ clientCredentials: {} }).client("task-worker").credentials),
      /stack org\/kafka\/prod: found no login in output clientCredentials\. Either it has no client .* can't decrypt/,
    );
    await assert.rejects(resolved(read({ topics: [] }).topic("a")), /no topic "a"; it has none/);
    const many = read({ topics: Array.from({ length: 30 }, (_, n) => `t${n}`) });
    await assert.rejects(resolved(many.topic("a")), /t0, t1, .* and 10 more/);
  });

  it("says where a client's Secret is when it is not in the namespace that was asked for", async () => {
    await assert.rejects(
      resolved(platformOf(outputs).kafka.client("task-producer").secretIn("ai").name),
      /client "task-producer" has its Secret in middleware and not in "ai"\. Add it to kafka:users\.task-producer\.namespaces there, or .* copySecret/,
    );
    await assert.rejects(resolved(read({ clients: {} }).client("worker").secretIn("ai").name), /copySecret/);
  });

  it("shows no secret in an error about one", async () => {
    const broken = read({ clientCredentials: { "task-worker": { username: "u", password: ["hidden-value"] } } });
    await assert.rejects(resolved(broken.client("task-worker").credentials), (error: Error) => {
      assert.match(error.message, /clientCredentials\.task-worker\.password: found a list; needed: text/);
      assert.ok(!error.message.includes("hidden-value"));
      return true;
    });
  });
});
