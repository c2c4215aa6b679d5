import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { facts } from "../../../config/kafka/facts/facts";
import type { Connection } from "../../../provider/src/connection";
import { configSource } from "../../../provider/src/protocol/configs";
import type { TopicInputs } from "../../../provider/src/topics/inputs";
import { knownConfigs } from "../../../provider/src/topics/knownConfigs";
import { type Answers, judge, questionsOf } from "../../../provider/src/topics/lookAhead";
import type { TopicState } from "../../../provider/src/topics/plan";

const topic = (more: Partial<TopicInputs> = {}): TopicInputs => ({
  connection: {} as Connection,
  name: "clicks",
  partitions: 4,
  config: {},
  deletion: "retain",
  adopt: false,
  ...more,
});
const state = (partitions: number, config: Record<string, string> = {}): TopicState => ({
  name: "clicks",
  replicas: Array.from({ length: partitions }, () => [0]),
  config: new Map(
    Object.entries(config).map(([key, value]) => [
      key,
      { key, value, source: configSource.topic, readOnly: false, sensitive: false, valueType: 5 },
    ]),
  ),
});
const answers = (more: Partial<Answers> = {}): Answers => ({ refused: new Map(), found: new Map(), ...more });
const found = (state?: TopicState) => answers({ found: new Map([["clicks", state]]) });

describe("what only the brokers know, at preview", () => {
  it("is asked for where there is a question, and else not at all", () => {
    const plain = { old: topic(), wanted: topic({ partitions: 5, config: { "retention.ms": "1" } }) };
    assert.deepEqual(
      questionsOf([plain, { old: undefined, wanted: topic() }, { old: topic(), wanted: topic({ adopt: true }) }]),
      {
        unknown: [],
        adopted: [],
        fewer: [],
      },
    );
  });

  it("decides about a config that Kafka 3.6 doesn't have; without brokers it is refused", () => {
    const questions = questionsOf([{ old: undefined, wanted: topic({ config: { "new.one": "1", "no.such": "2" } }) }]);
    const refused = new Map([
      ["new.one", undefined],
      ["no.such", "Unknown topic config name: no.such (INVALID_CONFIG)"],
    ]);
    assert.deepEqual(
      [...judge(questions, answers({ refused })).failures],
      [["clicks", [{ property: 'config["no.such"]', reason: "Unknown topic config name: no.such (INVALID_CONFIG)" }]]],
    );
    const alone = judge(questions, answers()).failures.get("clicks") ?? [];
    assert.equal(alone.length, 2);
    assert.match(alone[0]?.reason ?? "", /Kafka 3\.6 knows no such topic config, and the brokers could not be asked/);
  });

  it("lets a config pass with a warning where brokers that may be newer can't be asked", () => {
    const connection = { access: "direct" } as Connection;
    const questions = questionsOf([{ old: undefined, wanted: topic({ connection, config: { "new.one": "1" } }) }]);
    assert.deepEqual(judge(questions, answers()), {
      failures: new Map(),
      lines: [
        'warning: topic "clicks": Kafka 3.6 knows no topic config new.one, and the brokers could not be asked for theirs: the run will tell',
      ],
    });
    assert.deepEqual(judge(questions, answers({ refused: new Map([["new.one", undefined]]) })).lines, []);
    const refused = new Map([["new.one", "Unknown topic config name: new.one (INVALID_CONFIG)"]]);
    assert.equal(judge(questions, answers({ refused })).failures.size, 1);
  });

  it("refuses fewer partitions with both numbers, unless the topic never got what an earlier run asked for", () => {
    const questions = questionsOf([{ old: topic({ partitions: 8 }), wanted: topic() }]);
    const reasons = (given: Answers) =>
      (judge(questions, given).failures.get("clicks") ?? []).map(({ reason }) => reason);
    assert.match(reasons(answers())[0] ?? "", /has 8 partitions and 4 are asked for/);
    assert.match(reasons(found(state(6)))[0] ?? "", /has 6 partitions and 4 are asked for/);
    assert.deepEqual(reasons(found(state(4))), []);
    assert.deepEqual(reasons(found()), []);
  });

  it("refuses fewer partitions where the last run left their number to the brokers, if they can be asked", () => {
    const questions = questionsOf([{ old: topic({ partitions: undefined }), wanted: topic() }]);
    const reasons = (given: Answers) =>
      (judge(questions, given).failures.get("clicks") ?? []).map(({ reason }) => reason);
    assert.match(reasons(found(state(6)))[0] ?? "", /has 6 partitions and 4 are asked for/);
    assert.deepEqual(reasons(found(state(3))), []);
    assert.deepEqual(reasons(answers()), []);
  });

  it("shows what taking a topic over changes, and refuses what can't be", () => {
    const wanted = topic({ adopt: true, config: { "retention.ms": "2" } });
    const questions = questionsOf([{ old: undefined, wanted }]);
    assert.deepEqual(judge(questions, found(state(3, { "retention.ms": "1", "segment.bytes": "7" }))).lines, [
      'topic "clicks" exists and is taken over: partitions 3 -> 4, retention.ms 1 -> 2, from then on messages with a key may go to another partition than those with the same key before',
    ]);
    assert.deepEqual(judge(questions, found(state(4, { "retention.ms": "2" }))).lines, [
      'topic "clicks" exists and is taken over: nothing changes',
    ]);
    assert.deepEqual(judge(questions, found()), { failures: new Map(), lines: [] });
    assert.match(judge(questions, found(state(9))).failures.get("clicks")?.[0]?.reason ?? "", /has 9 partitions and 4/);
  });

  it("falls back on the topic configs of Kafka 3.6, as the stack file knows them", () => {
    assert.deepEqual([...knownConfigs].sort(), Object.keys(facts().topic).sort());
  });
});
