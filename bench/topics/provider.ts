import type { BrokerCluster } from "../../test/integration/brokers";
import { testSessions } from "../../test/integration/brokers";
import { topicFunctions } from "../../provider/src/topics/index";
import { topicSetFunctions } from "../../provider/src/topics/set/index";
import type { Figure } from "../figures";
import { median } from "../figures";
import { timed } from "./clock";
import { createInOne, createOneByOne, deleteAll, describeAll, leadersAnswer } from "./raw";
import { topic } from "./topic";

const rounds = 3;

/** What the provider's own part takes, called as the engine calls it, beside the bare requests to the same broker. */
export async function providerFigures(cluster: BrokerCluster, say: (line: string) => void): Promise<Figure[]> {
  const sessions = testSessions();
  const parts = { sessions, progress: { line: () => undefined } };
  const [singles, sets] = [topicFunctions(parts), topicSetFunctions(parts)];
  const { connection } = cluster;
  const common = { connection, deletion: "delete" as const, adopt: false };
  const named = (count: number) => Array.from({ length: count }, (_, index) => `topic-${index}`);
  const setOf = (count: number) => ({
    ...common,
    name: "all",
    topics: Object.fromEntries(named(count).map((name) => [name, topic])),
  });

  try {
    return await sessions.with(connection, async (session) => {
      const requests = (count: number) => named(count).map((name) => ({ name, ...topic }));
      const raw = async (count: number) => {
        await createInOne(session, requests(count));
        await leadersAnswer(session, named(count));
      };
      const concurrently = () => Promise.all(requests(1000).map((one) => singles.create({ ...common, ...one })));

      const creations: { raw: number; singles: number; set: number }[] = [];
      for (let round = 0; round < rounds; round++) {
        const bare = await timed(() => raw(1000));
        await deleteAll(session);
        const single = await timed(concurrently);
        await deleteAll(session);
        const set = await timed(() => sets.create(setOf(1000)));
        if (round < rounds - 1) await deleteAll(session);
        creations.push({ raw: bare, singles: single, set });
        say(`1,000 topics: raw ${bare.toFixed(2)} s, singles ${single.toFixed(2)} s, set ${set.toFixed(2)} s`);
      }

      const reads: { raw: number; singles: number; set: number }[] = [];
      for (let round = 0; round <= rounds; round++) {
        const bare = await timed(() => describeAll(session, named(1000)));
        const single = await timed(() =>
          Promise.all(requests(1000).map((one) => singles.read(one.name, { ...common, ...one }))),
        );
        const set = await timed(() => sets.read("all", setOf(1000)));
        if (round > 0) reads.push({ raw: bare, singles: single, set });
      }
      say(
        `reads: raw ${median(reads.map((r) => r.raw)).toFixed(3)} s, set ${median(reads.map((r) => r.set)).toFixed(3)} s`,
      );
      await deleteAll(session);

      const growth: Record<number, { raw: number; set: number }> = {};
      for (const count of [100, 1000, 5000]) {
        const bare = await timed(() => raw(count));
        await deleteAll(session);
        growth[count] = { raw: bare, set: await timed(() => sets.create(setOf(count))) };
        await deleteAll(session);
        say(`${count} topics: raw ${bare.toFixed(2)} s, set ${growth[count].set.toFixed(2)} s`);
      }

      const one = await timed(async () => {
        await createOneByOne(session, requests(1000), 16);
        await leadersAnswer(session, named(1000));
      });
      await deleteAll(session);
      say(`one topic a request, 16 at once: ${one.toFixed(1)} s`);

      const created = median(creations.map((c) => c.singles));
      const perTopic = (count: number) => ((growth[count]?.set ?? NaN) / count) * 1_000;
      return [
        {
          name: "raw: one request of 1,000 topics, leaders awaited",
          value: median(creations.map((c) => c.raw)),
          unit: "s",
        },
        { name: "provider: 1,000 single topics, called at once", value: created, unit: "s" },
        { name: "provider: a group of 1,000 topics", value: median(creations.map((c) => c.set)), unit: "s" },
        {
          name: "1,000 single topics to raw, round by round",
          value: median(creations.map((c) => c.singles / c.raw)),
          unit: "×",
          limit: 2,
        },
        {
          name: "a group of 1,000 to raw, round by round",
          value: median(creations.map((c) => c.set / c.raw)),
          unit: "×",
          limit: 2,
        },
        { name: "one topic a request, 16 at once, 1,000 topics", value: one, unit: "s" },
        {
          name: "1,000 single topics to one topic a request (a twentieth)",
          value: created / one,
          unit: "×",
          limit: 0.05,
        },
        {
          name: "raw: metadata and describeConfigs of 1,000 topics",
          value: median(reads.map((r) => r.raw)),
          unit: "s",
        },
        {
          name: "reading 1,000 unchanged single topics to raw",
          value: median(reads.map((r) => r.singles / r.raw)),
          unit: "×",
          limit: 2,
        },
        {
          name: "reading an unchanged group of 1,000 to raw",
          value: median(reads.map((r) => r.set / r.raw)),
          unit: "×",
          limit: 2,
        },
        ...[100, 1000, 5000].map((count) => ({
          name: `a group of ${count}, the provider's part, for each topic`,
          value: perTopic(count),
          unit: "ms",
        })),
        {
          name: "growth of the provider's part, 5,000 to 1,000, for each topic",
          value: perTopic(5000) / perTopic(1000),
          unit: "×",
        },
        {
          name: "growth of raw, 5,000 to 1,000, for each topic",
          value: (growth[5000]?.raw ?? NaN) / 5 / (growth[1000]?.raw ?? NaN),
          unit: "×",
        },
      ];
    });
  } finally {
    sessions.close();
  }
}
