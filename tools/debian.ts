import { existsSync } from "node:fs";
import { findOnPath, runCommand } from "../commands/subprocess";
import { Failure } from "../commands/failure";
import { Progress } from "../commands/progress";
import { versions } from "./versions";

/** The packages of a group whose command (or file, by full path) is missing here; see `debian` in `versions.json`. */
export function missingPackages(
  group: Record<string, string>,
  has: (commandOrFile: string) => boolean = isPresent,
): string[] {
  return Object.entries(group)
    .filter(([commandOrFile]) => !has(commandOrFile))
    .map(([, name]) => name);
}

/** Installs what is missing of a group of Debian packages; nothing where all is there. */
export async function ensureDebianPackages(group: keyof typeof versions.debian, progress: Progress): Promise<void> {
  const missing = missingPackages(versions.debian[group]);
  if (missing.length === 0) return;
  const names = missing.join(" ");
  if (!findOnPath("apt-get"))
    throw new Failure(`missing programs: install ${names} (their Debian names) and try again`);
  if (process.getuid?.() !== 0)
    throw new Failure(`missing programs: run \`sudo apt-get install ${names}\` and try again`);
  await progress.step(`Debian packages ${names}`, async (note) => {
    const env = { DEBIAN_FRONTEND: "noninteractive" };
    note("refreshing the package lists");
    await runCommand("apt-get", ["update", "-qq"], { env });
    note("installing");
    await runCommand("apt-get", ["install", "-y", "-qq", "--no-install-recommends", ...missing], { env, onLine: note });
  });
}

function isPresent(commandOrFile: string): boolean {
  return commandOrFile.startsWith("/") ? existsSync(commandOrFile) : findOnPath(commandOrFile) !== undefined;
}
