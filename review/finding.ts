/** What a change is about, in the order in which a review shows it. */
export const AREAS = ["topics", "users", "brokers", "monitoring", "other"] as const;
export type Area = (typeof AREAS)[number];

/**
 * What a change may do.
 *
 * - `danger`: data, access or the service is lost, for good or until somebody acts.
 * - `care`: nothing is lost, but somebody will notice, or should know before.
 * - `plain`: nothing that anybody would notice.
 */
export const RISKS = ["danger", "care", "plain"] as const;
export type Risk = (typeof RISKS)[number];

/** What one change means, in words. */
export interface Finding {
  area: Area;
  risk: Risk;
  /** What it is about: the kind, then its name, such as `topic` and `orders`. */
  kind: string;
  name: string;
  /** A sentence's end that stands behind the subject, plain text: `retention shortened from 7 d to 2 d: ...`. */
  text: string;
}

/** What a rule finds about a subject that its caller knows. */
export type Judgement = Pick<Finding, "risk" | "text">;
