import type { Settings } from "../schema";
import { readKubeconfig } from "./kubeconfig";
import type { Target } from "./resolveTarget";
import { resolveTarget } from "./resolveTarget";

export type { Target } from "./resolveTarget";

/**
 * The Kubernetes cluster that a stack belongs to, looked up in the kubeconfig; refuses any other. Undefined where the stack names
 * none, which the checks allow where brokers exist already.
 */
export function loadTarget({ kubeconfig, context, server }: Settings["kubernetes"]): Target | undefined {
  if (context === undefined && server === undefined) return undefined;
  return resolveTarget(readKubeconfig(kubeconfig), { context, server });
}
