/** The kinds of cluster, in the order in which they are tried. */
export type Choice = "named" | "kind" | "own";

export interface Machine {
  /** The kube context that the user named. */
  context?: string;
  dockerRuns: boolean;
  /** Docker has kind's node image, or can pull it. */
  nodeImageAvailable: boolean;
}

/** Never the current context by accident: a cluster that is not ours is used only by its name. */
export function chooseCluster({ context, dockerRuns, nodeImageAvailable }: Machine): Choice {
  const open: [Choice, boolean][] = [
    ["named", context !== undefined],
    ["kind", dockerRuns && nodeImageAvailable],
    ["own", true],
  ];
  return (open.find(([, isOpen]) => isOpen) as [Choice, boolean])[0];
}
