import { readdirSync, readFileSync } from "node:fs";

/** Looks every 50 ms for the process of dynamic resources of one run, until its peak is asked for, in MiB. */
export function watchProviderMemory(marker: string): { peak: () => number } {
  let most = 0;
  const timer = setInterval(() => {
    for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name)))
      most = Math.max(most, peakOf(pid, marker));
  }, 50);
  return {
    peak: () => {
      clearInterval(timer);
      return most / 1024;
    },
  };
}

/** The most memory in KiB that a process ever held, as the kernel counts it; 0 for every other process. */
function peakOf(pid: string, marker: string): number {
  try {
    if (!readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("dynamic-provider")) return 0;
    if (!readFileSync(`/proc/${pid}/environ`, "latin1").includes(marker)) return 0;
    return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0);
  } catch {
    // A process that ended since the folder was read.
    return 0;
  }
}
