import type { Session } from "../session/session";
import type { Sessions } from "../session/sessions";
import { acceptance } from "./acceptance";
import { grantRules, removeAllRules, revokeRules } from "./access";
import { readLogins, removeCredential, removePreviousCredential, writeCredential } from "./credential";
import { changesCredential } from "./diff";
import type { UserInputs, UserOutputs } from "./inputs";
import { quotaRequests } from "./quota-requests";
import { changeQuotas, quotaChanges, removeOtherQuotas } from "./quotas";
import { userRequests } from "./requests";
import { ruleText } from "./rules";
import { ruleRequests } from "./rule-requests";
import { bothSlots, liveSlots } from "./slots";

/**
 * Brings a user to its inputs. What opens comes first and what closes last, so that a client never has less than it had before and
 * is to have after: rules and quotas, the new credential, then the old credential, rules and quotas go.
 * @param olds the user as it was in the last run; undefined for a new one, which may exist already
 */
export async function applyUser(
  sessions: Sessions,
  session: Session,
  olds: UserOutputs | undefined,
  news: UserInputs,
): Promise<UserOutputs> {
  const rules = ruleRequests(session);
  const quotas = quotaRequests(session);
  const credentials = userRequests(session);
  await Promise.all([
    grantRules(rules, news),
    changeQuotas(quotas, liveSlots(news), quotaChanges(olds?.quotas ?? {}, news.quotas)),
  ]);
  if (olds === undefined || changesCredential(olds, news)) await writeLogins(sessions, session, olds, news);
  // The old mechanism goes after the new one works, so that one of the two always does.
  if (olds !== undefined && olds.mechanism !== news.mechanism) {
    await Promise.all(liveSlots(olds).map((name) => removeCredential(credentials, name, olds.mechanism)));
  }
  await removePreviousCredential(credentials, news);
  const foreign = await revokeRules(rules, olds, news);
  const retired = olds === undefined ? [] : liveSlots(olds).filter((name) => !liveSlots(news).includes(name));
  await changeQuotas(quotas, retired, quotaChanges(olds?.quotas ?? {}, {}));
  if (news.exclusive) await removeOtherQuotas(quotas, bothSlots(news.name), news.quotas);
  return {
    ...news,
    credential: "current",
    ...(foreign.length === 0 ? {} : { foreign: foreign.map(ruleText).sort() }),
  };
}

/** Takes away all that a user has, what locks out first: no new login, then nothing more for those who are in. */
export async function removeUser(session: Session, user: UserInputs): Promise<void> {
  const names = bothSlots(user.name);
  await Promise.all(names.map((name) => removeCredential(userRequests(session), name, user.mechanism)));
  await removeAllRules(ruleRequests(session), user);
  await changeQuotas(quotaRequests(session), names, quotaChanges(user.quotas, {}));
  if (user.exclusive) await removeOtherQuotas(quotaRequests(session), names, {});
}

/** Writes the logins that the brokers may not have as the Secret says, and waits until every live broker takes them. */
async function writeLogins(
  sessions: Sessions,
  session: Session,
  olds: UserOutputs | undefined,
  news: UserInputs,
): Promise<void> {
  const { current, previous } = await readLogins(sessions.access.readSecret, news);
  const onlyRotated = olds !== undefined && !changesCredential({ ...olds, rotation: news.rotation }, news);
  const logins = previous === undefined || onlyRotated ? [current] : [current, previous];
  await Promise.all(
    logins.map(async (login) => {
      await writeCredential(userRequests(session), news, login);
      await acceptance(sessions, session).of(news, login);
    }),
  );
}
