import assert from "node:assert/strict";
import type { Admin } from "kafkajs";
import type { PulumiStack } from "../../engine/PulumiStack";
import { stopAtFirstFailure } from "../../engine/stopAtFirstFailure";
import type { BrokerCluster } from "../brokers";
import { startKraft } from "../brokers";
import { EngineCluster } from "./EngineCluster";
import { describeUserGroups } from "./userGroups";
import { messagesOf, produce, type StoredMessage } from "../brokers/messages";

type Topics = Record<string, object>;

describe("groups of topics under the real engine", function () {
  this.timeout(300_000);
  stopAtFirstFailure();

  let cluster: EngineCluster | undefined;
  let brokers: BrokerCluster;
  let stack: PulumiStack;
  let other: PulumiStack;
  let admin: Admin;
  let written: StoredMessage[];

  const one = { partitions: 1, replicationFactor: 1 };
  const many = (prefix: string, count: number): Topics =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`${prefix}-${index}`, one]));

  /** A program that declares all its topics in these places; what is removed is deleted. */
  function configure(groups: Record<string, Topics>, singles: Topics = {}, which = stack): void {
    const all = [...Object.values(groups), singles].flatMap((topics) => Object.keys(topics));
    const sets = Object.entries(groups).map(([name, topics]) => [
      name,
      { topics, deletion: "delete", elsewhere: all.filter((topic) => !Object.hasOwn(topics, topic)) },
    ]);
    const each = Object.entries(singles).map(([name, topic]) => [name, { deletion: "delete", ...topic }]);
    which.configure({
      "test:connection": cluster!.connection,
      "test:groups": Object.fromEntries(sets),
      "test:topics": Object.fromEntries(each),
      "test:users": {},
    });
  }
  const topicsOfBrokers = async () => (await admin.listTopics()).filter((name) => name !== "__consumer_offsets").sort();

  before(async () => {
    cluster = await EngineCluster.start("groups", () => startKraft({ authorizer: true }));
    ({ admin, brokers } = cluster);
    [stack, other] = await Promise.all([cluster.stack("test"), cluster.stack("other")]);
  });

  after(() => cluster?.stop());

  it("keeps what succeeded when one topic is refused, and does the rest in the next run", async () => {
    configure({ events: { clicks: one, views: one, bad: { ...one, config: { "retention.ms": "soon" } } } });
    const failed = await stack.tryUp();
    assert.notEqual(failed.code, 0);
    assert.match(failed.output, /topic "bad" can't be created: Invalid value soon for configuration retention\.ms/);
    assert.doesNotMatch(failed.output, /^\s+at .*:\d+/m);
    assert.doesNotMatch(failed.output, /topic "(clicks|views)"/);
    assert.deepEqual(await topicsOfBrokers(), ["clicks", "views"]);

    // A refresh finds nothing new, and what is left to be done stays so.
    await stack.refresh();
    assert.match((await stack.tryUp()).output, /topic "bad" can't be created/);

    configure({ events: { clicks: one, views: one, bad: one } });
    const { changes } = await stack.up();
    assert.deepEqual(
      changes.map(({ op, name }) => `${op} ${name}`),
      ["update events"],
    );
    assert.deepEqual(await topicsOfBrokers(), ["bad", "clicks", "views"]);
    assert.deepEqual((await stack.up("--expect-no-changes")).changes, []);
  });

  it("shows at preview the topics that change, and no others", async () => {
    configure({ events: { clicks: { ...one, partitions: 2 }, views: one, fresh: one } });
    const { output } = await stack.preview();
    assert.match(output, /topics that change in the group "events":/);
    assert.match(output, /- bad: deleted with its messages/);
    assert.match(output, /~ clicks: partitions 1 -> 2, from then on messages with a key may go to another partition/);
    assert.match(output, /\+ fresh: partitions 1, replication factor 1/);
    assert.doesNotMatch(output, /[-+~] views/);

    configure({ events: { clicks: { ...one, partitions: 0 }, views: one } });
    const refused = await stack.preview();
    assert.notEqual(refused.code, 0);
    assert.match(refused.output, /kafka:topicGroups\.events\.topics\.clicks\.partitions: found 0/);
  });

  it("never deletes a topic that moves between the two grains or between groups", async () => {
    written = await produce(brokers.kafka(), "clicks", 10);
    const adopted = { ...one, adopt: true };
    const places: [Record<string, Topics>, Topics?][] = [
      [{ events: { views: one } }, { clicks: adopted }],
      [{ events: { views: one }, more: { clicks: adopted } }],
      [{ events: { views: one, clicks: adopted }, more: {} }],
      [{ more: { clicks: adopted, views: adopted } }],
      [{}, { clicks: adopted, views: adopted }],
      [{ events: { clicks: adopted, views: adopted } }],
    ];
    for (const [groups, singles] of places) {
      configure(groups, singles);
      await stack.up();
      assert.deepEqual(await messagesOf(brokers.kafka(), "clicks", written.length), written);
    }
    assert.deepEqual(await topicsOfBrokers(), ["clicks", "views"]);
  });

  it("says at up that a topic was deleted since, and a refresh brings it back", async () => {
    await admin.deleteTopics({ topics: ["views"] });
    configure({ events: { clicks: one, views: { ...one, partitions: 2 } } });
    const failed = await stack.tryUp();
    assert.match(failed.output, /topic "views" is gone from the brokers\. Run a refresh/);
    await stack.refresh();
    await stack.up();
    assert.deepEqual(await topicsOfBrokers(), ["clicks", "views"]);
    assert.deepEqual(await messagesOf(brokers.kafka(), "clicks", written.length), written);
  });

  it("ends right in the run after one that was killed in the middle", async () => {
    const topics = { clicks: one, views: { ...one, partitions: 2 } };
    configure({ events: topics, bulk: many("bulk", 300) });
    const running = stack.start();
    while (!(await admin.listTopics()).some((name) => name.startsWith("bulk-"))) {
      assert.equal(running.child.exitCode, null, "it ended before it could be killed");
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    await stack.kill(running);
    await stack.up();
    assert.equal((await topicsOfBrokers()).length, 302);
    assert.deepEqual((await stack.up("--expect-no-changes")).changes, []);
  });

  it("takes at most 300 B of state a topic", () => {
    const { checkpoint } = JSON.parse(stack.state()) as {
      checkpoint: { latest: { resources: { urn: string }[] } };
    };
    const bulk = checkpoint.latest.resources.find(({ urn }) => urn.endsWith("::bulk"));
    const bytes = JSON.stringify(bulk).length / 300;
    assert.ok(bytes <= 300, `${bytes} B`);
  });

  it("runs of two stacks at once don't mix, and neither takes the other's topic", async () => {
    configure({ mine: { ...many("other", 20), clicks: one } }, {}, other);
    configure({ events: { clicks: one, views: { ...one, partitions: 2 } }, bulk: many("more", 20) });
    const [, theirs] = await Promise.all([stack.up(), other.tryUp()]);
    assert.notEqual(theirs.code, 0);
    assert.match(theirs.output, /topic "clicks" exists already and isn't this resource's/);
    const names = await topicsOfBrokers();
    assert.equal(names.filter((name) => name.startsWith("more-")).length, 20);
    assert.equal(names.filter((name) => name.startsWith("other-")).length, 20);
    assert.deepEqual(
      names.filter((name) => name.startsWith("bulk-")),
      [],
    );
    assert.equal((await other.destroy()).code, 0);
    assert.deepEqual(await messagesOf(brokers.kafka(), "clicks", written.length), written);
  });

  describeUserGroups(() => cluster!);
});
