import { readdirSync, readFileSync } from "node:fs";

/** Bytes of a page of memory on Linux for x86-64 and arm64 (as commonly configured). */
const PAGE = 4_096;

/** Looks every 50 ms at the memory of a process and all below it, until the peak is asked for. */
export function watchMemory(root: number): { peak: () => number } {
  let most = 0;
  const timer = setInterval(() => (most = Math.max(most, residentOf(root))), 50);
  return {
    peak: () => {
      clearInterval(timer);
      return most / 2 ** 20;
    },
  };
}

function residentOf(root: number): number {
  const processes = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap(statusOf);
  const children = Map.groupBy(processes, ({ parent }) => parent);
  const resident = new Map(processes.map(({ pid, bytes }) => [pid, bytes]));
  const below = (pid: number): number =>
    (children.get(pid) ?? []).reduce((sum, child) => sum + below(child.pid), resident.get(pid) ?? 0);
  return below(root);
}

function statusOf(name: string): { pid: number; parent: number; bytes: number }[] {
  try {
    const stat = readFileSync(`/proc/${name}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return [{ pid: Number(name), parent: Number(fields[1]), bytes: Number(fields[21]) * PAGE }];
  } catch {
    // A process that ended since the folder was read.
    return [];
  }
}
