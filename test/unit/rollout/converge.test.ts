import assert from "node:assert/strict";
import fc from "fast-check";
import { UserError } from "../../../provider/src/errors";
import { converge } from "../../../provider/src/rollout/converge";
import type { Options } from "../../../provider/src/rollout/planner";
import { plans } from "./plans";
import { podName, SimulatedCluster, type Plan } from "./SimulatedCluster";

const three: Plan = {
  brokers: 3,
  replicationFactor: 3,
  partitions: 6,
  controller: 1,
  outdated: [true, true, true],
  delays: Array.from({ length: 3 }, () => ({ recreate: 2, ready: 10, register: 3, catchUp: 1 })),
  crashedAtStart: [false, false, false],
  newIsBroken: false,
  accidents: [],
};

async function run(plan: Plan, timeoutSeconds = 600, cancelled: (cluster: SimulatedCluster) => boolean = () => false) {
  const cluster = new SimulatedCluster(plan);
  const options: Options = { brokers: plan.brokers, timeoutSeconds, hungSeconds: 300 };
  const lines: string[] = [];
  const error = await converge(cluster, options, { line: (text) => lines.push(text) }, () => cancelled(cluster)).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error !== undefined && !(error instanceof UserError)) throw error;
  return { cluster, lines, error: error?.message };
}

describe("rollout: a whole run", () => {
  it("restarts every old broker once, the active controller last, and says so", async () => {
    const { cluster, lines, error } = await run(three);
    assert.equal(error, undefined);
    assert.deepEqual(cluster.restarts, [podName(2), podName(0), podName(1)]);
    assert.deepEqual(
      lines.filter((line) => line.startsWith("restarting")),
      [
        "restarting kafka-controller-2 (1 of 3)",
        "restarting kafka-controller-0 (2 of 3)",
        "restarting kafka-controller-1 (3 of 3), which leads",
      ],
    );
    assert.ok(
      lines.some((line) => /^waiting for every ISR to be full \(.*\); \d+ partitions? still catching up$/.test(line)),
    );
    assert.equal(lines.at(-1), "all 3 brokers at the newest revision and in sync; 3 pods restarted");
  });

  it("ends before the next restart when it is cancelled, once the broker that it restarted is back", async () => {
    const { cluster, error } = await run(three, 600, ({ restarts }) => restarts.length > 0);
    assert.deepEqual(cluster.restarts, [podName(2)]);
    assert.equal(
      error,
      "the rollout of Kafka stopped: it was cancelled; 1 pod restarted, 2 left at an old revision; the next `pulumi up` resumes",
    );
    const { pods } = await cluster.look();
    assert.ok(pods.every(({ state }) => state === "ready"));
  });

  it("ends at once when it is cancelled before it restarted anything", async () => {
    const { cluster, error } = await run(three, 600, () => true);
    assert.deepEqual(cluster.restarts, []);
    assert.match(error ?? "", /cancelled; 0 pods restarted, 3 left/);
  });

  it("ends well when it is cancelled after the last restart", async () => {
    const { cluster, error } = await run(three, 600, ({ restarts }) => restarts.length === 3);
    assert.deepEqual([cluster.restarts.length, error], [3, undefined]);
  });

  it("waits for a first install and restarts nothing", async () => {
    const { cluster, lines, error } = await run({
      ...three,
      outdated: [false, false, false],
      accidents: [{ broker: 0, at: 0 }],
    });
    assert.equal(error, undefined);
    assert.deepEqual(cluster.restarts, []);
    assert.equal(lines.at(-1), "all 3 brokers at the newest revision and in sync; no restart was needed");
  });

  it("restarts a single broker, and says which partitions that costs", async () => {
    const { lines, error } = await run({ ...three, brokers: 1, replicationFactor: 1, controller: 0, outdated: [true] });
    assert.equal(error, undefined);
    assert.ok(
      lines.includes("6 partitions with one replica are unavailable while kafka-controller-0 restarts"),
      lines.join("\n"),
    );
  });

  it("stops at the first broker that the new revision breaks, in one line", async () => {
    const { cluster, error } = await run({ ...three, newIsBroken: true });
    assert.deepEqual(cluster.restarts, [podName(2)]);
    assert.ok(cluster.now() < 120, `it took ${cluster.now()} s to tell`);
    assert.equal(
      error,
      "the rollout of Kafka stopped: kafka-controller-2: CrashLoopBackOff in container kafka (exit code 1); its last log line: " +
        "Invalid value nonsense for configuration compression.type; nothing more is restarted; once that is put right, the next " +
        "`pulumi up` goes on from here",
    );
  });

  it("mends the broker that the old revision broke before it touches any other", async () => {
    const { cluster, lines, error } = await run({ ...three, crashedAtStart: [true, false, false] });
    assert.equal(error, undefined);
    assert.deepEqual(cluster.restarts, [podName(0), podName(2), podName(1)]);
    assert.ok(
      lines.includes("restarting kafka-controller-0 (1 of 3), which is down at an old revision"),
      lines.join("\n"),
    );
  });

  it("mends brokers that are all down, though none comes up without the others", async () => {
    const { cluster, error } = await run({ ...three, crashedAtStart: [true, true, true] });
    assert.equal(error, undefined);
    assert.equal(cluster.restarts.length, 3);
  });

  it("names the broker and how many partitions are behind when the time is over", async () => {
    const slow = three.delays.map((delay) => ({ ...delay, catchUp: 1000 }));
    const { cluster, error } = await run({ ...three, delays: slow });
    assert.deepEqual(cluster.restarts, [podName(2)]);
    assert.match(
      error ?? "",
      /^the rollout of Kafka stopped: after 600 s still waiting for every ISR to be full \(t-0, t-1, t-2 and 3 more\); 6 partitions still catching up; nothing more is restarted; the next `pulumi up` resumes$/,
    );
  });
});

describe("rollout: any cluster", () => {
  // The simulation itself asserts at each restart: never a second broker down, never a partition out of sync, the controller last.
  it("without faults every old pod is restarted once, no other, and all is healthy at the end", () =>
    fc.assert(
      fc.asyncProperty(plans("none"), async (plan) => {
        const { cluster, error } = await run(plan);
        assert.equal(error, undefined);
        const old = plan.outdated.flatMap((outdated, id) => (outdated ? [podName(id)] : []));
        assert.deepEqual([...cluster.restarts].sort(), old);
        assert.ok(cluster.allNew && cluster.healthy);
      }),
      { numRuns: 300 },
    )).timeout(60_000);

  it("with faults it keeps its promises, and ends healthy or with one line", () =>
    fc.assert(
      fc.asyncProperty(plans("some"), async (plan) => {
        const { cluster, error } = await run(plan);
        if (error === undefined) assert.ok(cluster.allNew && cluster.healthy);
        else assert.match(error, /^the rollout of Kafka stopped: [^\n]+$/);
      }),
      { numRuns: 500 },
    )).timeout(60_000);

  it("a second run after a broken revision was corrected mends and finishes", () =>
    fc.assert(
      fc.asyncProperty(plans("some"), async (plan) => {
        const { error } = await run({ ...plan, newIsBroken: false, accidents: [] });
        assert.equal(error, undefined);
      }),
      { numRuns: 300 },
    )).timeout(60_000);
});
