import { cacheFolder } from "../tools/cache";
import { stopAllClusters } from "./cluster";
import { runMain } from "../commands/failure";
import { downHelp, parseDown } from "./options";
import { createProgress } from "../commands/progress";
import { Stack } from "./stack";
import { rememberedCluster, removeStackState } from "./state";
import { ensureTools } from "../tools";

/** Removes everything that the local run started. What is gone already is no error. */
async function down(args: string[]): Promise<void> {
  if (parseDown(args).help) return console.log(downHelp);
  const progress = createProgress();
  const deployed = rememberedCluster();
  if (deployed?.kind === "named") {
    // That cluster stays, so the stack's objects are taken out of it one by one.
    const tools = await ensureTools(progress);
    process.env.PATH = tools.env.PATH;
    await new Stack(tools).destroy();
  }
  const stopped = await stopAllClusters(progress);
  const removed = removeStackState();
  const lines = [...stopped.map((context) => `cluster ${context}`), ...removed];
  console.log(lines.length > 0 ? `Removed:\n  ${lines.join("\n  ")}` : "There was nothing to remove.");
  console.log(`The cache of tools and images stays: ${cacheFolder()}`);
}

runMain(() => down(process.argv.slice(2)));
