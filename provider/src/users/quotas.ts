import { UserError } from "../errors";
import { describeError, errorCode } from "../protocol/errors";
import type { QuotaChange, QuotaKey, QuotaUser } from "../protocol/quotas";
import type { UserQuotas } from "./inputs";
import type { QuotaRequests } from "./quota-requests";

/** Changes that take quotas from what was wanted to what is wanted; quotas that neither names stay as they are. */
export function quotaChanges(olds: UserQuotas, news: UserQuotas): QuotaChange[] {
  const set = Object.entries(news).map(([key, value]) => ({ key, value }));
  const gone = Object.keys(olds).filter((key) => !Object.hasOwn(news, key));
  return [...set, ...gone.map((key) => ({ key, value: null }))];
}

/**
 * Changes the quotas of some users alike, and waits until every live broker has them.
 * @throws UserError with the broker's own text
 */
export async function changeQuotas(
  requests: QuotaRequests,
  users: readonly QuotaUser[],
  changes: readonly QuotaChange[],
): Promise<void> {
  if (changes.length === 0) return;
  await Promise.all(
    users.map(async (user) => {
      const { errorCode: code, errorMessage } = await requests.alter.add({ user, changes });
      if (code !== errorCode.none) {
        throw new UserError(`${who(user)}: the quotas can't be changed: ${describeError(code, errorMessage)}`);
      }
      await requests.known.add({ user, changes });
    }),
  );
}

/** What a refresh finds: the quotas of a user that this program looks after, as they are, and those that others set. */
export interface FoundQuotas {
  quotas: UserQuotas;
  foreign: string[];
}

/**
 * Looks at a user's quotas; one that differs under any name that logs in shows as it is there.
 * @param live the names that the user logs in under
 * @param all those, and the one that may come or has been
 */
export async function lookAtQuotas(
  requests: QuotaRequests,
  live: readonly QuotaUser[],
  all: readonly QuotaUser[],
  wanted: UserQuotas,
): Promise<FoundQuotas> {
  const found = await Promise.all(all.map(async (user) => ({ user, values: await requests.describe.add(user) })));
  const quotas: UserQuotas = {};
  for (const key of Object.keys(wanted) as QuotaKey[]) {
    const differing = found.find(({ user, values }) => live.includes(user) && values[key] !== wanted[key]);
    const value = differing === undefined ? wanted[key] : differing.values[key];
    if (value !== undefined) quotas[key] = value;
  }
  const foreign = found.flatMap(({ user, values }) =>
    Object.entries(values)
      .filter(([key]) => !Object.hasOwn(wanted, key))
      .map(([key, value]) => `quota ${key}=${value} for ${who(user)}`),
  );
  return { quotas, foreign };
}

/** Removes the quotas that others set. */
export async function removeOtherQuotas(
  requests: QuotaRequests,
  users: readonly QuotaUser[],
  wanted: UserQuotas,
): Promise<void> {
  await Promise.all(
    users.map(async (user) => {
      const keys = Object.keys(await requests.describe.add(user)).filter((key) => !Object.hasOwn(wanted, key));
      await changeQuotas(
        requests,
        [user],
        keys.map((key) => ({ key, value: null })),
      );
    }),
  );
}

const who = (user: QuotaUser) => (user === null ? "users without quotas of their own" : `user "${user}"`);
