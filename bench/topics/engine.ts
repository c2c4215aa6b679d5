import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startApiServer } from "../../local/cluster";
import type { Progress } from "../../commands/progress";
import { ensureTools } from "../../tools";
import { Kubectl } from "../../test/engine/Kubectl";
import { PulumiStack } from "../../test/engine/PulumiStack";
import type { BrokerCluster } from "../../test/integration/brokers";
import { namespace, operator, operatorSecret, testSessions } from "../../test/integration/brokers";
import type { Figure } from "../figures";
import { median } from "../figures";
import { timed } from "./clock";
import { watchProviderMemory } from "./providerMemory";
import { deleteAll } from "./raw";
import { topic } from "./topic";

type Kind = "set" | "single" | "noopSet" | "noopSingle" | "onePerRequest";

/** Rounds that are counted, where a run takes seconds. */
const rounds = 3;

/** Seconds of whole `pulumi` processes, and what stays behind. */
interface Costs {
  create: number;
  unchanged: number;
  refresh: number;
  /** Bytes of the state's resources of this program, for each topic. */
  state: number;
  /** Peak of the provider's process at the creation, in MiB. */
  memory: number;
}

/** Measures whole runs of one kind and size. */
type Measure = (kind: Kind, count: number, further?: boolean) => Promise<Costs>;

/** A group of topics beside a provider that does nothing, and how both grow. */
export async function groupFigures(measure: Measure): Promise<Figure[]> {
  const pairs: { noop: Costs; set: Costs }[] = [];
  for (let round = 0; round <= rounds; round++) {
    const pair = { noop: await measure("noopSet", 1000), set: await measure("set", 1000) };
    // The first run fills the caches of the machine.
    if (round > 0) pairs.push(pair);
  }
  const small = await measure("set", 100, false);
  const large = { noop: await measure("noopSet", 5000, false), set: await measure("set", 5000, false) };
  const set = (of: (each: Costs) => number) => median(pairs.map((pair) => of(pair.set)));
  const toNoop = (of: (each: Costs) => number) => median(pairs.map((pair) => of(pair.set) / of(pair.noop)));
  const created = set((each) => each.create);
  return [
    { name: "`up` creating a group of 1,000 topics", value: created, unit: "s" },
    { name: "… to a provider that does nothing", value: toNoop((each) => each.create), unit: "×", limit: 1.3 },
    { name: "unchanged `up` of a group of 1,000", value: set((each) => each.unchanged), unit: "s" },
    { name: "… to a provider that does nothing", value: toNoop((each) => each.unchanged), unit: "×", limit: 1.3 },
    { name: "`refresh` of a group of 1,000", value: set((each) => each.refresh), unit: "s" },
    { name: "… to a provider that does nothing", value: toNoop((each) => each.refresh), unit: "×", limit: 1.3 },
    { name: "`up` creating a group of 100", value: small.create, unit: "s" },
    { name: "`up` creating a group of 5,000", value: large.set.create, unit: "s" },
    { name: "… to a provider that does nothing", value: large.set.create / large.noop.create, unit: "×" },
    {
      name: "whole process, 5,000 to 1,000 topics (5 is linear)",
      value: large.set.create / created,
      unit: "×",
      limit: 5,
    },
    { name: "peak memory of the provider's process, a group of 5,000", value: large.set.memory, unit: "MiB" },
    { name: "… a provider that does nothing", value: large.noop.memory, unit: "MiB" },
    { name: "state of a topic in a group", value: set((each) => each.state), unit: "B", limit: 300 },
  ];
}

/** A resource a topic beside the same with a provider that does nothing, and beside one topic a request. */
export async function singleFigures(measure: Measure): Promise<Figure[]> {
  const set = await measure("set", 1000, false);
  const one = await measure("onePerRequest", 1000, false);
  const noop = await measure("noopSingle", 1000);
  const own = await measure("single", 1000);
  return [
    {
      name: "`up` creating 1,000 topics, one topic a request (stands for @pulumi/kafka)",
      value: one.create,
      unit: "s",
    },
    { name: "a group of 1,000 to it (a twentieth)", value: set.create / one.create, unit: "×", limit: 0.05 },
    { name: "`up` creating 1,000 single topics", value: own.create, unit: "s" },
    { name: "… to a provider that does nothing", value: own.create / noop.create, unit: "×", limit: 1.15 },
    { name: "unchanged `up` of 1,000 single topics", value: own.unchanged, unit: "s" },
    { name: "… to a provider that does nothing", value: own.unchanged / noop.unchanged, unit: "×", limit: 1.3 },
    { name: "`refresh` of 1,000 single topics", value: own.refresh, unit: "s" },
    { name: "… to a provider that does nothing", value: own.refresh / noop.refresh, unit: "×", limit: 1.3 },
    { name: "state of a single topic", value: own.state, unit: "B", limit: 3000 },
  ];
}

/** Runs the real engine on a file backend against the brokers, each time with a stack of its own. */
export async function withEngine<T>(
  cluster: BrokerCluster,
  progress: Progress,
  say: (line: string) => void,
  use: (measure: Measure) => Promise<T>,
): Promise<T> {
  const tools = await ensureTools(progress);
  const folder = mkdtempSync(join(tmpdir(), "kafka-bench-topics-"));
  const api = await startApiServer({ name: "bench-topics", progress });
  const sessions = testSessions();
  const env = { ...process.env, ...tools.env, KUBECONFIG: api.kubeconfig };
  let runs = 0;

  const measure: Measure = async (kind, count, further = true) => {
    const name = `run-${(runs += 1)}`;
    const stack = new PulumiStack({
      project: join(__dirname, "program"),
      name,
      folder: mkdtempSync(join(folder, `${name}-`)),
      config: {
        "bench:kind": kind,
        "bench:count": String(count),
        "bench:prefix": name,
        "bench:topic": topic,
        "bench:connection": {
          ...cluster.connection,
          kubernetes: { context: api.context, kubeconfig: api.kubeconfig, namespace },
        },
      },
      env: { ...env, BENCH_RUN: name },
    });
    await stack.init();
    const memory = watchProviderMemory(`BENCH_RUN=${name}\0`);
    const create = await timed(() => stack.up());
    const peak = memory.peak();
    const { checkpoint } = JSON.parse(stack.state()) as { checkpoint: { latest: { resources: { type: string }[] } } };
    const state = checkpoint.latest.resources
      .filter(({ type }) => type.startsWith("pulumi-nodejs:dynamic/"))
      .reduce((bytes, resource) => bytes + JSON.stringify(resource).length, 0);
    const unchanged = further ? await timed(() => stack.up("--expect-no-changes")) : NaN;
    const refresh = further ? await timed(() => stack.refresh("--expect-no-changes")) : NaN;
    await sessions.with(cluster.connection, deleteAll);
    const found = { create, unchanged, refresh, state: state / count, memory: peak };
    say(
      `${kind} ${count}: create ${create.toFixed(1)} s, unchanged ${unchanged.toFixed(1)} s, refresh ${refresh.toFixed(1)} s`,
    );
    return found;
  };

  try {
    const kubectl = new Kubectl(env, api.context, namespace);
    await kubectl.run("create", "namespace", namespace);
    await kubectl.apply({
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: operatorSecret, namespace },
      stringData: operator,
    });
    return await use(measure);
  } finally {
    sessions.close();
    await api.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
