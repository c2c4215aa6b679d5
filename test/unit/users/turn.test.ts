import assert from "node:assert/strict";
import fc from "fast-check";
import { type CountedInputs, nextTurn, turnFunctions, type TurnInputs } from "../../../provider/src/users/turn";

const DAY = 86_400;
const dayAfter = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * DAY * 1_000).toISOString().slice(0, 10);
const inputs = (more: Partial<TurnInputs> = {}): TurnInputs => ({
  name: "worker",
  rotation: 1,
  previous: "keep",
  maxAge: 90 * DAY,
  ...more,
});

describe("the age of a password", () => {
  const ages = fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 30 });

  it("turns it on the day that it is reached or in the first run after, never before, and one turn at a time", () =>
    fc.assert(
      fc.property(ages, fc.integer({ min: 1, max: 200 }), (pauses, maxDays) => {
        const news = inputs({ maxAge: maxDays * DAY });
        let day = "2026-02-27";
        let state: CountedInputs = { ...news, ...nextTurn(undefined, news, day) };
        assert.deepEqual([state.turn, state.since], [1, day]);
        for (const pause of pauses) {
          day = dayAfter(day, pause);
          const age = Math.round((Date.parse(day) - Date.parse(state.since)) / 1_000 / DAY);
          const { turn, since, notice } = nextTurn(state, news, day);
          const due = age >= maxDays;
          assert.deepEqual([turn, since], due ? [state.turn + 1, day] : [state.turn, state.since]);
          assert.equal(notice !== undefined, due);
          state = { ...news, turn, since };
        }
      }),
    ));

  it("counts a turn that was asked for by hand, which begins a new age", () => {
    const state = { ...inputs(), turn: 4, since: "2026-01-01" };
    assert.deepEqual(nextTurn(state, inputs({ rotation: 2 }), "2026-06-01"), { turn: 5, since: "2026-06-01" });
    assert.deepEqual(nextTurn({ ...state, rotation: 3 }, inputs({ rotation: 3 }), "2026-01-02"), {
      turn: 4,
      since: "2026-01-01",
    });
  });

  it("waits while the login before is told to go, and says so", () => {
    const state = { ...inputs(), turn: 2, since: "2026-01-01" };
    const { turn, since, notice = "" } = nextTurn(state, inputs({ previous: "remove" }), "2026-06-01");
    assert.deepEqual([turn, since], [2, "2026-01-01"]);
    assert.match(notice, /"worker".*151 days old.*may be 90.*kafka:users\.worker\.previous is "remove"/);
  });

  it("is decided in the check, said once a run, and no change until then", async () => {
    const lines: string[] = [];
    let today = "2026-01-01";
    const turns = turnFunctions({ progress: { line: (text) => void lines.push(text) }, today: () => today });
    const { inputs: first } = await turns.check({}, { ...inputs() });
    const { outs } = await turns.create(first);
    today = "2026-03-31";
    const { inputs: same } = await turns.check(first, { ...inputs() });
    assert.deepEqual([await turns.diff("worker", outs, same), lines], [{ changes: false }, []]);
    today = "2026-04-01";
    const { inputs: next } = await turns.check(first, { ...inputs() });
    assert.deepEqual(await turns.diff("worker", outs, next), { changes: true });
    assert.equal(next.turn, 2);
    assert.match(
      lines.join("\n"),
      /^user "worker": its password of turn 1 is 90 days old \(2026-01-01\), and may be 90: turn 2/,
    );
  });
});
