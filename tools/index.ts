import { mkdirSync, symlinkSync } from "node:fs";
import { delimiter, join } from "node:path";
import { cachedFolder } from "./cache";
import { Progress } from "../commands/progress";
import { helm, kubectl } from "./kubernetes";
import { obtain, Obtained } from "./obtain";
import { parallelism } from "./parallelism";
import { kubernetesPlugin, pulumiCli, randomPlugin } from "./pulumi";
import { Tool } from "./tool";

/** The tools, ready for use. */
export interface ToolSet {
  /** A folder with the executables that are not on PATH anyway. */
  bin: string;
  /** PATH with that folder in front, and Pulumi's settings: the environment for everything that this project starts. */
  env: Record<string, string>;
  /** Which way each tool came. */
  obtained: Obtained[];
}

const all: Tool[] = [pulumiCli, randomPlugin, kubernetesPlugin, kubectl, helm];
const plugins = new Set([randomPlugin, kubernetesPlugin]);

/** Gets every tool that the main job needs. */
export async function ensureTools(progress: Progress): Promise<ToolSet> {
  const obtained: Obtained[] = [];
  // One after the other: each Go build uses all cores, and the kubernetes plugin alone needs 4.5 GB of memory.
  for (const tool of all) obtained.push(await obtain(tool, progress));
  const entry = { name: "toolset", version: "1", recipe: [], inputs: obtained.map(({ folder }) => folder) };
  const set = await cachedFolder(entry, progress, async (folder) => layOut(folder, obtained));
  const bin = join(set, "bin");
  const env = {
    PATH: [bin, process.env.PATH ?? ""].join(delimiter),
    PULUMI_HOME: join(set, "home"),
    PULUMI_SKIP_UPDATE_CHECK: "true",
    // A plugin that is missing fails at once instead of after 42 s of retries against a site that may not be reachable.
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    ...parallelism(),
  };
  return { bin, env, obtained };
}

/** The path of kubectl alone, for a cluster without Pulumi. */
export async function ensureKubectl(progress: Progress): Promise<string> {
  return join((await obtain(kubectl, progress)).folder, "kubectl");
}

/** The path of helm alone, for rendering without a cluster. */
export async function ensureHelm(progress: Progress): Promise<string> {
  return join((await obtain(helm, progress)).folder, "helm");
}

function layOut(folder: string, obtained: Obtained[]): void {
  const bin = join(folder, "bin");
  mkdirSync(bin);
  for (const { tool, way, folder: from } of obtained) {
    // Pulumi takes a plugin without a warning about its version only from its own folder, which must be a real one: a link to
    // a folder is not looked into. The executable inside may be a link.
    const plugin = join(folder, "home", "plugins", `${tool.files[0]?.replace("pulumi-", "")}-v${tool.version}`);
    const target = plugins.has(tool) ? plugin : way === "path" ? undefined : bin;
    if (!target) continue;
    mkdirSync(target, { recursive: true });
    for (const file of tool.files) symlinkSync(join(from, file), join(target, file));
  }
}
