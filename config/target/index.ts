import { RunError } from "@pulumi/pulumi";
import type { Settings } from "../schema";
import { isList, readKubeconfig } from "./kubeconfig";
import { resolveTarget } from "./resolveTarget";

/** The Kubernetes cluster that a stack belongs to. */
export interface Target {
  /** The kubeconfig's context. */
  context: string;
  /** The API server behind it. */
  server: string;
  /**
   * The one file to look in, for what can't read several.
   * @default the stack's own path, else `KUBECONFIG`, else the user's own file
   */
  kubeconfig?: string;
}

/**
 * The Kubernetes cluster that a stack belongs to, looked up in the kubeconfig; refuses any other. Undefined where the stack names
 * none, which the checks allow where brokers exist already.
 *
 * @throws RunError of one line where it can't be found, or where Pulumi's Kubernetes provider couldn't find it.
 */
export function loadTarget({ kubeconfig, context, server }: Settings["kubernetes"]): Target | undefined {
  if (context === undefined && server === undefined) return undefined;
  const { file, ...target } = resolveTarget(readKubeconfig(kubeconfig), { context, server });
  if (kubeconfig !== undefined || !isList()) return target;
  if (file !== undefined) return { ...target, kubeconfig: file };
  throw new RunError(
    `kafka:kubernetes.context: context ${target.context}, its cluster and its user are not in one of the files that KUBECONFIG names, and Pulumi's Kubernetes provider reads one only; write it to one (kubectl config view --minify --flatten --context ${target.context}) and name that in kafka:kubernetes.kubeconfig`,
  );
}
