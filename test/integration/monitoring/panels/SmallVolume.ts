import { execFileSync } from "node:child_process";
import { readdirSync, rmdirSync } from "node:fs";
import { mkdtemp, statfs } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCommand, tryCommand } from "../../../../commands/subprocess";
import { identify } from "../../../../commands/identity";

const PREFIX = "kafka-volume-";

/** A file system of its own, small enough to be filled: what a broker's claim is in a cluster. Mounting it needs root. */
export class SmallVolume {
  private constructor(readonly folder: string) {}

  static async mount(mebibytes: number): Promise<SmallVolume> {
    await removeAbandoned();
    const folder = await mkdtemp(join(tmpdir(), `${PREFIX}${process.pid}-`));
    await runCommand("mount", ["-t", "tmpfs", "-o", `size=${mebibytes}m`, "kafka-volume", folder]);
    const volume = new SmallVolume(folder);
    process.once("exit", volume.remove);
    return volume;
  }

  /** Bytes, as the file system itself tells. */
  async bytes(): Promise<{ available: number; capacity: number }> {
    const { bsize, bavail, blocks } = await statfs(this.folder);
    return { available: bavail * bsize, capacity: blocks * bsize };
  }

  async unmount(): Promise<void> {
    process.off("exit", this.remove);
    this.remove();
  }

  private readonly remove = (): void => {
    execFileSync("umount", ["--lazy", this.folder]);
    rmdirSync(this.folder);
  };
}

/** The volumes of test runs that were killed: a mount outlives its process. */
async function removeAbandoned(): Promise<void> {
  for (const name of readdirSync(tmpdir())) {
    const [pid] = name.startsWith(PREFIX) ? name.slice(PREFIX.length).split("-") : [];
    if (pid === undefined || identify(Number(pid)) !== undefined) continue;
    await tryCommand("umount", ["--lazy", join(tmpdir(), name)]);
    rmdirSync(join(tmpdir(), name));
  }
}
