import { mkdtempSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A Secret in a folder as the kubelet mounts it: a change is a new folder behind a link, which moves in one step. */
export class MountedSecret {
  readonly folder = mkdtempSync(join(tmpdir(), "kafka-mounted-"));
  private version = 0;

  constructor(keys: Record<string, string>) {
    this.write(keys);
    for (const key of Object.keys(keys)) symlinkSync(join("..data", key), join(this.folder, key));
  }

  /** Another content of the same keys. */
  write(keys: Record<string, string>): void {
    this.version += 1;
    const name = `..version-${this.version}`;
    mkdirSync(join(this.folder, name));
    for (const [key, text] of Object.entries(keys)) writeFileSync(join(this.folder, name, key), text);
    symlinkSync(name, join(this.folder, "..data-next"));
    renameSync(join(this.folder, "..data-next"), join(this.folder, "..data"));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
