import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import type { Cluster } from "../../local/cluster";
import { startCluster } from "../../local/cluster";
import { createProgress } from "../../commands/progress";
import { ensureTools } from "../../tools";
import { PulumiStack } from "../engine/PulumiStack";

const checkout = join(__dirname, "..", "..");

/** The stack file's configuration with a test's own over it, section by section. */
export function stackConfig(stack: string, overrides: Record<string, object>): Record<string, unknown> {
  const { config } = parse(readFileSync(join(checkout, `Pulumi.${stack}.yaml`), "utf8")) as {
    config: Record<string, unknown>;
  };
  const merged = Object.entries(overrides).map(([key, own]) => [key, { ...(config[key] as object), ...own }]);
  return { ...config, ...Object.fromEntries(merged) };
}

/** Three nodes with real pods, and the program's prod stack on it, not deployed yet. */
export interface Environment {
  cluster: Cluster;
  stack: PulumiStack;
  /** The tools on PATH, for kubectl. */
  env: NodeJS.ProcessEnv;
  /** What the stack says here: prod, but on this cluster, with the stand-in chart and the images made here. */
  overrides: Record<string, object>;
  stop(): Promise<void>;
}

/** Starts the {@link Environment}. Whatever goes wrong later, `stop` removes all of it. */
export async function startEnvironment(name: string, nodes: number): Promise<Environment> {
  const progress = createProgress();
  const tools = await ensureTools(progress);
  const folder = await mkdtemp(join(tmpdir(), `kafka-${name}-`));
  const cluster = await startCluster({ name, nodes, progress });
  const env = { ...process.env, ...tools.env, KUBECONFIG: cluster.kubeconfig };
  const overrides = {
    "kafka:kubernetes": { context: cluster.context },
    "kafka:chart": { path: "local/chart" },
    "kafka:images": { registry: "registry.local" },
    "kafka:cluster": {
      ...(stackConfig("prod", {})["kafka:cluster"] as object),
      storage: { size: "100Gi", class: "local" },
    },
    // The Kafka exporter's image can be had from no package registry.
    "kafka:monitoring": { metrics: true, kafkaExporter: false },
  };
  const stack = new PulumiStack({
    project: checkout,
    name: "prod",
    folder,
    config: stackConfig("prod", overrides),
    env,
  });
  await stack.init();
  return {
    cluster,
    stack,
    env,
    overrides,
    stop: async () => {
      await cluster.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
