import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEnvironment } from "../test/e2e/environment";
import { PulumiStack } from "../test/engine/PulumiStack";
import { versions } from "../tools/versions";
import type { Measured } from "./figures";
import { median } from "./figures";
import { programStart } from "./programStart";
import { watchMemory } from "./watchMemory";

/** Measured runs of each of the two, after one that is not counted. */
const ROUNDS = 7;

interface Cost {
  seconds: number;
  /** Most memory that all processes of a preview held at one time, in MiB. */
  mebibytes: number;
}

/**
 * `pulumi preview` of the unchanged prod stack against that of a program with one ConfigMap, in turn, on one cluster with both
 * deployed, and the time from the program's first import to its first registration.
 */
export async function previewBench(): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), "kafka-bare-"));
  // Before there are brokers: they would take their share of the cores.
  const starts = await programStart(ROUNDS, folder);
  const environment = await startEnvironment("bench", 3);
  try {
    const prod = environment.stack;
    await prod.up();
    const bare = new PulumiStack({
      project: join(__dirname, "bare"),
      name: "bare",
      folder,
      config: { "kubernetes:context": environment.cluster.context },
      env: environment.env,
    });
    await bare.init();
    await bare.up();
    const costs: { prod: Cost; bare: Cost }[] = [];
    for (let round = 0; round <= ROUNDS; round++) {
      const pair = { prod: await cost(prod), bare: await cost(bare) };
      if (round > 0) costs.push(pair);
    }
    return {
      figures: [
        { name: "preview of the unchanged prod stack", value: median(costs.map((c) => c.prod.seconds)), unit: "s" },
        { name: "preview of one ConfigMap", value: median(costs.map((c) => c.bare.seconds)), unit: "s" },
        {
          name: "prod to one ConfigMap, pair by pair",
          value: median(costs.map((c) => c.prod.seconds / c.bare.seconds)),
          unit: "×",
          limit: 1.5,
        },
        { name: "program's own start, import to first registration", value: median(starts), unit: "s", limit: 1 },
        { name: "peak memory of all processes, prod", value: median(costs.map((c) => c.prod.mebibytes)), unit: "MiB" },
        {
          name: "peak memory of all processes, one ConfigMap",
          value: median(costs.map((c) => c.bare.mebibytes)),
          unit: "MiB",
        },
      ],
      method: `Medians of ${ROUNDS} rounds after one that is not counted; in each round one preview of either, so that a drift of the machine meets both. Three nodes on this machine, prod deployed with three brokers, five topics and five users; the stand-in chart from a local folder. Memory is the sum over the processes of a preview (engine, language host, program, plugins), looked at every 50 ms. The program's own start is measured before the cluster is started, in processes of their own, as Pulumi.yaml has it.`,
      versions: {
        node: process.versions.node,
        pulumi: versions.tools.pulumi.version,
        kubernetes: versions.tools.kubernetes.version,
      },
    };
  } finally {
    await environment.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function cost(stack: PulumiStack): Promise<Cost> {
  const start = performance.now();
  const { child, ended } = stack.startPreview("--expect-no-changes");
  const memory = watchMemory(child.pid!);
  const { code, output } = await ended;
  const seconds = (performance.now() - start) / 1_000;
  const mebibytes = memory.peak();
  if (code !== 0) throw new Error(`the stack is not unchanged:\n${output}`);
  return { seconds, mebibytes };
}
