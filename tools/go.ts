import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findOnPath, runCommand } from "../commands/subprocess";
import { Failure } from "../commands/failure";
import { Note } from "../commands/progress";
import { versions } from "./versions";
import { compareVersions, parseVersion } from "./version";

export interface GoBuild {
  /** The folder with go.mod, go.sum (the pins: every module is checked against them) and main.go. */
  module: string;
  /** The package to build. @default "." */
  target?: string;
  /** Values for `-X`, by variable. */
  variables?: Record<string, string>;
  /** Links without C: for what runs in an image that has no C library. */
  static?: boolean;
  /** The executable to make. */
  output: string;
  note: Note;
  /** Adds what the sources embed to the copy of the module before it is built. */
  prepare?: (copy: string) => Promise<void>;
}

/** Builds an executable from Go modules alone, in a copy of the module: nothing is written to the checkout. */
export async function goBuild(build: GoBuild): Promise<void> {
  await requireGo();
  const copy = await mkdtemp(join(tmpdir(), "kafka-go-"));
  try {
    await cp(build.module, copy, { recursive: true });
    build.note("downloading modules");
    await build.prepare?.(copy);
    build.note("compiling");
    const stamps = Object.entries(build.variables ?? {}).map(([name, value]) => `-X ${name}=${value}`);
    const flags = ["-trimpath", "-buildvcs=false", "-ldflags", ["-s -w", ...stamps].join(" ")];
    await runCommand("go", ["build", ...flags, "-o", build.output, build.target ?? "."], {
      cwd: copy,
      // GOFLAGS and GOWORK of the user could change what is built.
      env: { GOFLAGS: "", GOWORK: "off", ...(build.static && { CGO_ENABLED: "0" }) },
      timeout: 3_600_000,
      onLine: build.note,
    });
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}

/** The folder of a module's sources in the module cache, downloaded (and checked against go.sum) when it is not there. */
export async function goModuleFolder(module: string, name: string): Promise<string> {
  const env = { GOFLAGS: "-mod=mod", GOWORK: "off" };
  await runCommand("go", ["mod", "download", name], { cwd: module, env });
  return (await runCommand("go", ["list", "-m", "-f", "{{.Dir}}", name], { cwd: module, env })).trim();
}

export async function requireGo(): Promise<void> {
  const wanted = versions.go.minimum;
  const advice = `install Go ${wanted} or later (it builds what can't be downloaded here)`;
  if (!findOnPath("go")) throw new Failure(`go not found on PATH: ${advice}`);
  const found = parseVersion(await runCommand("go", ["version"]));
  if (!found || compareVersions(found, wanted) < 0)
    throw new Failure(`go ${found ?? "of unknown version"} is too old: ${advice}`);
}
