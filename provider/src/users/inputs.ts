import type { Connection, SecretSource } from "../connection";
import type { QuotaKey } from "../protocol/quotas";
import type { MechanismName } from "../protocol/scram";
import type { UserRules } from "./rules";
import type { Slots } from "./slots";

/** Quotas by Kafka's own names: bytes per second, percent of a thread's time, mutations per second. */
export type UserQuotas = Partial<Record<QuotaKey, number>>;

/** Where a user's login is. */
export type UserSecret = SecretSource & {
  /** What stands before the names of the keys, where one Secret holds the logins of many. @default nothing */
  prefix?: string;
};

/** What a stack file wants of one SCRAM user. */
export interface UserInputs extends Slots {
  connection: Connection;
  /** Name of the user, and id of the resource. */
  name: string;
  /** @default "SCRAM-SHA-512" */
  mechanism: MechanismName;
  /** Iterations of PBKDF2, 4,096 to 16,384 (KIP-554). @default 8192 */
  iterations: number;
  /**
   * The Secret that holds the password: keys `username` (see `slotName`) and `password`, and after a rotation, where they are known,
   * `previous.username` and `previous.password`.
   */
  secret: UserSecret;
  /** Raised by one whenever the Secret holds a new password. @default 1 */
  rotation: number;
  /** Whether the password before the current one still works, or goes. @default "keep" */
  previous: "keep" | "remove";
  /** What the user may do. @default {}, nothing */
  rules: UserRules;
  /** Remove rules and quotas of this user that others made. @default false: they are shown */
  exclusive: boolean;
  /** Quotas that are named are kept so; one that is taken out is removed. @default {} */
  quotas: UserQuotas;
}

/** What the state keeps of a user: the inputs as the brokers have them. Nothing secret. */
export interface UserOutputs extends UserInputs {
  /** `outdated`: a refresh found that the brokers don't take the Secret's password. */
  credential: "current" | "outdated";
  /** Rules of this user that a refresh found gone, in words. Left out when there are none. */
  missingRules?: string[];
  /** Rules and quotas of this user that others made, in words. Left out when there are none. */
  foreign?: string[];
}

/** What inputs are taken for when they are left out, as states of earlier versions do. */
export const userDefaults = {
  mechanism: "SCRAM-SHA-512",
  iterations: 8192,
  rotation: 1,
  previous: "keep",
  rules: {},
  exclusive: false,
  quotas: {},
} as const;

/** A state of any version as today's: what an earlier one didn't have stands at its default. */
export function upgraded(olds: UserOutputs): UserOutputs {
  return { ...userDefaults, ...olds };
}

/** What of a state are inputs: all but what a run or a refresh found. */
export function inputsOf(outputs: UserOutputs): UserInputs {
  const found: readonly string[] = ["credential", "missingRules", "foreign"] satisfies (keyof UserOutputs)[];
  const entries = Object.entries(outputs).filter(([key]) => !found.includes(key));
  return Object.fromEntries(entries) as unknown as UserInputs;
}
