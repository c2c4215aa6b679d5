import { join } from "node:path";
import { tryCommand } from "../../../commands/subprocess";
import { mavenEntry } from "../../../local/kafka/libs";
import { cached, type CacheEntry, cacheKey } from "../../../tools/cache";

/** The archive in its folder of the cache. */
export const classArchive = "kafka.jsa";

let entry: Promise<CacheEntry> | undefined;

/** The cache's entry for the archive: another JVM, or other jars, can't read it. */
export function archiveEntry(): Promise<CacheEntry> {
  entry ??= tryCommand("java", ["-version"]).then(({ stderr }) => {
    const kafka = mavenEntry("kafka");
    return { name: "kafka-class-archive", version: kafka.version, recipe: [], inputs: [cacheKey(kafka), stderr] };
  });
  return entry;
}

/**
 * Option of the JVM with which it takes Kafka's classes from an archive, where that was made: a broker starts with 1.3 s of a processor's
 * time instead of 2 s, and the tests start hundreds.
 */
export async function classArchiveOptions(): Promise<string[]> {
  const folder = cached(await archiveEntry());
  return folder === undefined ? [] : [`-XX:SharedArchiveFile=${join(folder, classArchive)}`];
}
