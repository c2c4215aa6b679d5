import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { poll } from "../../commands/deadline";
import { identify } from "../../commands/identity";
import { cgroupName, ClusterPlan } from "./plan";
import { kill } from "./processes";

const ROOT = "/sys/fs/cgroup";

/** Version 2 has one tree; version 1 has one for each controller. */
const isVersion2 = () => existsSync(join(ROOT, "cgroup.controllers"));

function trees(): string[] {
  if (isVersion2()) return [ROOT];
  return readdirSync(ROOT, { withFileTypes: true })
    .filter((item) => item.isDirectory() && existsSync(join(ROOT, item.name, "cgroup.procs")))
    .map((item) => join(ROOT, item.name));
}

/** The kubelet wants its node's cgroup to exist in every tree. */
export function createCgroups(plan: ClusterPlan): void {
  for (const tree of trees()) {
    if (isVersion2()) delegate(tree);
    for (const node of plan.nodes) {
      let folder = tree;
      for (const part of node.cgroup.split("/")) {
        const parent = folder;
        folder = join(folder, part);
        mkdirSync(folder, { recursive: true });
        // A new cpuset (version 1) is empty, and a process can't join one that allows it no core and no memory.
        for (const file of ["cpuset.cpus", "cpuset.mems"]) {
          if (!isVersion2() && existsSync(join(folder, file))) {
            writeFileSync(join(folder, file), readFileSync(join(parent, file)));
          }
        }
        if (isVersion2() && part !== node.name) delegate(folder);
      }
    }
  }
}

/** Lets the cgroups below use what this one has (version 2). */
function delegate(folder: string): void {
  const controllers = readFileSync(join(folder, "cgroup.controllers"), "utf8").trim().split(" ").filter(Boolean);
  writeFileSync(join(folder, "cgroup.subtree_control"), controllers.map((name) => `+${name}`).join(" "));
}

/** Ends every process of every container, and removes the cgroups. Once the kubelet is gone nobody starts new ones. */
export async function removeCgroups(slot: number): Promise<void> {
  const roots = trees()
    .map((tree) => join(tree, cgroupName(slot)))
    .filter((folder) => existsSync(folder));
  const pids = new Set(roots.flatMap(foldersBelow).flatMap(members));
  await kill([...pids].map(identify).filter((identity) => identity !== undefined));
  for (const folder of roots.flatMap(foldersBelow).reverse()) {
    // The kernel takes a moment to notice that the last member ended.
    await poll(() => removed(folder), { what: `the removal of ${folder}`, timeout: 10_000, interval: 20 });
  }
}

function removed(folder: string): true | undefined {
  try {
    rmdirSync(folder);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return true;
    if (code === "EBUSY" || code === "ENOTEMPTY") return undefined;
    throw error;
  }
}

/** The folder itself, then what is in it: parents before children. */
function foldersBelow(folder: string): string[] {
  const inside = readdirSync(folder, { withFileTypes: true }).filter((item) => item.isDirectory());
  return [folder, ...inside.flatMap((item) => foldersBelow(join(folder, item.name)))];
}

function members(folder: string): number[] {
  return readFileSync(join(folder, "cgroup.procs"), "utf8").split("\n").filter(Boolean).map(Number);
}
