import { canonical } from "../../canonical";
import type { Connection } from "../../connection";
import type { UserInputs, UserOutputs } from "../inputs";
import { userDefaults } from "../inputs";

type Own<T extends UserInputs> = Omit<T, "connection" | "name" | keyof typeof userDefaults> &
  Partial<Pick<T, keyof typeof userDefaults>>;

/** One user of a set in few words: the name is its key, and what stands at its default is left out. */
export type SetUser = Own<UserInputs>;

/** What a program wants of a set of users. */
export interface UserSetInputs {
  connection: Connection;
  /** Name of the set, and id of the resource. */
  name: string;
  /** The users by name. */
  users: Record<string, SetUser>;
}

/** A user of a set in the state; what is as it should be is left out. */
type StoredUser = Omit<Own<UserOutputs>, "credential"> & Partial<Pick<UserOutputs, "credential">>;

/** What the state keeps of a set: the users that exist, as the brokers have them. Nothing secret. */
export interface UserSetOutputs extends Omit<UserSetInputs, "users"> {
  users: Record<string, StoredUser>;
}

/** The set's users with everything that a single user has. */
export function expand({ connection, users }: UserSetInputs | UserSetOutputs): Map<string, UserOutputs> {
  return new Map(
    Object.entries(users).map(([name, user]) => [
      name,
      { ...userDefaults, credential: "current", ...user, connection, name },
    ]),
  );
}

const implied: Readonly<Record<string, unknown>> = { ...userDefaults, credential: "current" };

/** Users in few words, in the order of their names: the state counts every byte a thousand times. */
export function shorten(users: ReadonlyMap<string, UserInputs | UserOutputs>): UserSetOutputs["users"] {
  const sorted = [...users].sort(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(sorted.map(([name, user]) => [name, shortUser(user)]));
}

function shortUser(user: UserInputs | UserOutputs): StoredUser {
  const own = Object.entries(user).filter(
    ([key, value]) => !["connection", "name"].includes(key) && canonical(value) !== canonical(implied[key]),
  );
  return Object.fromEntries(own) as unknown as StoredUser;
}
