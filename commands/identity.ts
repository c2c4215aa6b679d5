import { readFileSync } from "node:fs";

/**
 * A process, told apart from any later one with the same number: pids are used again, a start time within one boot is not.
 * After a reboot the boot id differs, so a left-over record matches nothing.
 */
export interface ProcessIdentity {
  pid: number;
  /** Clock ticks since boot (field 22 of /proc/PID/stat, proc(5)); empty where there is no /proc. */
  startTime: string;
  bootId: string;
}

/** Field 22 of a stat line. The command name (field 2) may hold spaces and parentheses, so count from the last one. */
export function parseStartTime(stat: string): string {
  return (
    stat
      .slice(stat.lastIndexOf(")") + 2)
      .trimEnd()
      .split(" ")[19] ?? ""
  );
}

export function bootId(): string {
  return read("/proc/sys/kernel/random/boot_id").trim();
}

/** The identity of a running process; undefined when there is none (a zombie is none). */
export function identify(pid: number): ProcessIdentity | undefined {
  const stat = read(`/proc/${pid}/stat`);
  if (stat) {
    const state = stat.charAt(stat.lastIndexOf(")") + 2);
    return state === "Z" || state === "X" ? undefined : { pid, startTime: parseStartTime(stat), bootId: bootId() };
  }
  return process.platform !== "linux" && answersSignal(pid) ? { pid, startTime: "", bootId: "" } : undefined;
}

export function sameProcess(a: ProcessIdentity, b: ProcessIdentity | undefined): boolean {
  return b !== undefined && a.pid === b.pid && a.startTime === b.startTime && a.bootId === b.bootId;
}

export function isAlive(recorded: ProcessIdentity): boolean {
  return sameProcess(recorded, identify(recorded.pid));
}

/** Signals the recorded process, never a later one with its number. True when it was there. */
export function signal(recorded: ProcessIdentity, name: NodeJS.Signals): boolean {
  if (!isAlive(recorded)) return false;
  try {
    process.kill(recorded.pid, name);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false; // it ended in between
    throw error;
  }
}

function answersSignal(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return ""; // the process ended, or there is no /proc
  }
}
