import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Admin } from "kafkajs";
import { ConfigResourceTypes } from "kafkajs";
import { policyArguments } from "../../../policy/arguments";
import { exitCode, findDrift } from "../../../review/drift/find";
import { driftReport } from "../../../review/drift/markdown";
import type { Engine } from "../../../review/engine";
import { engineOn } from "../../../review/engine";
import { markdown } from "../../../review/markdown";
import { policies } from "../../../review/markdown/policies";
import { findings } from "../../../review/meaning";
import { contextOf } from "../../../review/meaning/context";
import { runPreview } from "../../../review/preview";
import type { Kubectl } from "../../engine/Kubectl";
import type { PulumiStack } from "../../engine/PulumiStack";
import { stopAtFirstFailure } from "../../engine/stopAtFirstFailure";
import { startKraft } from "../brokers";
import { EngineCluster } from "./EngineCluster";

/** What the review of {@link AFTER} against {@link BEFORE} must say. `UPDATE_GOLDEN=true` writes it anew. */
const GOLDEN = join(__dirname, "review.golden.md");

const topic = (more: object = {}): object => ({ partitions: 8, replicationFactor: 1, deletion: "delete", ...more });
const days = (number: number): object => ({ "retention.ms": String(number * 86_400_000) });

const BEFORE = {
  "test:topics": {
    orders: topic({ config: days(7) }),
    events: topic(),
    old: topic(),
    kept: topic({ deletion: "retain" }),
  },
  "test:users": { worker: { rotation: 1 }, leaver: { rotation: 1 } },
  "test:cluster": { brokers: 3, heapMiB: 1024 },
};
const AFTER = {
  "test:topics": {
    orders: topic({ partitions: 16, config: days(2) }),
    events: topic({ config: { "cleanup.policy": "compact" } }),
    fresh: topic({ partitions: 3 }),
  },
  "test:users": { worker: { rotation: 2 } },
  "test:cluster": {
    brokers: 3,
    heapMiB: 1200,
    podDisruptionBudget: false,
    settings: { "log.retention.hours": "1d", "num.io.threads": 8 },
  },
};

describe("review and drift of a real stack", function () {
  this.timeout(300_000);
  stopAtFirstFailure();

  let cluster: EngineCluster | undefined;
  let stack: PulumiStack;
  let engine: Engine;
  let kubectl: Kubectl;
  let admin: Admin;

  function configure(config: Record<string, unknown>): void {
    stack.configure({ "test:connection": cluster!.connection, ...config });
  }

  async function passwords(): Promise<string[]> {
    const secrets = await kubectl.list<{ data?: Record<string, string> }>("secrets");
    return secrets.flatMap(({ data }) => (data?.["password"] === undefined ? [] : [data["password"]]));
  }

  before(async () => {
    cluster = await EngineCluster.start("review", startKraft);
    ({ admin, kubectl } = cluster);
    const { project } = cluster;
    stack = await cluster.stack("review");
    engine = engineOn({ stack: "review", project, configFile: stack.configFile, env: stack.environment });
    configure(BEFORE);
    await stack.up();
  });

  after(() => cluster?.stop());

  it("finds no drift just after a run, and changes nothing", async () => {
    const state = stack.state();
    const found = await findDrift(engine);
    assert.deepEqual(found.changes, [], driftReport("review", found));
    assert.equal(exitCode(found), 0, driftReport("review", found));
    assert.ok(found.seen > 15, `only ${found.seen} resources were looked at`);
    assert.equal(stack.state(), state);
  });

  it("says what a change means, as it always did, and no secret", async () => {
    configure(AFTER);
    const { changes, messages, complete } = await runPreview(engine);
    const context = contextOf(changes, { brokers: 3, settings: {} });
    const review = {
      stack: "review",
      changes,
      messages,
      breaches: [],
      extent: "whole",
      unseen: [],
      findings: findings(changes, context),
    } as const;
    const text = markdown(review);
    assert.ok(complete, text);
    if (process.env["UPDATE_GOLDEN"] === "true") writeFileSync(GOLDEN, text);
    assert.equal(text, readFileSync(GOLDEN, "utf8"));
    for (const password of await passwords()) {
      assert.ok(!text.includes(password) && !text.includes(Buffer.from(password, "base64").toString()));
    }
  });

  it("is held to the policy pack: a warning where nothing is mandatory, a refusal where all is", async () => {
    configure(BEFORE);
    const advisory = await engine.run("preview", ...policyArguments("review"));
    assert.equal(advisory.code, 0, advisory.stdout + advisory.stderr);
    assert.match(advisory.stdout, /kafka:topics\.orders has replication factor 1\. Set replicationFactor to 3 or more/);
    const { breaches, complete, changes, messages } = await runPreview(engine, ...policyArguments("prod"));
    assert.equal(complete, true, JSON.stringify(messages));
    assert.deepEqual(changes, []);
    const text = policies(breaches ?? []).join("\n");
    const refused = text.indexOf(
      "- `topic-replication`: KafkaTopic orders: kafka:topics.orders has replication factor 1",
    );
    const advised = text.indexOf("- `pinned-images`");
    assert.ok(refused > 0 && advised > refused, text);
    assert.match(text, /kafka:topics\.old would be deleted with its messages/);
  });

  it("says where a preview stopped", async () => {
    configure({ ...BEFORE, "test:topics": { orders: topic({ partitions: 2 }) } });
    const { messages, complete } = await runPreview(engine);
    assert.equal(complete, false);
    assert.match(messages.map(({ text }) => text).join("\n"), /kafka:topics\.orders\.partitions: topic "orders" has 8/);
  });

  it("finds what was changed by hand, and changes nothing", async () => {
    configure(BEFORE);
    const entries = [{ name: "retention.ms", value: "3600000" }];
    await admin.alterConfigs({
      validateOnly: false,
      resources: [{ type: ConfigResourceTypes.TOPIC, name: "orders", configEntries: entries }],
    });
    await admin.deleteTopics({ topics: ["events"] });
    await kubectl.run("delete", "poddisruptionbudget", "kafka-controller");
    await kubectl.run("scale", "statefulset", "kafka-controller", "--replicas=2");
    const state = stack.state();

    const found = await findDrift(engine);
    const report = driftReport("review", found);
    assert.equal(exitCode(found), 2, report);
    assert.match(report, /^## Kafka stack `review`: 4 resources of \d+ differ from what the last run left\n/);
    for (const line of [
      /- KafkaTopic `events` is gone/,
      /- KafkaTopic `orders`: `config\["retention\.ms"\]`/,
      /config\["retention\.ms"\]: 604800000 → 3600000/,
      /- PodDisruptionBudget `kafka-controller` is gone/,
      /spec\.replicas: 3 → 2/,
    ]) {
      assert.match(report, line);
    }
    assert.equal(stack.state(), state);
  });

  it("tells an error from drift", async () => {
    const { project } = cluster!;
    await assert.rejects(findDrift(engineOn({ stack: "nobody", project, env: stack.environment })), {
      name: "Failure",
      message: /no stack named 'nobody' found/,
    });
    await cluster!.api.stop();
    const found = await findDrift(engine);
    assert.equal(exitCode(found), 1, driftReport("review", found));
    assert.match(driftReport("review", found), /drift could not be looked for\n\n```\n.*unreachable/s);
  });
});
