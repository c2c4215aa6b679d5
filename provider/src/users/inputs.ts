import type { Connection, SecretSource } from "../connection";
import type { MechanismName } from "../protocol/scram";

/** What a stack file wants of one SCRAM user. */
export interface UserInputs {
  connection: Connection;
  /** Name of the user, and id of the resource. */
  name: string;
  /** @default "SCRAM-SHA-512" */
  mechanism: MechanismName;
  /** Iterations of PBKDF2, 4,096 to 16,384 (KIP-554). @default 8192 */
  iterations: number;
  /** The Secret whose key `password` holds the password. */
  secret: SecretSource;
  /** Raised by one whenever the Secret holds a new password. @default 1 */
  rotation: number;
}

/** What the state keeps of a user: the inputs as the brokers have them. Nothing secret. */
export interface UserOutputs extends UserInputs {
  /** `outdated`: a refresh found that the brokers don't take the Secret's password. */
  credential: "current" | "outdated";
}
