import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { Connection } from "../../../provider/src/connection";
import { configSource } from "../../../provider/src/protocol/configs";
import { applyChanges } from "../../../provider/src/topics/apply";
import type { TopicInputs } from "../../../provider/src/topics/inputs";
import type { TopicState } from "../../../provider/src/topics/plan";
import { sectionsOf, throttledReplicas } from "../../../provider/src/topics/reassign/mark";
import type { Throttle } from "../../../provider/src/topics/reassign/release";
import type { TopicRequests } from "../../../provider/src/topics/requests";

describe("what the state is to have of a topic whose replicas were moved", () => {
  const move = { topic: "t", partition: 0, from: [0], to: [0, 1] };
  const marked = {
    key: throttledReplicas.leader,
    value: sectionsOf([move], 1024).leader.entries.join(),
    source: configSource.topic,
    readOnly: false,
    sensitive: false,
    valueType: 7,
  };
  const state = (replicas: number[], config: (typeof marked)[] = []): TopicState => ({
    name: "t",
    replicas: [replicas],
    config: new Map(config.map((each) => [each.key, each])),
  });
  const wanted = (more: Partial<TopicInputs> = {}): TopicInputs => ({
    connection: {} as Connection,
    name: "t",
    replicationFactor: 2,
    config: {},
    deletion: "retain",
    adopt: false,
    ...more,
  });

  /** @param throttle what is left of it after the move */
  async function apply(inputs: TopicInputs, found: TopicState, throttle: Throttle = "off") {
    const sent: string[] = [];
    const answering = (name: string, answer: () => unknown) => ({ add: async () => (sent.push(name), answer()) });
    const done = (name: string) => answering(name, () => undefined);
    const requests = {
      describe: answering("describe", () => found),
      underWay: answering("underWay", () => []),
      checkReassign: done("checkReassign"),
      reassign: done("reassign"),
      ready: done("ready"),
      release: answering("release", () => throttle),
    } as unknown as TopicRequests;
    const journal = {
      beginMove: () => sent.push("begin"),
      finishMove: () => sent.push("finish"),
      moveLeft: () => false,
    };
    return { outputs: await applyChanges(requests, journal, [], inputs), sent };
  }

  it("is what was asked for when nothing is left", async () => {
    const { outputs } = await apply(wanted(), state([0]));
    assert.deepEqual(outputs, wanted());
  });

  it("tells of a throttle that stayed on a broker which went away, so that the next run takes it off", async () => {
    assert.deepEqual((await apply(wanted(), state([0]), "on")).outputs, { ...wanted(), moving: true });
    const next = await apply(wanted(), state([0, 1], [marked]));
    assert.deepEqual(next.outputs, wanted());
    assert.ok(next.sent.includes("reassign"));
  });

  it("costs no further look where nothing moves, and moves what is on a broker that may hold none", async () => {
    assert.deepEqual((await apply(wanted(), state([0, 1]))).sent, ["describe", "underWay", "finish"]);
    const brokers = wanted({ reassignment: { brokers: { excluded: [1] } } });
    assert.ok((await apply(brokers, state([0, 1]))).sent.includes("reassign"));
  });
});
