import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { join, relative } from "node:path";
import { withLock } from "../commands/lock";
import { Progress } from "../commands/progress";

/** What is built once and kept: a folder named by its version and by a hash of everything that its recipe consists of. */
export interface CacheEntry {
  name: string;
  version: string;
  /** Files and folders of the recipe: a change of any of them makes another entry. */
  recipe: string[];
  /** Other things that the result depends on, such as the JDK's version or the key of another entry. */
  inputs?: string[];
}

/** Outside the checkout, so that it survives `npm ci` and a fresh clone, and CI can keep it. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env, home = homedir()): string {
  return env.KAFKA_LOCAL_CACHE ?? join(env.XDG_CACHE_HOME ?? join(home, ".cache"), "kafka-on-kubernetes");
}

/** `NAME-VERSION-HASH`: file names (relative to the recipe) and contents count, times and the checkout's place don't. */
export function cacheKey(entry: CacheEntry): string {
  const hash = createHash("sha256");
  const add = (text: string | Buffer) => hash.update(`${text.length}:`).update(text);
  for (const root of entry.recipe) {
    for (const file of filesBelow(root)) {
      add(relative(root, file));
      add(readFileSync(file));
    }
  }
  (entry.inputs ?? []).forEach(add);
  return `${entry.name}-${entry.version}-${hash.digest("hex").slice(0, 12)}`;
}

/** The entry's folder if it is there. */
export function cached(entry: CacheEntry): string | undefined {
  const folder = join(cacheFolder(), cacheKey(entry));
  return existsSync(folder) ? folder : undefined;
}

/**
 * The entry's folder, built first when it is not there. The build writes to a temporary name and the result is renamed when complete,
 * so a killed build leaves nothing half made; a lock keeps two runs from building the same thing at once.
 */
export async function cachedFolder(
  entry: CacheEntry,
  progress: Progress,
  build: (folder: string) => Promise<void>,
): Promise<string> {
  const base = cacheFolder();
  const folder = join(base, cacheKey(entry));
  if (existsSync(folder)) return folder;
  return withLock(
    `${folder}.lock`,
    async () => {
      if (existsSync(folder)) return folder; // another run built it while this one waited
      const partial = `${folder}.partial`;
      rmSync(partial, { recursive: true, force: true }); // what a killed build left
      mkdirSync(partial, { recursive: true });
      try {
        await build(partial);
        renameSync(partial, folder);
      } catch (error) {
        rmSync(partial, { recursive: true, force: true });
        throw error;
      }
      return folder;
    },
    (pid) => progress.info(`waiting for process ${pid}, which builds ${entry.name} already`),
  );
}

function filesBelow(root: string): string[] {
  if (!statSync(root).isDirectory()) return [root];
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((item) => item.isFile())
    .map((item) => join(item.parentPath, item.name))
    .sort();
}
