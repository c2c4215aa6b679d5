import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import type { Cluster } from "../../local/cluster";
import { startCluster } from "../../local/cluster";
import { createProgress } from "../../commands/progress";
import { ensureTools } from "../../tools";
import { oldDashboard } from "../dashboards/oldDashboard";
import { Site } from "../dashboards/Site";
import { Kubectl } from "../engine/Kubectl";
import { installOperatorKinds } from "../engine/operatorKinds";
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

/** What of the prod stack's monitoring is changed here. */
interface ProdMonitoring {
  dashboards: { list: object[] };
}

/** Three nodes with real pods, and the program's prod stack on it, not deployed yet. */
export interface Environment {
  cluster: Cluster;
  stack: PulumiStack;
  /** The tools on PATH, for kubectl. */
  env: NodeJS.ProcessEnv;
  /** Where its state is: stacks that refer to it are made in the same folder. */
  folder: string;
  /** What the stack says here: prod, but on this cluster, with the stand-in chart and the images made here. */
  overrides: Record<string, object>;
  /** The dashboard site that the stack asks. */
  site: Site;
  stop(): Promise<void>;
}

/**
 * Starts the {@link Environment}. Whatever goes wrong later, `stop` removes all of it.
 *
 * @param images archives with further images for the nodes
 * @param users users beside those of the stack file
 * @param userGroups groups of users, of which the stack file has none
 */
export async function startEnvironment(
  name: string,
  nodes: number,
  { images = [], users = {}, userGroups = {} }: { images?: string[]; users?: object; userGroups?: object } = {},
): Promise<Environment> {
  const progress = createProgress();
  const tools = await ensureTools(progress);
  const folder = await mkdtemp(join(tmpdir(), `kafka-${name}-`));
  const cluster = await startCluster({ name, nodes, progress, images });
  const env = { ...process.env, ...tools.env, KUBECONFIG: cluster.kubeconfig };
  const site = await Site.start({ "7589/5": JSON.stringify(oldDashboard()) });
  const stop = async (): Promise<void> => {
    await site.stop();
    await cluster.stop();
    await rm(folder, { recursive: true, force: true });
  };
  const prodMonitoring = stackConfig("prod", {})["kafka:monitoring"] as ProdMonitoring;
  const overrides = {
    "kafka:kubernetes": { context: cluster.context },
    "kafka:chart": { path: "local/chart" },
    "kafka:images": { registry: "registry.local" },
    "kafka:cluster": {
      ...(stackConfig("prod", {})["kafka:cluster"] as object),
      storage: { size: "100Gi", class: "local" },
    },
    "kafka:users": users,
    "kafka:userGroups": userGroups,
    "kafka:monitoring": {
      ...prodMonitoring,
      // The Kafka exporter's image can be had from no package registry, so no pod can run it here. All else is prod's own.
      kafkaExporter: false,
      // The site is one on loopback, which has a dashboard under 7589's number and nothing under that of the optional one.
      dashboards: {
        ...prodMonitoring.dashboards,
        site: site.address,
        list: prodMonitoring.dashboards.list.map((each) => ({ ...each, sha256: undefined })),
      },
    },
  };
  const stack = new PulumiStack({
    project: checkout,
    name: "prod",
    folder,
    config: stackConfig("prod", overrides),
    env,
  });
  try {
    await installOperatorKinds(new Kubectl(env, cluster.context, "default"));
    await stack.init();
  } catch (error) {
    await stop();
    throw error;
  }
  return { cluster, stack, env, folder, overrides, site, stop };
}
