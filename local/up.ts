import { chartReachable, overridesFor } from "./chart-source";
import { Cluster, startCluster } from "./cluster";
import { runMain } from "../commands/failure";
import { parseUp, upHelp } from "./options";
import { createProgress, duration, Progress } from "../commands/progress";
import { proveStack } from "./stack-proof";
import { Stack } from "./stack";
import { rememberCluster, rememberedCluster, removeStackState } from "./state";
import { ensureTools, ToolSet } from "../tools";

/** The one command: tools, cluster, images, the stack `local`, and the proof that it works. */
async function up(args: string[]): Promise<void> {
  const options = parseUp(args);
  if (options.help) return console.log(upHelp);
  const start = Date.now();
  const progress = createProgress();
  const tools = await ensureTools(progress);
  process.env.PATH = tools.env.PATH;
  showWays(tools, progress);

  const cluster = await startCluster({ ...options, progress });
  forgetOldStack(cluster, progress);
  const online = await chartReachable();
  if (!online) progress.info("the chart's registry can't be reached: using local/chart with images made here");

  const stack = new Stack(tools);
  await stack.prepare(overridesFor(cluster, online), progress);
  await stack.up();
  await proveStack(stack, cluster, progress);
  showHowToGoOn(cluster);
  console.log(`\nDone in ${duration(Date.now() - start)}.`);
}

function showWays({ obtained }: ToolSet, progress: Progress): void {
  for (const { tool, way } of obtained) {
    const words = { path: "the one on PATH", vendor: "the vendor's download", build: tool.build.how };
    progress.info(`${tool.name}${way === "path" ? "" : ` ${tool.version}`}: ${words[way]}`);
  }
}

/** The state of a stack whose cluster is gone describes nothing. */
function forgetOldStack(cluster: Cluster, progress: Progress): void {
  const before = rememberedCluster();
  if (before && before.kind !== "named" && (cluster.created || before.context !== cluster.context)) {
    progress.info("the cluster is new: the state of the stack that was on the old one is removed");
    removeStackState();
  }
  rememberCluster({ kind: cluster.kind, context: cluster.context, kubeconfig: cluster.kubeconfig });
}

function showHowToGoOn({ kubeconfig, context }: Cluster): void {
  console.log(`
How to go on:
  export KUBECONFIG=${kubeconfig}
  kubectl --context ${context} -n middleware get pods
  npm run local          again after a change: seconds where nothing changed
  npm run local:down     removes everything`);
}

runMain(() => up(process.argv.slice(2)));
