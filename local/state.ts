import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { checkout } from "../commands/checkout";

/** The folder of the checkout that holds what `npm run local` keeps; it is in .gitignore. */
export const stateFolder = join(checkout, ".state");
const passphraseFile = join(stateFolder, "passphrase");
const backendFolder = join(stateFolder, "pulumi");
const clusterFile = join(stateFolder, "cluster.json");

/** Where the stack was deployed to, so that `local:down` knows what to remove. */
export interface Deployed {
  kind: "own" | "kind" | "named";
  context: string;
  kubeconfig: string;
}

/** Pulumi's state in a folder and the passphrase of its secrets in a file: no account, and nothing on a command line. */
export function pulumiState(): Record<string, string> {
  mkdirSync(backendFolder, { recursive: true });
  if (!existsSync(passphraseFile))
    writeFileSync(passphraseFile, randomBytes(24).toString("base64url"), { mode: 0o600 });
  return { PULUMI_BACKEND_URL: `file://${backendFolder}`, PULUMI_CONFIG_PASSPHRASE_FILE: passphraseFile };
}

export function rememberCluster(deployed: Deployed): void {
  mkdirSync(stateFolder, { recursive: true });
  writeFileSync(clusterFile, JSON.stringify(deployed));
}

export function rememberedCluster(): Deployed | undefined {
  return existsSync(clusterFile) ? (JSON.parse(readFileSync(clusterFile, "utf8")) as Deployed) : undefined;
}

/** Forgets the stack: its cluster is gone, and what its state describes with it. Returns what was removed. */
export function removeStackState(): string[] {
  const removed = ["pulumi", "passphrase", "project", "cluster.json", "kafka-local.kubeconfig"]
    .map((name) => join(stateFolder, name))
    .filter((path) => existsSync(path));
  removed.forEach((path) => rmSync(path, { recursive: true, force: true }));
  return removed;
}
