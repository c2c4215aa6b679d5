import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import { UserError } from "../../../provider/src/errors";
import { configSource } from "../../../provider/src/protocol/configs";
import { PartialFailure } from "../../../provider/src/resource";
import { topicFunctions } from "../../../provider/src/topics/index";
import type { TopicInputs } from "../../../provider/src/topics/inputs";
import { topicRequests } from "../../../provider/src/topics/requests";
import { BrokerCluster, startKraft, startZooKeeper, TestSecrets, testSessions } from "../brokers";
import { RequestGate, requestsOf } from "../brokers/gate";
import { type Declared, EngineLike } from "./EngineLike";
import { eventuallyWithin } from "./eventually";

const eventually = eventuallyWithin(60_000);

type Shape = Pick<TopicInputs, "partitions" | "replicationFactor" | "config">;

/** A kind of request: what a run has before and wants, and what is then on the brokers. */
interface Kind {
  api: number;
  from?: Shape;
  to?: Shape;
}

const plain: Shape = { partitions: 2, replicationFactor: 2, config: {} };
/** What each kind's run goes through; a look at a topic is the refresh of one that nothing changes of. */
const kinds: Record<string, Kind> = {
  create: { api: 19, to: plain },
  alter: { api: 44, from: plain, to: { ...plain, config: { "retention.ms": "7200000" } } },
  partitions: { api: 37, from: plain, to: { ...plain, partitions: 4 } },
  reassign: { api: 45, from: { ...plain, replicationFactor: 1 }, to: plain },
  delete: { api: 20, from: plain },
  describe: { api: 32, from: plain, to: plain },
};
const modes = [
  { mode: "KRaft", start: startKraft, remembers: false },
  // It lets a broker in only when the session of the one that was killed has ended.
  { mode: "ZooKeeper", start: startZooKeeper, remembers: true },
];
/** Those that go to the broker which takes requests for the controller. */
const changes = Object.keys(kinds).filter((kind) => kind !== "describe");

for (const { mode, start, remembers } of modes) {
  describe(`faults at each kind of request, on three brokers: ${mode}`, function () {
    this.timeout(240_000);
    let cluster: BrokerCluster;
    const gates = { changes: new RequestGate(), describe: new RequestGate() };
    const sessionsOver = (gate: RequestGate) =>
      testSessions(new TestSecrets(), { socketFactory: () => gate.socketFactory });
    const sessions = { changes: sessionsOver(gates.changes), describe: sessionsOver(gates.describe) };
    const functions = {
      changes: topicFunctions({ sessions: sessions.changes }),
      describe: topicFunctions({ sessions: sessions.describe }),
    };
    const functionsOf = (kind: string) => (kind === "describe" ? functions.describe : functions.changes);

    const nodeAt = (port: number) => cluster.bootstrap.findIndex((address) => address.endsWith(`:${port}`));
    const inputs = (name: string, shape: Shape, brokers = cluster.bootstrap): TopicInputs => ({
      connection: { ...cluster.connection, brokers },
      name,
      ...shape,
      deletion: "delete",
      adopt: false,
    });

    /** A topic as the brokers have it. */
    const found = (name: string): Promise<Shape | undefined> =>
      sessions.changes.with(cluster.connection, async (session) => {
        const state = await topicRequests(session).describe.add(name);
        if (state === undefined) return undefined;
        const own = [...state.config.values()].filter(({ source }) => source === configSource.topic);
        return {
          partitions: state.replicas.length,
          replicationFactor: state.replicas[0]?.length,
          config: Object.fromEntries(own.map(({ key, value }) => [key, value ?? ""])),
        };
      });

    interface Run {
      name: string;
      to: Shape | undefined;
      /** Does what the kind is about. @returns what failed */
      run: () => Promise<unknown[]>;
      stored: () => number;
    }

    /** One engine for a kind, with the topic as it is before. */
    async function prepared(moment: string, kind: string, brokers?: string[]): Promise<Run> {
      const { from, to } = kinds[kind] ?? {};
      const engine = new EngineLike();
      const name = `${moment}-${kind}`;
      const own = functionsOf(kind) as unknown as Declared["functions"];
      const program = (shape: Shape | undefined): Declared[] =>
        shape === undefined ? [] : [{ urn: name, functions: own, inputs: { ...inputs(name, shape, brokers) } }];
      const up = async (shape: Shape | undefined) => [...(await engine.up(program(shape), () => own)).values()];
      const refresh = async () =>
        engine
          .refresh(() => own)
          .then(
            () => [],
            (error: unknown) => [error],
          );
      assert.deepEqual(await up(from), [], name);
      return { name, to, run: () => (kind === "describe" ? refresh() : up(to)), stored: () => engine.stored().length };
    }

    /** All kinds as they are before, and the node that will get their requests. */
    async function prepare(moment: string): Promise<{ runs: Run[]; victim: number }> {
      const runs = await Promise.all(changes.map((kind) => prepared(moment, kind)));
      const victim = nodeAt(gates.changes.lastPort);
      // A look at topics goes to the first broker that can be reached.
      const brokers = [victim, victim + 1, victim + 2].map((id) => cluster.bootstrap[id % 3] ?? "");
      return { runs: [...runs, await prepared(moment, "describe", brokers)], victim };
    }

    /** What failed at the fault says so in a line of its own, and the next run ends right whatever it was. */
    async function conclude(runs: readonly Run[], results: Promise<unknown[]>[]): Promise<void> {
      for (const error of (await Promise.all(results)).flat()) {
        assert.ok(error instanceof UserError || error instanceof PartialFailure, String(error));
      }
      await Promise.all(
        runs.map(async ({ name, to, run, stored }) => {
          assert.deepEqual(await run(), [], name);
          assert.deepEqual(await found(name), to, name);
          assert.equal(stored(), to === undefined ? 0 : 1, name);
        }),
      );
    }

    const hold = () =>
      Promise.all([
        gates.changes.hold(changes.map((kind) => requestsOf(kinds[kind]?.api ?? -1))),
        gates.describe.hold([requestsOf(kinds.describe?.api ?? -1)]),
      ]);

    /** Starts a killed broker again, as soon as its mode takes it. */
    async function restart(id: number): Promise<void> {
      const counted = () => sessions.changes.with(cluster.connection, (session) => session.describeCluster());
      if (remembers)
        await eventually(async () => assert.ok(!(await counted()).brokers.some(({ nodeId }) => nodeId === id)));
      await cluster.restart(id);
    }

    before(async () => {
      cluster = await start({ nodes: 3 });
    });

    after(async () => {
      for (const each of Object.values(sessions)) each.close();
      await cluster?.stop();
    });

    it("goes on when a broker was killed before, and nobody has noticed yet", async () => {
      const { runs, victim } = await prepare("before");
      await cluster.kill(victim);
      const results = runs.map(({ run }) => run());
      await restart(victim);
      await conclude(runs, results);
    });

    it("goes on when the broker is killed that has just been sent the requests", async () => {
      const { runs, victim } = await prepare("during");
      const held = hold();
      const results = runs.map(({ run }) => run());
      await held;
      void gates.changes.release();
      void gates.describe.release();
      await cluster.kill(victim);
      await restart(victim);
      await conclude(runs, results);
    });

    it("goes on when the broker is killed that has just answered the requests", async () => {
      const { runs, victim } = await prepare("after");
      const held = hold();
      const results = runs.map(({ run }) => run());
      await held;
      await Promise.all([gates.changes.release(), gates.describe.release()]);
      await cluster.kill(victim);
      await restart(victim);
      await conclude(runs, results);
    });

    it("goes on when the connections break after the requests were sent and before the answers came", async () => {
      const { runs } = await prepare("cut");
      const held = hold();
      const results = runs.map(({ run }) => run());
      await held;
      await Promise.all([gates.changes.releaseAndCut(500), gates.describe.releaseAndCut(500)]);
      await conclude(runs, results);
    });
  });
}
