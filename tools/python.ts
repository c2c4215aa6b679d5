import { join, relative } from "node:path";
import { checkout } from "../commands/checkout";
import { findOnPath, runCommand, tryCommand } from "../commands/subprocess";
import { Progress } from "../commands/progress";
import { cachedFolder } from "./cache";
import { fits } from "./version";
import { versions } from "./versions";

/** The machine's Python. This project installs none: only its examples in Python need one. */
export interface Python {
  /** Full path of the interpreter itself. */
  executable: string;
  version: string;
}

/** What has to be there, in words. */
export const PYTHON_NEEDED = `python3 (${versions.python.fits}) with the modules venv and ensurepip`;

/** The Python on PATH where it is one that the examples take; Debian's has its module venv in a package of its own. */
export async function findPython(): Promise<Python | undefined> {
  if (findOnPath("python3") === undefined) return undefined;
  const question = "import ensurepip, sys, venv; print(sys.executable, '.'.join(map(str, sys.version_info[:3])))";
  const { code, stdout } = await tryCommand("python3", ["-I", "-c", question], { timeout: 30_000 });
  const [, executable, version] = /^(\S+) (\S+)$/m.exec(stdout) ?? [];
  if (code !== 0 || executable === undefined || version === undefined) return undefined;
  return fits(version, versions.python.fits) ? { executable, version } : undefined;
}

/**
 * A virtual environment with the packages of a requirements file, each by its hashes.
 *
 * @returns the environment's folder; `bin/python` in it is to be used, the other scripts name the folder that it was made in.
 */
export function pythonEnvironment(python: Python, requirements: string, progress: Progress): Promise<string> {
  const entry = {
    name: "python-environment",
    version: python.version,
    recipe: [requirements],
    inputs: [python.executable, process.platform, process.arch],
  };
  return cachedFolder(entry, progress, (folder) =>
    progress.step(`Python packages of ${relative(checkout, requirements)}`, async (note) => {
      await runCommand(python.executable, ["-I", "-m", "venv", folder]);
      const pip = ["-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--require-hashes"];
      const install = [...pip, "--only-binary", ":all:", "--requirement", requirements];
      await runCommand(join(folder, "bin", "python"), install, { onLine: note });
    }),
  );
}
