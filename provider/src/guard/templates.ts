/** What Kubernetes never lets change of a StatefulSet, as the stack file wants it. */
export interface StatefulSetTemplate {
  /** Name of the StatefulSet. */
  statefulSet: string;
  /** Size of each claim, a Kubernetes quantity. */
  size: string;
  /** StorageClass; absent means the Kubernetes cluster's own default. */
  storageClass?: string;
  /** Whether pods start and stop one after the other. */
  podManagementPolicy: string;
  /** Where claims are set in the stack file. */
  keyPath: string;
}

/** The same of a StatefulSet that exists. */
export type LiveTemplate = Pick<StatefulSetTemplate, "size" | "storageClass" | "podManagementPolicy">;

interface Rule {
  differs: (wanted: StatefulSetTemplate, live: LiveTemplate) => boolean;
  message: (wanted: StatefulSetTemplate, live: LiveTemplate) => string;
}

const ORPHAN = "kubectl delete statefulset --cascade=orphan";

const RULES: readonly Rule[] = [
  {
    differs: ({ size }, live) => bytes(size) !== bytes(live.size),
    message: ({ keyPath, statefulSet, size }, live) =>
      `${keyPath}.size: StatefulSet ${statefulSet} has claims of ${live.size}, ${size} is asked for, and Kubernetes can't change that in place: resize the claims and delete the StatefulSet alone (${ORPHAN}), then \`up\` (docs/resize-claims.md)`,
  },
  {
    // Left out means the default class, whose name Kubernetes fills in.
    differs: ({ storageClass }, live) => storageClass !== undefined && storageClass !== live.storageClass,
    message: ({ keyPath, statefulSet, storageClass }, live) =>
      `${keyPath}.class: StatefulSet ${statefulSet} has claims of class ${live.storageClass ?? "(default)"}, ${storageClass} is asked for, and data doesn't move between classes: set it back (docs/resize-claims.md)`,
  },
  {
    differs: ({ podManagementPolicy }, live) => podManagementPolicy !== live.podManagementPolicy,
    message: ({ statefulSet, podManagementPolicy }, live) =>
      `kafka:cluster.values: StatefulSet ${statefulSet} has podManagementPolicy ${live.podManagementPolicy}, ${podManagementPolicy} is asked for: set it back, or delete the StatefulSet alone (${ORPHAN}), then \`up\``,
  },
];

/**
 * Why a StatefulSet can't become what the stack file wants, one line a reason; none when it can. Kubernetes would refuse such a
 * change, and the engine would replace the StatefulSet, which stops every broker at once.
 *
 * @param live What exists; undefined when there is nothing, so that anything may be made.
 */
export function templateRefusals(wanted: StatefulSetTemplate, live: LiveTemplate | undefined): string[] {
  if (live === undefined) return [];
  return RULES.filter(({ differs }) => differs(wanted, live)).map(({ message }) => message(wanted, live));
}

const POWERS: Record<string, number> = { m: -1, k: 1, M: 2, G: 3, T: 4, P: 5, E: 6 };

/** Bytes of a Kubernetes quantity, so that `1Ti` equals `1024Gi`. */
function bytes(quantity: string): number {
  const [, number = "", unit = "", binary] = /^([\d.]+)([mkKMGTPE]?)(i?)$/.exec(quantity) ?? [];
  return Number(number) * (binary === "i" ? 1024 : 1000) ** (POWERS[unit === "K" ? "k" : unit] ?? 0);
}
