import assert from "node:assert/strict";
import fc from "fast-check";
import { endedLoginsFunctions } from "../../../provider/src/internal/ended";
import { internalNames } from "../../../provider/src/internal/inputs";
import { internalLoginsFunctions, type InternalLoginsInputs } from "../../../provider/src/internal/logins";
import type { KubernetesConnection } from "../../../provider/src/connection";
import { testSessions } from "../../integration/brokers";

const connection: KubernetesConnection = {
  brokers: ["127.0.0.1:1"],
  access: "direct",
  mechanism: "SCRAM-SHA-512",
  kubernetes: { context: "none", namespace: "tests" },
  secretName: "kafka-operator",
};
const inputs = (rotation: number): InternalLoginsInputs => ({
  connection,
  name: "kafka",
  rotation,
  statefulSet: "kafka-controller",
  iterations: 4096,
  secret: { name: "internal", namespace: "tests" },
});
const turn = fc.integer({ min: 1, max: 9 });

describe("the logins of the internal users", () => {
  const logins = internalLoginsFunctions({ sessions: testSessions(), brokersExist: async () => false });
  const ended = endedLoginsFunctions(testSessions());
  const reasons = async (check: (typeof logins | typeof ended)["check"], before: number, now: number) => {
    const { failures = [] } = await check(inputs(before), { ...inputs(now) });
    return failures.map(({ reason }) => reason);
  };

  it("take one turn after the other, and no turn back", () =>
    fc.assert(
      fc.asyncProperty(turn, turn, async (before, now) => {
        const found = await reasons(logins.check, before, now);
        assert.equal(found.length, now === before || now === before + 1 ? 0 : 1);
        for (const reason of found) assert.match(reason, /^kafka:security\.rotation: found \d after \d: /);
      }),
    ));

  it("take the next turn only after the one before has ended", () =>
    fc.assert(
      fc.asyncProperty(turn, turn, async (last, now) => {
        const found = await reasons(ended.check, last, now);
        assert.equal(found.length, now > last + 1 ? 1 : 0);
      }),
    ));

  it("have no name in common with the turn before", () =>
    fc.assert(
      fc.property(turn, (now) => {
        const names = [...internalNames(now), ...internalNames(now + 1)];
        assert.equal(new Set(names).size, names.length);
        assert.deepEqual(internalNames(now), internalNames(now + 2));
      }),
    ));

  it("are no business of theirs while there are no brokers, at any turn", async () => {
    for (const rotation of [1, 2]) {
      const { outs } = await logins.create(inputs(rotation));
      assert.deepEqual(outs, { ...inputs(rotation), credential: "current" });
      assert.deepEqual((await logins.read("kafka", outs)).inputs, inputs(rotation));
    }
    await ended.create(inputs(1));
  });

  it("change with the turn, or where a refresh found that they don't work, and with nothing else", async () => {
    const state = { ...inputs(2), credential: "current" as const };
    const differs = async (olds: typeof state, news: InternalLoginsInputs) =>
      (await logins.diff("kafka", olds, news)).changes;
    assert.equal(await differs(state, { ...inputs(2), iterations: 8192 }), false);
    assert.equal(await differs(state, inputs(3)), true);
    assert.equal(await differs({ ...state, credential: "outdated" as never }, inputs(2)), true);
  });
});
