import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { Deadline } from "../../../provider/src/deadline";
import { UserError } from "../../../provider/src/errors";
import type { KafkaRequest } from "../../../provider/src/protocol/codec";
import { errorCode } from "../../../provider/src/protocol/errors";
import type { Session } from "../../../provider/src/session/session";
import { LostAnswerError } from "../../../provider/src/session/trouble";
import { type Circumstances, mayBeOwn, sendCreations } from "../../../provider/src/topics/creation";

describe("a topic that exists already when it is created", () => {
  const epoch = fc.option(fc.nat(3), { nil: undefined });
  const circumstances: fc.Arbitrary<Circumstances> = fc.record({
    lost: fc.boolean(),
    existed: fc.boolean(),
    epochs: fc.tuple(epoch, epoch),
  });

  it("is never ours when it was there before", () => {
    fc.assert(fc.property(circumstances, (each) => !mayBeOwn({ ...each, existed: true })));
  });

  it("may be ours after a lost answer, or when another controller took over, and else never", () => {
    fc.assert(
      fc.property(circumstances, (each) => {
        const [before, after] = each.epochs;
        const tookOver = before !== undefined && after !== undefined && before !== after;
        assert.equal(mayBeOwn({ ...each, existed: false }), each.lost || tookOver);
      }),
    );
  });
});

describe("sendCreations", () => {
  interface Scenario {
    /** Whether the brokers have a quorum. @default true */
    quorum?: boolean;
    /** Reigns that DescribeQuorum tells, one after the other; a negative one is an error code without a leader. */
    epochs?: (number | Error)[];
    /** Topics that are there before. */
    there?: string[];
    /** Topics that our user may not see. */
    hidden?: string[];
    /** Error codes of CreateTopics, by topic. */
    codes: Record<string, number>;
  }

  async function run({ quorum = true, epochs = [], there = [], hidden = [], codes }: Scenario) {
    const asked: string[] = [];
    const answers: Record<string, () => unknown> = {
      ApiVersions: () => ({ errorCode: 0, apis: [{ apiKey: quorum ? 55 : 54, least: 0, most: 1 }] }),
      DescribeQuorum: () => {
        const next = epochs.shift();
        if (next === undefined) throw new Error("asked once too often");
        if (next instanceof Error) throw next;
        return next < 0
          ? { errorCode: -next, leader: -1, epoch: -1, voters: [] }
          : { errorCode: 0, leader: 1, epoch: next, voters: [] };
      },
      CreateTopics: () =>
        Object.entries(codes)
          .filter(([name]) => !hidden.includes(name))
          .map(([name, code]) => ({ name, errorCode: code, errorMessage: `words on ${name}` })),
    };
    const session = {
      metadata: async (names: string[]) =>
        names.map((name) => ({
          name,
          errorCode: hidden.includes(name)
            ? errorCode.topicAuthorizationFailed
            : there.includes(name)
              ? errorCode.none
              : errorCode.unknownTopicOrPartition,
          partitions: [],
        })),
      cluster: {
        send: async (_: unknown, { apiName }: KafkaRequest<unknown>) => {
          asked.push(apiName);
          return answers[apiName]?.();
        },
        forgetController: () => undefined,
      },
    } as unknown as Session;
    const reported = new Map<string, unknown>();
    const names = Object.keys(codes);
    const topics = names.map((name) => ({ name, partitions: 1, replicationFactor: 1, config: {} }));
    await sendCreations(session, topics, new Deadline(2_000), (index, outcome) => {
      reported.set(names[index] ?? "", "error" in outcome ? outcome.error : outcome.value.lost);
    });
    return { reported: Object.fromEntries(reported), asked };
  }

  const exists = errorCode.topicAlreadyExists;

  it("asks for the controller before, and again only when a topic exists already", async () => {
    const { reported, asked } = await run({ epochs: [7], codes: { a: 0, b: errorCode.invalidConfig } });
    assert.deepEqual(reported, { a: false, b: false });
    assert.deepEqual(asked, ["ApiVersions", "DescribeQuorum", "CreateTopics"]);
  });

  it("takes a topic for maybe ours when another controller took over meanwhile, unless it was there before", async () => {
    const { reported } = await run({ epochs: [7, 8], there: ["old"], codes: { made: 0, own: exists, old: exists } });
    assert.deepEqual(reported, { made: false, own: true, old: false });
  });

  it("takes it for someone else's under the same controller, and where nobody tells of one", async () => {
    assert.deepEqual((await run({ epochs: [7, 7], codes: { a: exists } })).reported, { a: false });
    const denied = -errorCode.clusterAuthorizationFailed;
    assert.deepEqual((await run({ epochs: [denied], codes: { a: exists } })).reported, { a: false });
    const zooKeeper = await run({ quorum: false, codes: { a: exists } });
    assert.deepEqual(zooKeeper.reported, { a: false });
    assert.deepEqual(zooKeeper.asked, ["ApiVersions", "CreateTopics"]);
  });

  it("waits for the election that is on when it asks", async () => {
    assert.deepEqual((await run({ epochs: [-6, 7, -6, 8], codes: { a: exists } })).reported, { a: true });
  });

  it("does not create what our user could not see, and gives each of the others its own result", async () => {
    const { reported, asked } = await run({ epochs: [7, 8], hidden: ["a"], codes: { a: 0, b: exists, c: 0 } });
    assert.match(
      String(reported.a),
      /topic "a" can't be created: the connection's user has no right to Describe on the topic/,
    );
    assert.deepEqual({ b: reported.b, c: reported.c }, { b: true, c: false });
    assert.ok(asked.includes("CreateTopics"));
    assert.ok(!(await run({ epochs: [7], hidden: ["a"], codes: { a: 0 } })).asked.includes("CreateTopics"));
  });

  it("says that nobody knows when no broker can be asked afterwards", async () => {
    const { reported } = await run({ epochs: [7, new UserError("no broker")], codes: { a: exists, b: 0 } });
    assert.equal(reported.b, false);
    assert.ok(reported.a instanceof LostAnswerError);
  });
});
