import { Deadline } from "../deadline";
import { UserError } from "../errors";
import { describeError, errorCode } from "../protocol/errors";
import type { MechanismName, ScramDescription } from "../protocol/scram";
import type { SecretReader } from "../session/access";
import type { UserInputs } from "./inputs";
import type { ScramChange, UserRequests } from "./requests";
import { saltPassword } from "./salt";

/** How long brokers may take to hear of a credential, in milliseconds. */
const spreadLimit = 30_000;

/**
 * The password of a user's Secret.
 * @throws UserError when the Secret or its key is missing
 */
export async function readPassword(readSecret: SecretReader, user: UserInputs): Promise<string> {
  const { name, namespace } = user.secret;
  const { password } = await readSecret(user.connection.kubernetes, user.secret);
  if (password === undefined || password === "") {
    throw new UserError(`user "${user.name}": Secret ${namespace}/${name} has no key "password"`);
  }
  return password;
}

/** Salts the user's password, writes the credential, and waits until every live broker has it. */
export async function writeCredential(
  requests: UserRequests,
  readSecret: SecretReader,
  user: UserInputs,
): Promise<void> {
  const { name, mechanism, iterations } = user;
  const salted = await saltPassword(await readPassword(readSecret, user), mechanism, iterations);
  await alter(requests, name, "can't be written", { upsert: { name, mechanism, iterations, ...salted } });
  await waitForBrokers(requests, name, (found) =>
    found.some((credential) => credential.mechanism === mechanism && credential.iterations === iterations),
  );
}

/** Removes a credential, and waits until no live broker takes it. One that is gone already is no error. */
export async function removeCredential(requests: UserRequests, name: string, mechanism: MechanismName): Promise<void> {
  await alter(requests, name, "can't be removed", { remove: { name, mechanism } });
  await waitForBrokers(requests, name, (found) => !found.some((credential) => credential.mechanism === mechanism));
}

async function alter(requests: UserRequests, name: string, attempt: string, change: ScramChange): Promise<void> {
  const result = await requests.alter.add(change);
  const goneAlready = "remove" in change && result.errorCode === errorCode.resourceNotFound;
  if (result.errorCode === errorCode.none || goneAlready) return;
  throw new UserError(`user "${name}" ${attempt}: ${describeError(result.errorCode, result.errorMessage)}`);
}

async function waitForBrokers(
  requests: UserRequests,
  name: string,
  known: (found: ScramDescription["credentials"]) => boolean,
): Promise<void> {
  const deadline = new Deadline(spreadLimit);
  let waiting: number[] = [];
  do {
    const brokers = await requests.liveBrokers();
    const views = await Promise.all(brokers.map((broker) => knownBy(requests, broker, name, known)));
    waiting = brokers.filter((_, index) => !views[index]);
    if (waiting.length === 0) return;
    await deadline.pause(50);
  } while (!deadline.passed);
  throw new UserError(
    `user "${name}": broker ${waiting.join(", ")} hasn't heard of the change after ${spreadLimit / 1000} s`,
  );
}

async function knownBy(
  requests: UserRequests,
  broker: number,
  name: string,
  known: (found: ScramDescription["credentials"]) => boolean,
): Promise<boolean> {
  try {
    const users = await requests.describeFrom(broker, [name], new Deadline(5_000));
    return known(users.get(name)?.credentials ?? []);
  } catch (error) {
    // A broker that went away leaves the list of live ones soon; until then it is waited for.
    if (error instanceof UserError) return false;
    throw error;
  }
}
