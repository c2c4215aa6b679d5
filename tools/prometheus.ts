import { readdirSync } from "node:fs";
import { join } from "node:path";
import { CacheEntry, cachedFolder } from "./cache";
import { findOnPath, runCommand } from "../commands/subprocess";
import { Failure } from "../commands/failure";
import { Progress, silent } from "../commands/progress";

/** The paths of Prometheus' two programs. */
export interface PrometheusPrograms {
  prometheus: string;
  promtool: string;
}

/** The distribution's own version is taken, whichever it is: 2.42 in Debian 12. */
const entry: CacheEntry = { name: "prometheus", version: "distribution", recipe: [] };

/**
 * Prometheus and promtool: those on PATH, else the programs of the Debian package, unpacked into the cache. The package is not installed:
 * that would start a server of the machine's own.
 */
export async function ensurePrometheus(progress: Progress = silent): Promise<PrometheusPrograms> {
  const onPath = { prometheus: findOnPath("prometheus"), promtool: findOnPath("promtool") };
  if (onPath.prometheus !== undefined && onPath.promtool !== undefined)
    return { prometheus: onPath.prometheus, promtool: onPath.promtool };
  if (!findOnPath("apt-get") || !findOnPath("dpkg-deb"))
    throw new Failure("missing programs: put prometheus and promtool on PATH and try again");
  const folder = await cachedFolder(entry, progress, (work) =>
    progress.step("Debian package prometheus", async (note) => {
      await download(work, note);
      const archive = readdirSync(work).find((file) => file.endsWith(".deb"));
      if (archive === undefined) throw new Failure("apt-get download prometheus left no package");
      await runCommand("dpkg-deb", ["-x", join(work, archive), work]);
    }),
  );
  const bin = join(folder, "usr", "bin");
  return { prometheus: join(bin, "prometheus"), promtool: join(bin, "promtool") };
}

/** With the package lists as they are; refreshed where they don't lead to the package, which only root may do. */
async function download(folder: string, note: (line: string) => void): Promise<void> {
  const get = () => runCommand("apt-get", ["download", "-qq", "prometheus"], { cwd: folder, onLine: note });
  try {
    await get();
  } catch (error) {
    if (process.getuid?.() !== 0) throw error;
    note("refreshing the package lists");
    await runCommand("apt-get", ["update", "-qq"]);
    await get();
  }
}
