import { RunError } from "@pulumi/pulumi";
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import type { KubeconfigFile } from "./resolveTarget";

/**
 * The kubeconfig's files as kubectl would find them: the given path, else what exists of the entries of `KUBECONFIG`, else the user's own
 * file.
 *
 * @throws RunError of one line that names the places looked at.
 */
export function findKubeconfig(path: string | undefined, environment: NodeJS.ProcessEnv = process.env): string[] {
  const named = environment["KUBECONFIG"] ?? join(homedir(), ".kube", "config");
  const candidates = path !== undefined ? [path] : named.split(delimiter).filter((entry) => entry !== "");
  const found = candidates.filter((candidate) => existsSync(candidate));
  if (found.length === 0) {
    throw new RunError(
      `kafka:kubernetes.kubeconfig: there is no kubeconfig at ${candidates.join(", ")}; set KUBECONFIG or the key to one that has the stack's context`,
    );
  }
  return found;
}

/** Reads {@link findKubeconfig}'s files. */
export function readKubeconfig(path: string | undefined): KubeconfigFile[] {
  return findKubeconfig(path).map((file) => ({ path: file, text: readFileSync(file, "utf8") }));
}

/** Whether `KUBECONFIG` names several files. */
export function isList(environment: NodeJS.ProcessEnv = process.env): boolean {
  return environment["KUBECONFIG"]?.includes(delimiter) ?? false;
}
