import { Progress } from "../../commands/progress";

export interface ClusterOptions {
  /**
   * Names the context (`kafka-NAME`) and tells this checkout's clusters apart: several run at the same time.
   * @default "local"
   */
  name?: string;
  /** @default 1 */
  nodes?: number;
  /** Shows what is done. @default nothing is shown */
  progress?: Progress;
  /** Archives with further images for its nodes. @default none */
  images?: string[];
}

export interface Cluster {
  /** The machine's own, one that kind made in Docker, or one that the user named. */
  kind: "own" | "kind" | "named";
  /** Path of a kubeconfig that has the context; for a cluster that the user named, what KUBECONFIG says, which may be several paths. */
  kubeconfig: string;
  context: string;
  /** False when it was running already. */
  created: boolean;
  /** Removes all that was started; nothing for a named cluster. Safe to call twice. */
  stop(): Promise<void>;
}

/** Where to find a cluster. One that the user named is found as kubectl finds it, since a path would have to be one file. */
export function placeOf({ kind, context, kubeconfig }: Pick<Cluster, "kind" | "context" | "kubeconfig">): {
  context: string;
  kubeconfig?: string;
} {
  return { context, ...(kind === "named" ? {} : { kubeconfig }) };
}
