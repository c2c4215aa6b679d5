import type { CheckFailure } from "../../resource";
import { hasUnknown, unknownValue } from "../../unknown";
import { checkUser } from "../check";
import type { UserInputs } from "../inputs";
import { bothSlots } from "../slots";
import type { SetUser, UserSetInputs } from "./inputs";
import { expand, shorten } from "./inputs";

/** Fills in the defaults and names every input that can't be used, user by user; see ResourceFunctions.check. */
export function checkUserSet(
  olds: Partial<UserSetInputs>,
  news: Record<string, unknown>,
): { inputs: UserSetInputs; failures: CheckFailure[] } {
  const set = news as unknown as UserSetInputs;
  if (news["users"] === unknownValue) return { inputs: set, failures: [] };
  if (!isMap(news["users"])) {
    return { inputs: set, failures: [{ property: "users", reason: "found no users, allowed is a map of users" }] };
  }
  const known = isMap(olds.users) ? expand(olds as UserSetInputs) : new Map<string, UserInputs>();
  const checked = Object.entries(news["users"]).map(([name, user]) => {
    const whole = { ...(isMap(user) ? user : {}), connection: set.connection, name };
    return { name, user, ...checkUser(known.get(name) ?? {}, whole) };
  });
  const short = shorten(new Map(checked.map(({ name, inputs }) => [name, inputs])));
  const users = checked.map(({ name, user }): [string, SetUser] => [
    name,
    isMap(user) && !hasUnknown(user) ? (short[name] as SetUser) : (user as SetUser),
  ]);
  const failures = checked.flatMap(({ name, failures: own }) =>
    own.map(({ property, reason }) => ({ property: `users[${JSON.stringify(name)}].${property}`, reason })),
  );
  return {
    inputs: { ...set, users: Object.fromEntries(users) },
    failures: [...failures, ...collisions(news["users"])],
  };
}

/** No user may have the second name of another. */
function collisions(users: Record<string, unknown>): CheckFailure[] {
  return Object.keys(users)
    .map((name) => ({ name, second: bothSlots(name)[1] }))
    .filter(({ second }) => Object.hasOwn(users, second))
    .map(({ name, second }) => ({
      property: `users[${JSON.stringify(second)}]`,
      reason: `kafka:users.${second}: is the second login of the user ${name}, allowed is another name`,
    }));
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
