import { inSlices } from "../../batch/slices";
import { same } from "../../canonical";
import type { Connection, SecretSource } from "../../connection";
import { hasUnknown, unknownValue } from "../../unknown";
import { loginKeysOf } from "../credential";
import type { UserInputs, UserOutputs, UserSecret } from "../inputs";
import { userDefaults } from "../inputs";

/** What a user of a set may leave out. */
type Implied = keyof typeof userDefaults | "secret";

type Own<T extends UserInputs> = Omit<T, "connection" | "name" | Implied> & Partial<Pick<T, Implied>>;

/** One user of a set in few words: the name is its key, and what stands at its default is left out. */
export type SetUser = Own<UserInputs>;

/** What a program wants of a set of users. */
export interface UserSetInputs {
  connection: Connection;
  /** Name of the set, and id of the resource. */
  name: string;
  /** The Secret with the logins of all users that name none of their own, each user's keys behind {@link prefixOf} its name. */
  secret?: SecretSource;
  /** The users by name. */
  users: Record<string, SetUser>;
}

/** A user of a set in the state; what is as it should be is left out. */
type StoredUser = Omit<Own<UserOutputs>, "credential"> & Partial<Pick<UserOutputs, "credential">>;

/** What the state keeps of a set: the users that exist, as the brokers have them. Nothing secret. */
export interface UserSetOutputs extends Omit<UserSetInputs, "users"> {
  users: Record<string, StoredUser>;
}

/**
 * What stands before a user's keys in the Secret of its set. None of the keys behind it has a `_` in it, so that no two users can mean the
 * same key.
 */
export function prefixOf(user: string): string {
  return `${user}_`;
}

/** The login of a user that names no Secret of its own. */
export function impliedSecret(secret: SecretSource | undefined, user: string): UserSecret | undefined {
  if (secret === undefined) return undefined;
  if (hasUnknown(secret)) return unknownValue as unknown as UserSecret;
  const prefix = prefixOf(user);
  return "keys" in secret ? { keys: loginKeysOf(secret.keys, prefix) } : { ...secret, prefix };
}

/** The set's users with everything that a single user has. */
export async function expand({
  connection,
  secret,
  users,
}: UserSetInputs | UserSetOutputs): Promise<Map<string, UserOutputs>> {
  const whole = new Map<string, UserOutputs>();
  await inSlices(Object.entries(users), ([name, user]) => {
    const own = { secret: impliedSecret(secret, name) as UserSecret, ...user };
    whole.set(name, { ...userDefaults, credential: "current", ...own, connection, name });
  });
  return whole;
}

const implied: Readonly<Record<string, unknown>> = { ...userDefaults, credential: "current" };

/**
 * Users in few words, in the order of their names: the state counts every byte a thousand times.
 * @param secret the set's own
 */
export async function shorten(
  users: ReadonlyMap<string, UserInputs | UserOutputs>,
  secret: SecretSource | undefined,
): Promise<UserSetOutputs["users"]> {
  const sorted = [...users].sort(([left], [right]) => (left < right ? -1 : 1));
  const short: [string, StoredUser][] = [];
  await inSlices(sorted, ([name, user]) =>
    short.push([name, shortUser(user, { ...implied, secret: impliedSecret(secret, name) })]),
  );
  return Object.fromEntries(short);
}

function shortUser(user: UserInputs | UserOutputs, known: Readonly<Record<string, unknown>>): StoredUser {
  const own = Object.entries(user).filter(
    ([key, value]) => key !== "connection" && key !== "name" && !same(value, known[key]),
  );
  return Object.fromEntries(own) as unknown as StoredUser;
}
