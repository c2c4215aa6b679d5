import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { poll } from "./deadline";
import { identify, isAlive, ProcessIdentity } from "./identity";

/**
 * Runs the work while holding a lock file that names its owner. A lock whose owner is gone (killed, machine rebooted) is taken over.
 * @param waiting called once when another run holds the lock
 */
export async function withLock<T>(file: string, work: () => Promise<T>, waiting?: (pid: number) => void): Promise<T> {
  mkdirSync(dirname(file), { recursive: true });
  let told = false;
  await poll(
    () => {
      if (take(file)) return true;
      const owner = readOwner(file);
      if (owner && isAlive(owner)) {
        if (!told) waiting?.(owner.pid);
        told = true;
        return undefined;
      }
      removeStale(file);
      return undefined;
    },
    { what: `the lock ${file}`, timeout: 3_600_000, interval: 200 },
  );
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

/** A hard link appears with its whole content at once and fails when the name is taken: no half-written lock is ever seen. */
function take(file: string): boolean {
  const own = `${file}.${process.pid}`;
  writeFileSync(own, JSON.stringify(identify(process.pid)));
  try {
    linkSync(own, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(own, { force: true });
  }
}

function readOwner(file: string): ProcessIdentity | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as ProcessIdentity;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT" || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Moves the stale lock aside first: what was moved is checked again, in case another run took it over just before. */
function removeStale(file: string): void {
  const aside = `${file}.stale-${process.pid}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
    throw error;
  }
  const owner = readOwner(aside);
  if (owner && isAlive(owner)) linkSync(aside, file);
  rmSync(aside, { force: true });
}
