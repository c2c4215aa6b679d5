import assert from "node:assert/strict";
import fc from "fast-check";
import { after, before, describe, it } from "mocha";
import { topicFunctions } from "../../../provider/src/topics/index";
import { Owners } from "../../../provider/src/owners";
import { topicRequests } from "../../../provider/src/topics/requests";
import type { TopicState } from "../../../provider/src/topics/plan";
import { topicSetFunctions } from "../../../provider/src/topics/set/index";
import { configSource } from "../../../provider/src/protocol/configs";
import { BrokerCluster, startKraft, testSessions } from "../brokers";
import { Declared, EngineLike } from "./EngineLike";

/** Sequences in all, and how many run side by side: so many edits of strangers meet in the batches. */
const sequences = 200;
const atOnce = 25;

/** Where a topic is declared. */
type Home = "single" | "blue" | "green";

/** One edit of the stack file or of the cluster, of one of a sequence's topics. */
type Edit =
  | {
      kind: "declare";
      topic: number;
      home: Home;
      more: number;
      config: Record<string, string>;
      deletion: "delete" | "retain";
    }
  | { kind: "withdraw"; topic: number }
  | { kind: "setByHand"; topic: number; key: string; value: string }
  | { kind: "deleteByHand"; topic: number };

const managedKey = fc.constantFrom("retention.ms", "segment.bytes", "cleanup.policy");
const values: Record<string, readonly string[]> = {
  "retention.ms": ["1000", "2000"],
  "segment.bytes": ["1048576", "2097152"],
  "cleanup.policy": ["delete", "compact", "compact, delete"],
  "max.message.bytes": ["2000", "3000"],
};
const valueOf = (key: string, choice: number) => values[key]?.[choice % values[key].length] ?? "";
const config = fc
  .uniqueArray(fc.tuple(managedKey, fc.nat(2)), { selector: ([key]) => key })
  .map((pairs) => Object.fromEntries(pairs.map(([key, choice]) => [key, valueOf(key, choice)])));
const topic = fc.nat(2);
const declare = fc.record(
  {
    kind: fc.constant("declare" as const),
    topic,
    home: fc.constantFrom<Home>("single", "blue", "green"),
    more: fc.nat(1),
    config,
    deletion: fc.constantFrom("delete" as const, "retain" as const),
  },
  { noNullPrototype: true },
);
const edit: fc.Arbitrary<Edit> = fc.oneof(
  { weight: 5, arbitrary: declare },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("withdraw" as const), topic }) },
  {
    weight: 2,
    arbitrary: fc
      .record({
        kind: fc.constant("setByHand" as const),
        topic,
        key: fc.constantFrom("retention.ms", "max.message.bytes"),
        choice: fc.nat(1),
      })
      .map(({ choice, ...rest }) => ({ ...rest, value: valueOf(rest.key, choice) })),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("deleteByHand" as const), topic }) },
);

/** What a topic of the model is on the brokers: partitions, and every config that is set on it. */
interface Real {
  partitions: number;
  config: Record<string, string>;
}
interface Spec {
  home: Home;
  partitions: number;
  config: Record<string, string>;
  deletion: "delete" | "retain";
  adopt: boolean;
}

describe("random sequences of edits: the cluster equals the program after each", function () {
  this.timeout(300_000);
  let cluster: BrokerCluster;
  const sessions = testSessions();

  before(async () => {
    cluster = await startKraft();
  });

  after(async () => {
    sessions.close();
    await cluster?.stop();
  });

  it(`${sequences} sequences, ${atOnce} at a time`, async () => {
    let round = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(edit, { minLength: 3, maxLength: 6 }), { minLength: atOnce, maxLength: atOnce }),
        async (many) => {
          round += 1;
          const results = await Promise.allSettled(many.map((edits, index) => play(`r${round}s${index}`, edits)));
          const failed = results.find((result) => result.status === "rejected");
          if (failed !== undefined) throw failed.reason;
        },
      ),
      // A failure is told with its seed; shrinking would take longer than a test may.
      { numRuns: sequences / atOnce, endOnFailure: true, verbose: fc.VerbosityLevel.None, ...seeded() },
    );
  });

  /** The seed is printed in any case, so that a run can be repeated. */
  function seeded(): { seed: number } {
    const seed = Number(Math.floor(Math.random() * 2 ** 31));
    console.log(`      seed ${seed}`);
    return { seed };
  }

  async function play(prefix: string, edits: readonly Edit[]): Promise<void> {
    const engine = new EngineLike();
    const program = new Map<string, Spec>();
    const real = new Map<string, Real>();
    const requests = <T>(use: (all: ReturnType<typeof topicRequests>) => Promise<T>) =>
      sessions.with(cluster.connection, (session) => use(topicRequests(session)));
    /** A run of the engine has its provider in a process of its own. */
    const process = () => {
      const parts = { sessions, owners: new Owners(), progress: { line: () => undefined } };
      const [single, set] = [topicFunctions(parts), topicSetFunctions(parts)];
      return (urn: string) => (urn.startsWith("group ") ? set : single) as Declared["functions"];
    };

    for (const each of edits) {
      const name = `${prefix}-t${each.topic}`;
      let byHand = false;
      if (each.kind === "declare") {
        const old = program.get(name);
        const there = real.get(name);
        const partitions = (there?.partitions ?? 1) + each.more;
        const adopt = there !== undefined && old?.home !== each.home;
        // A topic that its resource keeps loses what it no longer says; a new owner leaves what it finds.
        const managed = old?.home === each.home ? Object.keys(old.config) : [];
        const kept = Object.entries(there?.config ?? {}).filter(([key]) => !managed.includes(key));
        program.set(name, { home: each.home, partitions, config: each.config, deletion: each.deletion, adopt });
        real.set(name, { partitions, config: { ...Object.fromEntries(kept), ...each.config } });
      } else if (each.kind === "withdraw") {
        const old = program.get(name);
        program.delete(name);
        if (old?.deletion === "delete") real.delete(name);
      } else {
        const there = real.get(name);
        if (there === undefined) continue;
        byHand = true;
        await requests(async (all) => {
          if (each.kind === "deleteByHand") {
            await all.remove.add(name);
            await all.gone.add(name);
            const spec = program.get(name);
            if (spec === undefined) real.delete(name);
            else real.set(name, { partitions: spec.partitions, config: spec.config });
          } else {
            const changes = [{ key: each.key, value: each.value }];
            await all.alter.add({ name, changes });
            await all.configured.add({ name, changes });
            if (program.get(name)?.config[each.key] === undefined)
              there.config = { ...there.config, [each.key]: each.value };
          }
        });
      }
      const functionsOf = process();
      if (byHand) await engine.refresh(process());
      const errors = await engine.up(declared(prefix, program, functionsOf), functionsOf);
      assert.deepEqual([...errors], [], `after ${JSON.stringify(each)}`);
      for (const index of [0, 1, 2]) {
        const topicName = `${prefix}-t${index}`;
        const state = await requests((all) => all.describe.add(topicName));
        assert.deepEqual(
          seen(state),
          wanted(real.get(topicName)),
          `${topicName} after ${JSON.stringify(each)} of ${JSON.stringify(edits)}`,
        );
      }
      // The second run has nothing to do.
      const again = process();
      const before = JSON.stringify(engine.stored());
      assert.deepEqual([...(await engine.up(declared(prefix, program, again), again))], []);
      assert.equal(JSON.stringify(engine.stored()), before);
    }
  }

  function declared(
    prefix: string,
    program: ReadonlyMap<string, Spec>,
    functionsOf: (urn: string) => Declared["functions"],
  ): Declared[] {
    const topics = [...program].map(([name, spec]) => {
      const { home, ...own } = spec;
      return { name, home, own: { ...own, replicationFactor: 1 } };
    });
    const singles = topics
      .filter(({ home }) => home === "single")
      .map(({ name, own }) => ({ urn: `topic ${name}`, inputs: { connection: cluster.connection, name, ...own } }));
    const groups = (["blue", "green"] as const).map((home) => ({
      urn: `group ${prefix}-${home}`,
      inputs: {
        connection: cluster.connection,
        name: `${prefix}-${home}`,
        topics: Object.fromEntries(topics.filter((each) => each.home === home).map(({ name, own }) => [name, own])),
        elsewhere: topics.filter((each) => each.home !== home).map(({ name }) => name),
      },
    }));
    return [...groups, ...singles].map(({ urn, inputs }) => ({ urn, inputs, functions: functionsOf(urn) }));
  }
});

function seen(state: TopicState | undefined): object | undefined {
  if (state === undefined) return undefined;
  const own = [...state.config.values()].filter(({ source }) => source === configSource.topic);
  return wanted({
    partitions: state.replicas.length,
    config: Object.fromEntries(own.map(({ key, value }) => [key, value ?? ""])),
  });
}

function wanted(real: Real | undefined): object | undefined {
  if (real === undefined) return undefined;
  const entries = Object.entries(real.config).map(([key, value]) => `${key}=${value.replaceAll(" ", "")}`);
  return { partitions: real.partitions, config: entries.sort() };
}
