import { isDeepStrictEqual } from "node:util";
import { sizeInBytes } from "../../config/units";

/** The part of a StatefulSet's `spec` that Kubernetes never lets change. */
export interface StatefulSetSpec {
  serviceName?: string;
  /** @default "OrderedReady" (Kubernetes) */
  podManagementPolicy?: string;
  selector?: { matchLabels?: Record<string, string> };
  volumeClaimTemplates?: ClaimSpec[];
}

/** One claim template, as far as it is looked at. What the live object has beyond it are Kubernetes' own defaults. */
export interface ClaimSpec {
  metadata?: { name?: string };
  spec?: {
    accessModes?: string[];
    storageClassName?: string;
    resources?: { requests?: Record<string, string> };
  };
}

/** A change that Kubernetes would refuse, so that the engine would replace the StatefulSet with all its pods at once. */
export interface ImmutableChange {
  /** Path within the `spec`, such as `volumeClaimTemplates.data.storage`. */
  field: string;
  /** One line: what is, what is asked for, and what to do instead. */
  message: string;
}

interface Rule {
  field: string;
  of: (spec: StatefulSetSpec) => unknown;
  instead: string;
}

const ANEW = "set it back, or make a cluster of another name and move the topics there";

const RULES: readonly Rule[] = [
  { field: "serviceName", of: (spec) => spec.serviceName, instead: ANEW },
  {
    field: "podManagementPolicy",
    of: (spec) => spec.podManagementPolicy ?? "OrderedReady",
    instead: "set it back, or delete the StatefulSet alone (kubectl delete statefulset --cascade=orphan), then `up`",
  },
  { field: "selector", of: (spec) => spec.selector?.matchLabels ?? {}, instead: ANEW },
];

interface ClaimRule {
  part: string;
  of: (claim: ClaimSpec) => unknown;
  /** Equal in meaning, though not in writing. */
  same?: (before: unknown, now: unknown) => boolean;
  instead: string;
}

const CLAIM_RULES: readonly ClaimRule[] = [
  {
    part: "storage",
    of: ({ spec }) => spec?.resources?.requests?.["storage"],
    same: (before, now) => bytes(before) !== undefined && bytes(before) === bytes(now),
    instead:
      "expand the claims, then delete the StatefulSet alone (kubectl delete statefulset --cascade=orphan), then `up` (docs/resize-claims.md)",
  },
  {
    part: "storageClassName",
    of: ({ spec }) => spec?.storageClassName,
    // Left out means the default class, whose name Kubernetes fills in.
    same: (_before, now) => now === undefined,
    instead: "set it back: data doesn't move between classes (docs/resize-claims.md)",
  },
  { part: "accessModes", of: ({ spec }) => spec?.accessModes ?? [], instead: "set it back" },
];

/**
 * Which fields of a StatefulSet differ that Kubernetes can't change in place. A new StatefulSet has none.
 *
 * @param before The spec of the last `up`, or the live one.
 * @param now The spec that is asked for.
 */
export function immutableChanges(before: StatefulSetSpec | undefined, now: StatefulSetSpec): ImmutableChange[] {
  if (before === undefined) return [];
  const changes = RULES.flatMap(({ field, of, instead }) => difference(field, of(before), of(now), instead));
  return [...changes, ...claimChanges(before.volumeClaimTemplates ?? [], now.volumeClaimTemplates ?? [])];
}

function claimChanges(before: ClaimSpec[], now: ClaimSpec[]): ImmutableChange[] {
  const names = (claims: ClaimSpec[]): string[] => claims.map((claim) => claim.metadata?.name ?? "").sort();
  const field = "volumeClaimTemplates";
  if (!isDeepStrictEqual(names(before), names(now))) return difference(field, names(before), names(now), ANEW);
  return now.flatMap((claim) => {
    const name = claim.metadata?.name ?? "";
    const earlier = before.find((other) => (other.metadata?.name ?? "") === name) ?? {};
    return CLAIM_RULES.flatMap(({ part, of, same, instead }) =>
      same?.(of(earlier), of(claim)) ? [] : difference(`${field}.${name}.${part}`, of(earlier), of(claim), instead),
    );
  });
}

function difference(field: string, before: unknown, now: unknown, instead: string): ImmutableChange[] {
  if (isDeepStrictEqual(before, now)) return [];
  return [{ field, message: `${field} is ${show(before)}, ${show(now)} is asked for: ${instead}` }];
}

const show = (value: unknown): string => (typeof value === "string" ? value : (JSON.stringify(value) ?? "nothing"));
const bytes = (quantity: unknown): bigint | undefined =>
  typeof quantity === "string" ? sizeInBytes(quantity) : undefined;
