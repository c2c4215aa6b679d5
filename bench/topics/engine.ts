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

/** How topics are measured. */
interface MeasureOptions {
  /** Whether an unchanged run and a refresh follow the creation. @default true */
  further?: boolean;
  /** The process behind the resources is started in Pulumi's own way, and not in this project's. @default false */
  plain?: boolean;
}

/** Measures whole runs of one kind and size. */
type Measure = (kind: Kind, count: number, options?: MeasureOptions) => Promise<Costs>;

/** A group of topics beside a provider that does nothing, and how both grow. */
export async function groupFigures(measure: Measure): Promise<Figure[]> {
  const taken: Compared[] = [];
  for (let round = 0; round <= rounds; round++) {
    const plain = await measure("noopSet", 1000, { plain: true });
    const one = { plain, noop: await measure("noopSet", 1000), own: await measure("set", 1000) };
    // The first run fills the caches of the machine.
    if (round > 0) taken.push(one);
  }
  const small = await measure("set", 100, { further: false });
  const large = {
    plain: await measure("noopSet", 5000, { further: false, plain: true }),
    set: await measure("set", 5000, { further: false }),
  };
  const created = median(taken.map(({ own }) => own.create));
  return [
    ...toNoop("`up` creating a group of 1,000 topics", taken, ({ create }) => create, 1.3),
    ...toNoop("unchanged `up` of a group of 1,000", taken, ({ unchanged }) => unchanged, 1.3),
    ...toNoop("`refresh` of a group of 1,000", taken, ({ refresh }) => refresh, 1.3),
    { name: "`up` creating a group of 100", value: small.create, unit: "s" },
    { name: "`up` creating a group of 5,000", value: large.set.create, unit: "s" },
    { name: "… to a provider that does nothing", value: large.set.create / large.plain.create, unit: "×" },
    {
      name: "whole process, 5,000 to 1,000 topics (5 is linear)",
      value: large.set.create / created,
      unit: "×",
      limit: 5,
    },
    { name: "peak memory of the provider's process, a group of 5,000", value: large.set.memory, unit: "MiB" },
    { name: "… a provider that does nothing", value: large.plain.memory, unit: "MiB" },
    { name: "state of a topic in a group", value: median(taken.map(({ own }) => own.state)), unit: "B", limit: 300 },
  ];
}

/** A resource a topic beside the same with a provider that does nothing, and beside one topic a request. */
export async function singleFigures(measure: Measure): Promise<Figure[]> {
  const set = await measure("set", 1000, { further: false });
  const one = await measure("onePerRequest", 1000, { further: false });
  const taken = [
    {
      plain: await measure("noopSingle", 1000, { plain: true }),
      noop: await measure("noopSingle", 1000),
      own: await measure("single", 1000),
    },
  ];
  return [
    {
      name: "`up` creating 1,000 topics, one topic a request (stands for @pulumi/kafka)",
      value: one.create,
      unit: "s",
    },
    { name: "a group of 1,000 to it (a twentieth)", value: set.create / one.create, unit: "×", limit: 0.05 },
    ...toNoop("`up` creating 1,000 single topics", taken, ({ create }) => create, 1.15),
    ...toNoop("unchanged `up` of 1,000 single topics", taken, ({ unchanged }) => unchanged, 1.3),
    ...toNoop("`refresh` of 1,000 single topics", taken, ({ refresh }) => refresh, 1.3),
    { name: "state of a single topic", value: median(taken.map(({ own }) => own.state)), unit: "B", limit: 3000 },
  ];
}

/** Costs of topics in a round, beside those of both providers that do nothing. */
interface Compared {
  plain: Costs;
  noop: Costs;
  own: Costs;
}

/** What something takes, and how that compares with a provider that does nothing, round by round. */
function toNoop(name: string, taken: readonly Compared[], of: (costs: Costs) => number, limit: number): Figure[] {
  const ratio = (to: "plain" | "noop") => median(taken.map((round) => of(round.own) / of(round[to])));
  return [
    { name, value: median(taken.map(({ own }) => of(own))), unit: "s" },
    { name: "… to a provider that does nothing", value: ratio("plain"), unit: "×", limit },
    { name: "… to one that this program's own start starts", value: ratio("noop"), unit: "×" },
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

  const measure: Measure = async (kind, count, { further = true, plain = false } = {}) => {
    const name = `run-${(runs += 1)}`;
    const stack = new PulumiStack({
      project: join(__dirname, plain ? "plain" : "program"),
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
    const refreshes: number[] = [];
    for (let round = 0; further && round < rounds; round++) {
      refreshes.push(await timed(() => stack.refresh("--expect-no-changes")));
    }
    const refresh = median(refreshes);
    await sessions.with(cluster.connection, deleteAll);
    const found = { create, unchanged, refresh, state: state / count, memory: peak };
    say(
      `${kind}${plain ? " (plain)" : ""} ${count}: create ${create.toFixed(1)} s, unchanged ${unchanged.toFixed(1)} s, refresh ${refresh.toFixed(1)} s`,
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
