/** A resource as a rule sees it. */
export interface Resource {
  /** Pulumi's type, such as `kubernetes:apps/v1:StatefulSet`. */
  type: string;
  name: string;
  props: Record<string, unknown>;
}

/** What breaks a rule. */
export interface Breach {
  /** What it is about. */
  resource: Resource;
  /** What was found and how to mend it, one sentence or two. */
  message: string;
}

/** The thresholds of a rule by name, each with what it means in {@link Rule.limits}. */
export type Limits = Readonly<Record<string, number | boolean | string[]>>;

/** One rule of the pack: a pure function of all resources of a stack. */
export interface Rule<L extends Limits = Limits> {
  /** Name in the pack's configuration and in its reports. */
  name: string;
  /** What must hold. */
  description: string;
  /** The thresholds with their defaults; a stack sets others in its file (`policy/prod.json`). */
  limits: L;
  /** Everything that breaks the rule. */
  check: (resources: readonly Resource[], limits: L) => Breach[];
}

/** A rule as it is, its thresholds' types kept. */
export function rule<L extends Limits>(definition: Rule<L>): Rule {
  // A pack's configuration is checked against the limits' own types before it comes here (asPolicy.ts).
  return definition as unknown as Rule;
}
