/** The parts of the provider package that stand behind dynamic resources. */
export type DynamicResources =
  | "topics"
  | "topicSets"
  | "users"
  | "userSets"
  | "revocations"
  | "defaultQuotas"
  | "turns"
  | "groupTurns"
  | "internalLogins"
  | "endedLogins"
  | "rollout"
  | "guard"
  | "credentialsGuard"
  | "destroyGuard"
  | "kindGuard"
  | "dashboards"
  | "certificates"
  | "certificateReloads";

/**
 * The program text that the engine keeps in the state and runs for a dynamic resource: constant, and without any logic of its
 * own. What is stored once must be able to run for ever, so the package's name and the parts' names never change.
 */
export function facade(area: DynamicResources): string {
  return `exports.handler = () => require("@kafka-on-kubernetes/provider").${area};`;
}
