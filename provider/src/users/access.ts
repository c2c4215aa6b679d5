import { UserError } from "../errors";
import type { AclBinding } from "../protocol/acls";
import { describeError, errorCode } from "../protocol/errors";
import type { UserInputs } from "./inputs";
import { bindingsOf, principalOf, ruleText } from "./rules";
import type { RuleRequests } from "./rule-requests";
import { bothSlots, liveSlots } from "./slots";

/** The rules that a user is to have, under each name that it logs in under. */
export function wantedRules(user: UserInputs): AclBinding[] {
  return bindingsOf(liveSlots(user), user.rules);
}

/**
 * Creates the rules that a user is to have, and waits until every live broker has them. It comes before a new credential, so that
 * who logs in with it may do all it should.
 * @throws UserError with the broker's own text
 */
export async function grantRules(requests: RuleRequests, user: UserInputs): Promise<void> {
  const present = wantedRules(user);
  if (present.length === 0) return;
  await Promise.all(
    present.map(async (rule) => refused(user.name, rule, "can't be created", await requests.create.add(rule))),
  );
  await requests.known.add({ name: user.name, present, absent: [] });
}

/**
 * Takes away the rules of the last run that a user is no longer to have; if it is exclusive those that others made too.
 * @param olds the user as it was in the last run, undefined for a new one
 * @returns the rules that others made and that stay
 */
export async function revokeRules(
  requests: RuleRequests,
  olds: UserInputs | undefined,
  news: UserInputs,
): Promise<AclBinding[]> {
  const wanted = textsOf(wantedRules(news));
  const stale = (olds === undefined ? [] : wantedRules(olds)).filter((rule) => !wanted.has(ruleText(rule)));
  await removeRules(requests, news.name, stale);
  const foreign = await foreignRules(requests, news);
  if (!news.exclusive) return foreign;
  await removeRules(requests, news.name, foreign);
  return [];
}

/** Takes every rule of a user away, those of others only when it is exclusive. */
export async function removeAllRules(requests: RuleRequests, user: UserInputs): Promise<void> {
  await removeRules(requests, user.name, bindingsOf(bothSlots(user.name), user.rules));
  if (user.exclusive) await removeRules(requests, user.name, await foreignRules(requests, user));
}

/** What a refresh finds of a user's rules: those that are gone, and those that others made. */
export async function lookAtRules(
  requests: RuleRequests,
  user: UserInputs,
): Promise<{ missing: AclBinding[]; foreign: AclBinding[]; any: boolean }> {
  const found = await rulesOf(requests, user);
  const wanted = wantedRules(user);
  return {
    missing: wanted.filter((rule) => !found.has(ruleText(rule))),
    foreign: others(found, wanted),
    any: wanted.some((rule) => found.has(ruleText(rule))),
  };
}

async function foreignRules(requests: RuleRequests, user: UserInputs): Promise<AclBinding[]> {
  return others(await rulesOf(requests, user), wantedRules(user));
}

/** All rules of a user, under both its names. None where the brokers have no authorizer. */
async function rulesOf(requests: RuleRequests, user: UserInputs): Promise<Map<string, AclBinding>> {
  const found = await Promise.all(bothSlots(user.name).map((name) => requests.describe.add(principalOf(name))));
  return new Map(found.flatMap((rules) => [...(rules ?? [])]));
}

function others(found: ReadonlyMap<string, AclBinding>, wanted: readonly AclBinding[]): AclBinding[] {
  const own = textsOf(wanted);
  return [...found].filter(([text]) => !own.has(text)).map(([, rule]) => rule);
}

async function removeRules(requests: RuleRequests, name: string, rules: readonly AclBinding[]): Promise<void> {
  if (rules.length === 0) return;
  await Promise.all(
    rules.map(async (rule) => refused(name, rule, "can't be deleted", await requests.remove.add(rule))),
  );
  await requests.known.add({ name, present: [], absent: rules });
}

const textsOf = (rules: readonly AclBinding[]) => new Set(rules.map(ruleText));

/** What to do about errors whose text alone doesn't say it. */
const advice: Record<number, string> = {
  [errorCode.securityDisabled]:
    ". Access rules need an authorizer on the brokers (authorizer.class.name): see docs/security.md",
};

function refused(
  name: string,
  rule: AclBinding,
  attempt: string,
  result: { errorCode: number; errorMessage: string | null },
): void {
  if (result.errorCode === errorCode.none) return;
  const words = describeError(result.errorCode, result.errorMessage);
  throw new UserError(
    `user "${name}": the rule "${ruleText(rule)}" ${attempt}: ${words}${advice[result.errorCode] ?? ""}`,
  );
}
