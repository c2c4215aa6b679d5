import { UserError } from "../errors";
import { describeError, errorCode } from "../protocol/errors";
import type { MechanismName, ScramDescription } from "../protocol/scram";
import type { Credentials, SecretReader } from "../session/access";
import { secretPlace } from "../session/access";
import type { UserInputs } from "./inputs";
import type { ScramChange, UserRequests } from "./requests";
import { liveSlots, slotName } from "./slots";

/** What a user's Secret holds: the current login, and after a rotation the one before it where the Secret has it. */
export interface SecretLogins {
  current: Credentials;
  previous: Credentials | undefined;
}

/**
 * Reads a user's Secret.
 * @throws UserError when the Secret or its password is missing, or is that of another turn of the rotation
 */
export async function readLogins(readSecret: SecretReader, user: UserInputs): Promise<SecretLogins> {
  const where = `user "${user.name}": ${secretPlace(user.secret)}`;
  const { prefix = "", ...source } = user.secret;
  const all = await readSecret(user.connection.kubernetes, source);
  const keys = loginKeysOf(all, prefix);
  const [current = user.name, previous] = liveSlots(user);
  const password = keys["password"];
  if (password === undefined || password === "") throw new UserError(`${where} has no key "${prefix}password"`);
  const username = keys["username"] ?? current;
  if (username !== current) {
    throw new UserError(
      `${where} is for the user name ${JSON.stringify(username)}, and rotation ${user.rotation} logs in as ${JSON.stringify(current)}. Set its keys username and password for this turn`,
    );
  }
  const before = keys["previous.password"];
  return {
    current: { username, password },
    previous: previous === undefined || before === undefined ? undefined : { username: previous, password: before },
  };
}

/** The keys of a Secret that are about a login. */
const loginKeys = ["username", "password", "previous.username", "previous.password"];

/** One user's login among those of a Secret, whose keys start with its prefix. */
export function loginKeysOf(keys: Readonly<Record<string, string>>, prefix: string): Record<string, string> {
  return Object.fromEntries(
    loginKeys.flatMap((key) => {
      const value = keys[`${prefix}${key}`];
      return value === undefined ? [] : [[key, value]];
    }),
  );
}

/** Writes a credential, its password salted. */
export async function writeCredential(
  requests: UserRequests,
  { mechanism, iterations }: Pick<UserInputs, "mechanism" | "iterations">,
  { username: name, password }: Credentials,
): Promise<void> {
  await alter(requests, name, "can't be written", { write: { name, mechanism, iterations, password } });
  const holds = (found: ScramDescription["credentials"]) =>
    found.some((credential) => credential.mechanism === mechanism && credential.iterations === iterations);
  await requests.known.add({ name, holds });
}

/** Removes a credential, and waits until no live broker takes it. One that is gone already is no error. */
export async function removeCredential(requests: UserRequests, name: string, mechanism: MechanismName): Promise<void> {
  await alter(requests, name, "can't be removed", { remove: { name, mechanism } });
  const holds = (found: ScramDescription["credentials"]) =>
    !found.some((credential) => credential.mechanism === mechanism);
  await requests.known.add({ name, holds });
}

/** The credential of the turn before, which a rotation left in place and which is told to go. */
export async function removePreviousCredential(requests: UserRequests, user: UserInputs): Promise<void> {
  if (user.previous !== "remove" || user.rotation === 1) return;
  await removeCredential(requests, slotName(user.name, user.rotation - 1), user.mechanism);
}

async function alter(requests: UserRequests, name: string, attempt: string, change: ScramChange): Promise<void> {
  const result = await requests.alter.add(change);
  const goneAlready = "remove" in change && result.errorCode === errorCode.resourceNotFound;
  if (result.errorCode === errorCode.none || goneAlready) return;
  throw new UserError(`user "${name}" ${attempt}: ${describeError(result.errorCode, result.errorMessage)}`);
}
