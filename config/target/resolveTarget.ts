import { sameServer } from "@kafka-on-kubernetes/provider/dist/kubernetes/same-server";
import { RunError } from "@pulumi/pulumi";
import { parse } from "yaml";
import { z } from "zod";

/** kubectl writes null for an empty list. */
const listOf = <T extends z.ZodType>(item: T) =>
  z
    .array(item)
    .nullish()
    .transform((list) => list ?? []);

const kubeconfigSchema = z
  .object({
    contexts: listOf(
      z.object({ name: z.string(), context: z.object({ cluster: z.string(), user: z.string().optional() }) }),
    ),
    clusters: listOf(z.object({ name: z.string(), cluster: z.object({ server: z.string() }) })),
    users: listOf(z.object({ name: z.string() })),
  })
  .nullable()
  .transform((file) => file ?? { contexts: [], clusters: [], users: [] });

type Kubeconfig = z.output<typeof kubeconfigSchema>;

/** One of the files that make up a kubeconfig. */
export interface KubeconfigFile {
  path: string;
  /** YAML. */
  text: string;
}

/** What a stack says of the Kubernetes cluster that it belongs to; one of the two at least is given. */
export interface Claim {
  context?: string;
  server?: string;
}

/** A context that exists, and the API server behind it. */
export interface Target {
  context: string;
  server: string;
  /** The file that has the context, its cluster and its user; undefined where they are in several. */
  file?: string;
}

/**
 * Finds the context that a stack belongs to in a kubeconfig. Its current context plays no part.
 *
 * @param files The kubeconfig's files; as for kubectl, the first to say something of a name is right.
 * @param claim What the stack says.
 * @throws RunError of one line that names the key path, what was found and what to do.
 */
export function resolveTarget(files: KubeconfigFile[], claim: Claim): Target {
  const parsed = files.map(({ path, text }) => ({ path, content: parseKubeconfig(text) }));
  const servers = new Map(
    parsed
      .flatMap(({ content }) => content.clusters.map(({ name, cluster }) => [name, cluster.server] as const))
      .reverse(),
  );
  const targets = parsed.flatMap(({ path, content }) =>
    content.contexts.flatMap(({ name, context }) => {
      const server = servers.get(context.cluster);
      const file = hasAllOf(content, context) ? { file: path } : {};
      return server === undefined ? [] : [{ context: name, server, ...file }];
    }),
  );
  const named = claim.context === undefined ? targets : targets.filter(({ context }) => context === claim.context);
  if (named.length === 0) {
    const known = targets.map(({ context }) => context).join(", ") || "none";
    throw new RunError(
      `kafka:kubernetes.context: there is no context ${claim.context ?? ""} in the kubeconfig (it has: ${known}); add it, or name the stack's own`,
    );
  }
  const found = named.find(({ server }) => claim.server === undefined || sameServer(claim.server, server));
  if (found === undefined) {
    const seen = [...new Set(named.map(({ server }) => server))].join(", ");
    throw new RunError(
      `kafka:kubernetes.server: this stack belongs to ${claim.server}, but the kubeconfig's ${claim.context === undefined ? "contexts lead" : `context ${claim.context} leads`} to ${seen}; nothing was touched`,
    );
  }
  return found;
}

function hasAllOf({ clusters, users }: Kubeconfig, context: Kubeconfig["contexts"][number]["context"]): boolean {
  const { cluster, user } = context;
  return (
    clusters.some(({ name }) => name === cluster) && (user === undefined || users.some(({ name }) => name === user))
  );
}

function parseKubeconfig(text: string): Kubeconfig {
  const parsed = kubeconfigSchema.safeParse(parse(text));
  if (parsed.success) return parsed.data;
  const [problem] = parsed.error.issues;
  throw new RunError(
    `kafka:kubernetes.kubeconfig: this is no kubeconfig: ${problem?.path.join(".")}: ${problem?.message}; set KUBECONFIG or the key to one that has the stack's context`,
  );
}
