import type { KubernetesTarget } from "../connection";
import { messageOf, UserError } from "../errors";
import { kubernetesClient, loadKubeConfig } from "./kubeconfig";

const reasons: Record<number, string> = {
  401: "the API server doesn't accept the context's credentials",
  403: "the context's user may not read it",
};

/**
 * Reads a Secret of the target's cluster.
 * @returns its keys with their values decoded from base64
 * @throws UserError when it is missing or may not be read
 */
export async function readSecret(target: KubernetesTarget, secret: SecretName): Promise<Record<string, string>> {
  const found = await findSecret(target, secret);
  if (found === undefined) throw unreadable(target, secret, "it doesn't exist");
  return found;
}

/**
 * Reads a Secret of the target's cluster, if it is there.
 * @returns its keys with their values decoded from base64; undefined where there is no such Secret
 * @throws UserError when it may not be read
 */
export async function findSecret(
  target: KubernetesTarget,
  { name, namespace }: SecretName,
): Promise<Record<string, string> | undefined> {
  const config = await loadKubeConfig(target);
  const { CoreV1Api } = await kubernetesClient();
  try {
    const found = await config.makeApiClient(CoreV1Api).readNamespacedSecret({ name, namespace });
    const keys = Object.entries(found.data ?? {});
    return Object.fromEntries(keys.map(([key, value]) => [key, Buffer.from(value, "base64").toString("utf8")]));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === 404) return undefined;
    throw unreadable(target, { name, namespace }, describe(error), error);
  }
}

interface SecretName {
  name: string;
  namespace: string;
}

function unreadable(target: KubernetesTarget, secret: SecretName, why: string, cause?: unknown): UserError {
  return new UserError(
    `Secret ${secret.namespace}/${secret.name} can't be read (kube context "${target.context}"): ${why}`,
    { cause },
  );
}

/** The API client's own message holds the whole answer with its headers, so only the code is used where there is one. */
function describe(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (typeof code === "number") return reasons[code] ?? `the API server answered ${code}`;
  const cause = error instanceof Error && error.cause !== undefined ? ` (${messageOf(error.cause)})` : "";
  return `${messageOf(error)}${cause}`.split("\n", 1)[0] ?? "";
}
