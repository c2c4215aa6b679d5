import { readdirSync, readFileSync } from "node:fs";

/**
 * The processes that were started with a text in their environment. A killed engine leaves its plugins behind in process groups of their
 * own; the folder of a test's state, which only that test has, tells whose they are.
 */
export function processesWith(text: string): number[] {
  return running()
    .filter((name) => told(name, "environ").includes(text))
    .map(Number);
}

/** Kills the processes that were started with a text in their environment. @returns how many there were */
export function killProcessesWith(text: string): number {
  const processes = processesWith(text);
  for (const pid of processes) {
    try {
      process.kill(pid, "SIGKILL");
    } catch (error) {
      // It ended since it was found.
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
  }
  return processes.length;
}

/** The arguments of every process of this machine, those in pods of its own cluster among them. */
export function processArguments(): string {
  return running()
    .map((name) => told(name, "cmdline"))
    .join("\n");
}

const running = (): string[] => readdirSync("/proc").filter((name) => /^\d+$/.test(name));

function told(process: string, file: "cmdline" | "environ"): string {
  try {
    return readFileSync(`/proc/${process}/${file}`, "latin1");
  } catch {
    // It ended since the folder was read.
    return "";
  }
}
