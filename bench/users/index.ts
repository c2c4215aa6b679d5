import { startKraft, testSessions } from "../../test/integration/brokers";
import { estate, secretsOf } from "../../test/integration/access/estate";
import type { KubernetesConnection } from "../../provider/src/connection";
import type { Session } from "../../provider/src/session/session";
import { userFunctions } from "../../provider/src/users/index";
import type { UserInputs } from "../../provider/src/users/inputs";
import { userSetFunctions } from "../../provider/src/users/set/index";
import { shorten } from "../../provider/src/users/set/inputs";
import type { UserSetInputs } from "../../provider/src/users/set/inputs";
import type { Figure, Measured } from "../figures";
import { median } from "../figures";
import { timed } from "../topics/clock";
import { describeAll, makeAll, removeAll, saltAll } from "./raw";
import { longestBlock } from "./stalls";

const ROUNDS = 3;
/** What the stack file has unless it says otherwise. */
const ITERATIONS = 8_192;
/** The fewest that Kafka takes, so that the largest estate is not ten minutes of hashing. */
const FEWEST_ITERATIONS = 4_096;
const SIZES = [1_000, 5_000, 20_000];

/** A broker that has no user yet: to take 60,000 rules away from one costs it the square of their number, and minutes. */
async function onNewBroker<T>(measure: (connection: KubernetesConnection) => Promise<T>): Promise<T> {
  const cluster = await startKraft({ authorizer: true });
  try {
    return await measure(cluster.connection);
  } finally {
    await cluster.stop();
  }
}

/** A thousand users with three rules and a quota each, beside the bare requests; twenty thousand, and how both grow. */
export async function usersBench(): Promise<Measured> {
  const cluster = await startKraft({ authorizer: true });
  const sessions = testSessions(secretsOf(Math.max(...SIZES)));
  const [singles, sets] = [userFunctions(sessions), userSetFunctions({ sessions, progress: { line: say } })];
  const { connection } = cluster;
  const setOf = async (users: readonly UserInputs[], at = connection): Promise<UserSetInputs> => ({
    connection: at,
    name: "all",
    users: (await shorten(new Map(users.map((user) => [user.name, user])), undefined)) as UserSetInputs["users"],
  });

  async function figures(session: Session): Promise<Figure[]> {
    const thousand = estate(connection, 1_000, ITERATIONS);
    const whole = await setOf(thousand);
    const rounds: Record<"raw" | "salting" | "singles" | "set" | "block", number>[] = [];
    for (let round = 0; round <= ROUNDS; round++) {
      const salting = await timed(() => saltAll(thousand));
      const raw = await timed(() => makeAll(session, thousand));
      await removeAll(session, thousand);
      const single = await timed(() => Promise.all(thousand.map((user) => singles.create(user))));
      await removeAll(session, thousand);
      let block = 0;
      const set = await timed(async () => (block = await longestBlock(() => sets.create(whole))));
      say(
        `1,000 users: salting ${salting.toFixed(2)} s, raw ${raw.toFixed(2)} s, singles ${single.toFixed(2)} s, set ${set.toFixed(2)} s, longest block ${block.toFixed(0)} ms`,
      );
      // The first round warms the broker up.
      if (round > 0) rounds.push({ raw, salting, singles: single, set, block });
      if (round < ROUNDS) await removeAll(session, thousand);
    }
    const read = await timed(() => sets.read("all", { ...whole }));
    const rawRead = await timed(() => describeAll(session, thousand));
    const salted = await longestBlock(() => saltAll(thousand));
    await removeAll(session, thousand);

    const growth = new Map<number, { seconds: number; raw: number; block: number; memory: number }>();
    for (const count of SIZES) {
      const raw = await onNewBroker((fresh) =>
        timed(() => sessions.with(fresh, (own) => makeAll(own, estate(fresh, count, FEWEST_ITERATIONS)))),
      );
      let block = 0;
      const seconds = await onNewBroker(async (fresh) => {
        const set = await setOf(estate(fresh, count, FEWEST_ITERATIONS), fresh);
        return timed(async () => (block = await longestBlock(() => sets.create(set))));
      });
      growth.set(count, { seconds, raw, block, memory: process.resourceUsage().maxRSS / 1024 });
      say(`${count} users: raw ${raw.toFixed(1)} s, set ${seconds.toFixed(1)} s, longest block ${block.toFixed(0)} ms`);
    }

    const middle = (of: (round: (typeof rounds)[number]) => number): number => median(rounds.map(of));
    const grown = (count: number) => growth.get(count) ?? { seconds: NaN, raw: NaN, block: NaN, memory: NaN };
    const most = Math.max(...SIZES);
    const perUser = (count: number): number => grown(count).seconds / count;
    return [
      { name: "salting 1,000 passwords alone, 8,192 iterations", value: middle((r) => r.salting), unit: "s" },
      { name: "raw: 1,000 users in three requests, and their salting", value: middle((r) => r.raw), unit: "s" },
      { name: "provider: 1,000 single users, called at once", value: middle((r) => r.singles), unit: "s" },
      { name: "provider: a set of 1,000", value: middle((r) => r.set), unit: "s" },
      {
        name: "1,000 single users to raw, round by round",
        value: middle((r) => r.singles / r.raw),
        unit: "×",
        limit: 2,
      },
      { name: "a set of 1,000 to raw, round by round", value: middle((r) => r.set / r.raw), unit: "×", limit: 2 },
      { name: "longest block of the event loop, salting 1,000 passwords", value: salted, unit: "ms", limit: 50 },
      {
        name: "longest block of the event loop, making a set of 1,000",
        value: middle((r) => r.block),
        unit: "ms",
        limit: 50,
      },
      { name: "raw: describing 1,000 users", value: rawRead, unit: "s" },
      { name: "refreshing a set of 1,000, a real login each", value: read, unit: "s" },
      ...SIZES.map((count) => ({
        name: `a set of ${count}, 4,096 iterations`,
        value: grown(count).seconds,
        unit: "s",
      })),
      { name: `raw: ${most} users, 4,096 iterations`, value: grown(most).raw, unit: "s" },
      { name: `a set of ${most} to raw`, value: grown(most).seconds / grown(most).raw, unit: "×", limit: 2 },
      {
        name: `growth for each user, ${most} to 1000 (1 is linear)`,
        value: perUser(most) / perUser(1_000),
        unit: "×",
        limit: 1.3,
      },
      { name: `longest block of the event loop, ${most} users`, value: grown(most).block, unit: "ms" },
      {
        name: `peak memory of the process, ${most} users`,
        value: grown(most).memory,
        unit: "MiB",
      },
    ];
  }

  try {
    return {
      figures: await sessions.with(connection, figures),
      method: METHOD,
      versions: { node: process.versions.node, kafka: "3.6.1" },
    };
  } finally {
    sessions.close();
    await cluster.stop();
  }
}

const METHOD = `One broker (KRaft, 384 MiB of heap) with the authorizer on this machine; users with three rules, one quota and a SCRAM-SHA-512 credential. Raw is as few requests as the controller takes (10,000 records each, 2,000 rules), one kind after the other, with the same salting, and then the three describe requests every 20 ms until they tell of all. The provider also proves a login. Medians of ${ROUNDS} rounds in which salting, raw, single users and the set take turns, after one round that is not counted; the growth is one run each, every one on a new broker. The block of the event loop is the longest delay that monitorEventLoopDelay saw, at a resolution of 1 ms.`;

function say(line: string): void {
  process.stderr.write(`  ${line}\n`);
}
