import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";

/**
 * The kubeconfig file as kubectl would find it: the given path, else the first existing entry of `KUBECONFIG`, else the
 * user's own file.
 *
 * @throws Error of one line that names the places looked at.
 */
export function findKubeconfig(path: string | undefined, environment: NodeJS.ProcessEnv = process.env): string {
  const candidates =
    path !== undefined
      ? [path]
      : (environment["KUBECONFIG"] ?? join(homedir(), ".kube", "config"))
          .split(delimiter)
          .filter((entry) => entry !== "");
  const found = candidates.find((candidate) => existsSync(candidate));
  if (found === undefined) {
    throw new Error(
      `kafka:kubernetes.kubeconfig: there is no kubeconfig at ${candidates.join(", ")}; set KUBECONFIG or the key to one that has the stack's context`,
    );
  }
  return found;
}

/** Reads {@link findKubeconfig}'s file. */
export function readKubeconfig(path: string | undefined): string {
  return readFileSync(findKubeconfig(path), "utf8");
}
