import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Progress, silent } from "../../../commands/progress";
import { cachedFolder } from "../../../tools/cache";
import { archiveEntry, classArchive } from "./classArchive";
import { startKraft } from "./kraft";

/** Makes the archive of the classes that a broker of the tests has loaded when it ends, where it isn't there yet. */
export async function ensureClassArchive(progress: Progress = silent): Promise<void> {
  await cachedFolder(await archiveEntry(), progress, (folder) =>
    progress.step("archive of Kafka's classes", async () => {
      const archive = join(folder, classArchive);
      const cluster = await startKraft({ jvm: [`-XX:ArchiveClassesAtExit=${archive}`] });
      try {
        await cluster.stopNode(0);
      } finally {
        await cluster.stop();
      }
      if (!existsSync(archive)) throw new Error(`the JVM wrote no archive of its classes to ${archive}`);
    }),
  );
}
