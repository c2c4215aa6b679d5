import type { KubernetesTarget } from "@kafka-on-kubernetes/provider";
import { Failure } from "../commands/failure";
import type { Live } from "./marks";

type Read = (
  target: KubernetesTarget,
  secret: { namespace: string; name: string },
) => Promise<Record<string, string> | undefined>;

/** Reads Secrets of a Kubernetes cluster, those that are there. */
export async function liveSecrets(
  target: KubernetesTarget | undefined,
  secrets: readonly { namespace: string; name: string }[],
  read: Read,
): Promise<Live> {
  if (target === undefined)
    throw new Failure("kafka:kubernetes.context: found nothing; name the context of the stack's cluster");
  const found = new Map<string, Record<string, string> | undefined>();
  // One after the other: an API server is not pressed for a rare command.
  for (const { namespace, name } of secrets) found.set(`${namespace}/${name}`, await read(target, { namespace, name }));
  return ({ namespace, name }) => found.get(`${namespace}/${name}`);
}
