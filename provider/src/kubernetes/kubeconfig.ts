import { existsSync } from "node:fs";
import { delimiter } from "node:path";
import type { KubeConfig } from "@kubernetes/client-node";
import type { KubernetesTarget } from "../connection";
import { messageOf, UserError } from "../errors";
import { sameServer } from "./same-server";

/** The Kubernetes client, loaded when it is first needed: `access: direct` and a preview without a cluster need not wait for it. */
export function kubernetesClient(): Promise<typeof import("./client")> {
  return import("./client");
}

/**
 * The kubeconfig of a target, with the target's own context selected, whatever the current context is.
 * @throws UserError when the file can't be read, has no such context, or the context's API server isn't the target's
 */
export async function loadKubeConfig(target: KubernetesTarget): Promise<KubeConfig> {
  const { KubeConfig } = await kubernetesClient();
  const config = new KubeConfig();
  try {
    if (target.kubeconfig === undefined) loadDefault(config, await kubernetesClient());
    else config.loadFromFile(target.kubeconfig);
  } catch (error) {
    throw new UserError(`kubeconfig ${target.kubeconfig ?? "(default)"} can't be read: ${messageOf(error)}`, {
      cause: error,
    });
  }
  const contexts = config.getContexts().map(({ name }) => name);
  if (!contexts.includes(target.context)) {
    throw new UserError(
      `kube context "${target.context}" isn't in the kubeconfig${target.kubeconfig === undefined ? "" : ` ${target.kubeconfig}`}, which has: ${contexts.join(", ") || "none"}`,
    );
  }
  config.setCurrentContext(target.context);
  refuseOtherServer(target, config.getCurrentCluster()?.server);
  return config;
}

/** As kubectl does and the client's own does not: a file that isn't there is passed over, and the first to say something of a name is right. */
function loadDefault(config: KubeConfig, { KubeConfig }: Awaited<ReturnType<typeof kubernetesClient>>): void {
  const files = (process.env["KUBECONFIG"] ?? "").split(delimiter).filter((file) => file !== "" && existsSync(file));
  if (files.length === 0) {
    config.loadFromDefault();
    return;
  }
  const parts = files.map((file) => {
    const part = new KubeConfig();
    part.loadFromFile(file);
    return part;
  });
  config.loadFromOptions({
    contexts: firstOfEachName(parts.flatMap((part) => part.contexts)),
    clusters: firstOfEachName(parts.flatMap((part) => part.clusters)),
    users: firstOfEachName(parts.flatMap((part) => part.users)),
  });
}

function firstOfEachName<T extends { name: string }>(all: T[]): T[] {
  return [...new Map(all.toReversed().map((one) => [one.name, one])).values()];
}

function refuseOtherServer(target: KubernetesTarget, found: string | undefined): void {
  if (target.server === undefined || sameServer(target.server, found)) return;
  throw new UserError(
    `kube context "${target.context}" leads to the API server ${found ?? "(none)"}, but this stack belongs to ${target.server}: nothing was touched`,
  );
}
