import { inSlices } from "../../batch/slices";
import type { CheckFailure } from "../../resource";
import { hasUnknown, unknownValue } from "../../unknown";
import { checkUser } from "../check";
import type { UserInputs } from "../inputs";
import { bothSlots } from "../slots";
import type { SetUser, UserSetInputs } from "./inputs";
import { expand, impliedSecret, shorten } from "./inputs";

/** A set's inputs after check, and what only this run needs to know. */
export interface CheckedSet {
  inputs: UserSetInputs;
  failures: CheckFailure[];
  /** Names that other resources of the program have. They may move from here, and are no part of the set. */
  elsewhere: string[];
}

/** Fills in the defaults and names every input that can't be used, user by user; see ResourceFunctions.check. */
export async function checkUserSet(olds: Partial<UserSetInputs>, news: Record<string, unknown>): Promise<CheckedSet> {
  const { elsewhere: named, ...given } = news;
  const elsewhere = Array.isArray(named) ? named.filter((name) => typeof name === "string") : [];
  const set = given as unknown as UserSetInputs;
  const keyPath = `kafka:userGroups.${String(news["name"])}.users`;
  if (news["users"] === unknownValue) return { inputs: set, failures: [], elsewhere };
  if (!isMap(news["users"])) {
    const reason = `${keyPath}: found ${JSON.stringify(news["users"])}, allowed is a map of users`;
    return { inputs: set, failures: [{ property: "users", reason }], elsewhere };
  }
  const known = isMap(olds.users) ? await expand(olds as UserSetInputs) : new Map<string, UserInputs>();
  const checked: ({ name: string; user: unknown } & ReturnType<typeof checkUser>)[] = [];
  await inSlices(Object.entries(news["users"]), ([name, user]) => {
    const secret = impliedSecret(set.secret, name);
    const whole = { ...(secret === undefined ? {} : { secret }), ...(isMap(user) ? user : {}) };
    const own = checkUser(known.get(name) ?? {}, { ...whole, connection: set.connection, name }, `${keyPath}.${name}`);
    checked.push({ name, user, ...own });
  });
  const short = await shorten(new Map(checked.map(({ name, inputs }) => [name, inputs])), set.secret);
  const users = checked.map(({ name, user }): [string, SetUser] => [
    name,
    isMap(user) && !hasUnknown(user) ? (short[name] as SetUser) : (user as SetUser),
  ]);
  const failures = checked.flatMap(({ name, failures: own }) =>
    own.map(({ property, reason }) => ({ property: `users[${JSON.stringify(name)}].${property}`, reason })),
  );
  return {
    inputs: { ...set, users: Object.fromEntries(users) },
    failures: [...failures, ...collisions(news["users"], keyPath)],
    elsewhere,
  };
}

/** No user may have the second name of another. */
function collisions(users: Record<string, unknown>, keyPath: string): CheckFailure[] {
  return Object.keys(users)
    .map((name) => ({ name, second: bothSlots(name)[1] }))
    .filter(({ second }) => Object.hasOwn(users, second))
    .map(({ name, second }) => ({
      property: `users[${JSON.stringify(second)}]`,
      reason: `${keyPath}.${second}: is the second login of the user ${name}, allowed is another name`,
    }));
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
