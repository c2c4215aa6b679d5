import assert from "node:assert/strict";
import fc from "fast-check";
import { groupTurnsFunctions } from "../../../provider/src/users/set/turns";
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
const place = "kafka:users.worker";

describe("the age of a password", () => {
  const ages = fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 30 });

  it("turns it on the day that it is reached or in the first run after, never before, and one turn at a time", () =>
    fc.assert(
      fc.property(ages, fc.integer({ min: 1, max: 200 }), (pauses, maxDays) => {
        const news = inputs({ maxAge: maxDays * DAY });
        let day = "2026-02-27";
        let state: CountedInputs = { ...news, ...nextTurn(undefined, news, day, place) };
        assert.deepEqual([state.turn, state.since], [1, day]);
        for (const pause of pauses) {
          day = dayAfter(day, pause);
          const age = Math.round((Date.parse(day) - Date.parse(state.since)) / 1_000 / DAY);
          const { turn, since, notice } = nextTurn(state, news, day, place);
          const due = age >= maxDays;
          assert.deepEqual([turn, since], due ? [state.turn + 1, day] : [state.turn, state.since]);
          assert.equal(notice !== undefined, due);
          state = { ...news, turn, since };
        }
      }),
    ));

  it("counts a turn that was asked for by hand, which begins a new age", () => {
    const state = { ...inputs(), turn: 4, since: "2026-01-01" };
    assert.deepEqual(nextTurn(state, inputs({ rotation: 2 }), "2026-06-01", place), { turn: 5, since: "2026-06-01" });
    assert.deepEqual(nextTurn({ ...state, rotation: 3 }, inputs({ rotation: 3 }), "2026-01-02", place), {
      turn: 4,
      since: "2026-01-01",
    });
  });

  it("waits while the login before is told to go, and says so", () => {
    const state = { ...inputs(), turn: 2, since: "2026-01-01" };
    const { turn, since, notice = "" } = nextTurn(state, inputs({ previous: "remove" }), "2026-06-01", place);
    assert.deepEqual([turn, since], [2, "2026-01-01"]);
    assert.match(notice, /^its password .*151 days old.*may be 90.*kafka:users\.worker\.previous is "remove"/);
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

  it("is each user's own in a group, and a group whose users all turn at once says it of a few", async () => {
    const lines: string[] = [];
    let today = "2026-01-01";
    const turns = groupTurnsFunctions({ progress: { line: (text) => void lines.push(text) }, today: () => today });
    const user = { rotation: 1, previous: "keep", maxAge: 90 * DAY };
    const users = Object.fromEntries(Array.from({ length: 12 }, (_unused, n) => [`device-${n}`, user]));
    const news = { name: "devices", users: { ...users, young: { ...user, maxAge: 200 * DAY } } };
    const { inputs: first } = await turns.check({}, { ...news });
    const { outs } = await turns.create(first);
    assert.deepEqual(first.users["young"], { ...user, maxAge: 200 * DAY, turn: 1, since: today });
    today = "2026-04-02";
    const { inputs: next } = await turns.check(outs, { ...news, users: { ...news.users, late: user } });
    assert.deepEqual(await turns.diff("devices", outs, next), { changes: true });
    const turnsOf = (counted: typeof next) => Object.values(counted.users).map(({ turn }) => turn);
    assert.deepEqual(turnsOf(next), [...Array.from({ length: 12 }, () => 2), 1, 1]);
    const said = lines.join("\n").split("\n");
    assert.equal(said.length, 12);
    assert.match(said[0] ?? "", /ages of passwords in the group "devices":/);
    assert.match(said[1] ?? "", /user "device-0": its password of turn 1 is 91 days old/);
    assert.match(said.at(-1) ?? "", /and 2 more/);
    lines.length = 0;
    const { inputs: same } = await turns.check(next, { ...news, users: { ...news.users, late: user } });
    assert.deepEqual([await turns.diff("devices", next, same), lines], [{ changes: false }, []]);
    const { inputs: less } = await turns.check(next, { ...news });
    assert.deepEqual(await turns.diff("devices", next, less), { changes: true });
    const waiting = { ...news, users: { "device-0": { ...user, previous: "remove" } } };
    today = "2026-09-01";
    await turns.check(next, waiting);
    assert.match(lines.join("\n"), /kafka:userGroups\.devices\.users\.device-0\.previous is "remove"/);
  });
});
