import { UserError } from "../errors";
import { describeError, errorCode } from "../protocol/errors";
import type { MechanismName, ScramDescription } from "../protocol/scram";
import type { SecretReader } from "../session/access";
import { secretPlace } from "../session/access";
import type { UserInputs } from "./inputs";
import type { ScramChange, UserRequests } from "./requests";
import { saltPassword } from "./salt";

type Credentials = ScramDescription["credentials"];

/**
 * The password of a user's Secret.
 * @throws UserError when the Secret or its key is missing
 */
export async function readPassword(readSecret: SecretReader, user: UserInputs): Promise<string> {
  const { password } = await readSecret(user.connection.kubernetes, user.secret);
  if (password === undefined || password === "") {
    throw new UserError(`user "${user.name}": ${secretPlace(user.secret)} has no key "password"`);
  }
  return password;
}

/** Salts the user's password, and writes the credential. @returns the password, for a login with it */
export async function writeCredential(
  requests: UserRequests,
  readSecret: SecretReader,
  user: UserInputs,
): Promise<string> {
  const { name, mechanism, iterations } = user;
  const password = await readPassword(readSecret, user);
  const salted = await saltPassword(password, mechanism, iterations);
  await alter(requests, name, "can't be written", { upsert: { name, mechanism, iterations, ...salted } });
  const holds = (found: Credentials) =>
    found.some((credential) => credential.mechanism === mechanism && credential.iterations === iterations);
  await requests.known.add({ name, holds });
  return password;
}

/** Removes a credential, and waits until no live broker takes it. One that is gone already is no error. */
export async function removeCredential(requests: UserRequests, name: string, mechanism: MechanismName): Promise<void> {
  await alter(requests, name, "can't be removed", { remove: { name, mechanism } });
  const holds = (found: Credentials) => !found.some((credential) => credential.mechanism === mechanism);
  await requests.known.add({ name, holds });
}

async function alter(requests: UserRequests, name: string, attempt: string, change: ScramChange): Promise<void> {
  const result = await requests.alter.add(change);
  const goneAlready = "remove" in change && result.errorCode === errorCode.resourceNotFound;
  if (result.errorCode === errorCode.none || goneAlready) return;
  throw new UserError(`user "${name}" ${attempt}: ${describeError(result.errorCode, result.errorMessage)}`);
}
