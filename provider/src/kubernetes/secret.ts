import type { KubernetesTarget } from "../connection";
import { messageOf, UserError } from "../errors";
import { kubernetesClient, loadKubeConfig } from "./kubeconfig";

const reasons: Record<number, string> = {
  401: "the API server doesn't accept the context's credentials",
  403: "the context's user may not read it",
  404: "it doesn't exist",
};

/**
 * Reads a Secret of the target's cluster.
 * @returns its keys with their values decoded from base64
 * @throws UserError when it is missing or may not be read
 */
export async function readSecret(
  target: KubernetesTarget,
  secret: { name: string; namespace: string },
): Promise<Record<string, string>> {
  const config = await loadKubeConfig(target);
  const { CoreV1Api } = await kubernetesClient();
  try {
    const found = await config.makeApiClient(CoreV1Api).readNamespacedSecret(secret);
    const keys = Object.entries(found.data ?? {});
    return Object.fromEntries(keys.map(([key, value]) => [key, Buffer.from(value, "base64").toString("utf8")]));
  } catch (error) {
    throw new UserError(
      `Secret ${secret.namespace}/${secret.name} can't be read (kube context "${target.context}"): ${describe(error)}`,
      { cause: error },
    );
  }
}

/** The API client's own message holds the whole answer with its headers, so only the code is used where there is one. */
function describe(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (typeof code === "number") return reasons[code] ?? `the API server answered ${code}`;
  const cause = error instanceof Error && error.cause !== undefined ? ` (${messageOf(error.cause)})` : "";
  return `${messageOf(error)}${cause}`.split("\n", 1)[0] ?? "";
}
