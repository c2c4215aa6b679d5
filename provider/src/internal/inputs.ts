import type { KubernetesConnection } from "../connection";
import { slotName } from "../users/slots";

/** The internal users of a cluster: the administrator, and the brokers among themselves. */
export interface InternalUsers {
  connection: KubernetesConnection;
  /** Name of the cluster, and id of the resource. */
  name: string;
  /** Counts the passwords, from 1 on. Their logins take turns under two names, see `slotName`. */
  rotation: number;
}

/** Each internal user, and the key of the chart's Secret that holds its password (chart 26.11.4, templates/secrets.yaml). */
export const passwordKeys = { operator: "system-user-password", interbroker: "inter-broker-password" } as const;

/** The names that the internal users log in under at a turn. */
export function internalNames(rotation: number): string[] {
  return Object.keys(passwordKeys).map((user) => slotName(user, rotation));
}

/** Where the turns are counted, in the stack file. */
export const rotationPath = "kafka:security.rotation";

/** Why a turn can't follow another; undefined when it can. */
export function refusedTurn(before: number | undefined, now: number): string | undefined {
  if (before === undefined || now === before || now === before + 1) return undefined;
  return now < before
    ? `${rotationPath}: found ${now} after ${before}: passwords don't come back; raise it to rotate`
    : `${rotationPath}: found ${now} after ${before}: two logins take turns, so that going on by more than one would end the one that brokers use; set ${before + 1}`;
}
