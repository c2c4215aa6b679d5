import type { Settings } from "../schema";
import { readKubeconfig } from "./kubeconfig";
import type { Target } from "./resolveTarget";
import { resolveTarget } from "./resolveTarget";

export type { Target } from "./resolveTarget";

/** The Kubernetes cluster that a stack belongs to, looked up in the kubeconfig; refuses any other. */
export function loadTarget({ kubeconfig, context, server }: Settings["kubernetes"]): Target {
  return resolveTarget(readKubeconfig(kubeconfig), { context, server });
}
