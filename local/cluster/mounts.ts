import { readFileSync } from "node:fs";
import { runCommand } from "../../commands/subprocess";
import { Failure } from "../../commands/failure";

/** The mount points below a folder, innermost first, from the text of /proc/self/mountinfo (proc(5): the fifth field, octal escapes). */
export function mountsBelow(folder: string, mountinfo: string): string[] {
  return mountinfo
    .split("\n")
    .map((line) => line.split(" ")[4] ?? "")
    .map((path) => path.replace(/\\([0-7]{3})/g, (_, code: string) => String.fromCharCode(parseInt(code, 8))))
    .filter((path) => path.startsWith(`${folder}/`))
    .reverse();
}

const current = (folder: string) => mountsBelow(folder, readFileSync("/proc/self/mountinfo", "utf8"));

/** Unmounts all below a folder, and makes sure of it: what is removed next must never be what a mount shows. */
export async function unmountBelow(folder: string): Promise<void> {
  for (const path of current(folder)) await runCommand("umount", ["-l", path]);
  const left = current(folder);
  if (left.length > 0) throw new Failure(`${left[0]} can't be unmounted: unmount it by hand and try again`);
}
