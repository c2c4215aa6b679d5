import { parse } from "yaml";
import { z } from "zod";

const kubeconfigSchema = z.object({
  contexts: z.array(z.object({ name: z.string(), context: z.object({ cluster: z.string() }) })).default([]),
  clusters: z.array(z.object({ name: z.string(), cluster: z.object({ server: z.string() }) })).default([]),
});

/** What a stack says of the Kubernetes cluster that it belongs to; one of the two at least is given. */
export interface Claim {
  context?: string;
  server?: string;
}

/** A context that exists, and the API server behind it. */
export interface Target {
  context: string;
  server: string;
}

/**
 * Finds the context that a stack belongs to in the text of a kubeconfig file. The file's current context plays no part.
 *
 * @param text The kubeconfig file, YAML.
 * @param claim What the stack says.
 * @throws Error of one line that names the key path, what was found and what to do.
 */
export function resolveTarget(text: string, claim: Claim): Target {
  const kubeconfig = kubeconfigSchema.parse(parse(text));
  const servers = new Map(kubeconfig.clusters.map(({ name, cluster }) => [name, cluster.server]));
  const targets = kubeconfig.contexts.flatMap(({ name, context }) => {
    const server = servers.get(context.cluster);
    return server === undefined ? [] : [{ context: name, server }];
  });
  const named = claim.context === undefined ? targets : targets.filter(({ context }) => context === claim.context);
  if (named.length === 0) {
    const known = targets.map(({ context }) => context).join(", ") || "none";
    throw new Error(
      `kafka:kubernetes.context: there is no context ${claim.context ?? ""} in the kubeconfig (it has: ${known}); add it, or name the stack's own`,
    );
  }
  const found = named.find(({ server }) => claim.server === undefined || sameServer(server, claim.server));
  if (found === undefined) {
    const seen = [...new Set(named.map(({ server }) => server))].join(", ");
    throw new Error(
      `kafka:kubernetes.server: this stack belongs to ${claim.server}, but the kubeconfig's ${claim.context === undefined ? "contexts lead" : `context ${claim.context} leads`} to ${seen}; nothing was touched`,
    );
  }
  return found;
}

function sameServer(a: string, b: string): boolean {
  return new URL(a).href === new URL(b).href;
}
