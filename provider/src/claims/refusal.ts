/** A StatefulSet's claim template, as the stack file wants it. */
export interface ClaimTemplate {
  /** Name of the StatefulSet. */
  statefulSet: string;
  /** Size of each claim, a Kubernetes quantity. */
  size: string;
  /** StorageClass; absent means the Kubernetes cluster's own default. */
  storageClass?: string;
  /** Where it is set in the stack file. */
  keyPath: string;
}

/** The claim template of a StatefulSet that exists. */
export interface LiveClaim {
  size: string;
  storageClass?: string;
}

/**
 * Why a change of a StatefulSet's claims can't be made, or undefined when it can. Kubernetes keeps claim templates for ever;
 * the engine would replace the StatefulSet, which stops every broker at once.
 *
 * @param wanted What the stack file asks for.
 * @param live What the StatefulSet has; undefined when there is none, so that any template may be made.
 */
export function refusal(wanted: ClaimTemplate, live: LiveClaim | undefined): string | undefined {
  if (live === undefined) return undefined;
  const { statefulSet, keyPath, size, storageClass } = wanted;
  if (live.size !== size) {
    return `${keyPath}.size: StatefulSet ${statefulSet} has claims of ${live.size}, ${size} is asked for, and Kubernetes can't change that in place; resize the claims and delete the StatefulSet with --cascade=orphan first (docs/resize-claims.md)`;
  }
  if (storageClass !== undefined && live.storageClass !== storageClass) {
    return `${keyPath}.class: StatefulSet ${statefulSet} has claims of class ${live.storageClass ?? "(default)"}, ${storageClass} is asked for, and Kubernetes can't move data between classes; keep the class (docs/resize-claims.md)`;
  }
  return undefined;
}
