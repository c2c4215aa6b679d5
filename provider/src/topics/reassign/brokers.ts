import type { LayoutInputs } from "../layout";
import type { PlanInput } from "./plan";
import type { ReassignmentSettings } from "./settings";

/** What inputs say of a topic's brokers. */
type BrokerInputs = LayoutInputs & { reassignment?: ReassignmentSettings };

/** The brokers that a topic's replicas may be on, by node id; a placement says it all itself. */
export function brokersFor({ placement, reassignment }: BrokerInputs): Pick<PlanInput, "targets" | "excluded"> {
  return placement === undefined ? (reassignment?.brokers ?? {}) : {};
}

/** Whether replicas are on brokers where none may be. */
export function isMisplaced(inputs: BrokerInputs, { replicas }: { replicas: readonly (readonly number[])[] }): boolean {
  const { targets, excluded = [] } = brokersFor(inputs);
  return replicas.some((list) => list.some((id) => excluded.includes(id) || !(targets?.includes(id) ?? true)));
}

/** The brokers that may hold replicas, in words: `all`, `only 0, 1`, `all but 3`. */
export function brokersInWords(inputs: BrokerInputs): string {
  const { targets, excluded = [] } = brokersFor(inputs);
  const only = targets === undefined ? "all" : `only ${targets.join(", ")}`;
  return excluded.length === 0 ? only : `${only} but ${excluded.join(", ")}`;
}
