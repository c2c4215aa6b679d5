import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { mkdtemp, statfs, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ProcessIdentity } from "../../../commands/identity";
import { identify, isAlive } from "../../../commands/identity";
import { log4jProperties } from "./java";

/** Where Linux keeps files in memory, and how many bytes of it must be free for the clusters of the tests. */
const memory = { folder: "/dev/shm", room: 4 * 1024 ** 3 };

const PREFIX = "kafka-brokers-";
const OWNER = "owner.json";

/** A folder for one cluster's data and logs. */
export async function clusterFolder(): Promise<string> {
  removeAbandonedFolders();
  const folder = await mkdtemp(join(await quickFolder(), PREFIX));
  await writeFile(join(folder, OWNER), JSON.stringify(identify(process.pid)));
  await writeFile(join(folder, "log4j.properties"), log4jProperties);
  return folder;
}

/** Removes the folders of test runs that were killed: their brokers ended with them, and their data may take up memory. */
export function removeAbandonedFolders(): void {
  const places = [memory.folder, tmpdir()].filter((place) => existsSync(place));
  for (const place of places) {
    for (const name of readdirSync(place).filter((entry) => entry.startsWith(PREFIX))) {
      const owner = ownerOf(join(place, name));
      if (owner !== undefined && !isAlive(owner)) rmSync(join(place, name), { recursive: true, force: true });
    }
  }
}

/** Undefined where the folder is just being made, or removed by another process. */
function ownerOf(folder: string): ProcessIdentity | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, OWNER), "utf8")) as ProcessIdentity;
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/**
 * In memory where there is room, else on the disk: the leaders of 1,000 new partitions answer after 0.9 to 2.7 s in memory, the first time after
 * 8 s, and after 15 to 30 s on the disk of a machine with a load of 30 to 40.
 */
async function quickFolder(): Promise<string> {
  if (!existsSync(memory.folder)) return tmpdir();
  const { bavail, bsize } = await statfs(memory.folder);
  return bavail * bsize >= memory.room ? memory.folder : tmpdir();
}
