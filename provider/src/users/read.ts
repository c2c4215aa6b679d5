import type { Session } from "../session/session";
import { Sessions } from "../session/sessions";
import { lookAtRules } from "./access";
import { readLogins } from "./credential";
import type { UserInputs, UserOutputs } from "./inputs";
import { inputsOf } from "./inputs";
import { canLogIn } from "./login";
import { quotaRequests } from "./quota-requests";
import { lookAtQuotas } from "./quotas";
import { userRequests } from "./requests";
import { ruleText } from "./rules";
import { ruleRequests } from "./rule-requests";
import { bothSlots, liveSlots } from "./slots";

/**
 * Looks at a user again: whether it exists, its mechanism and iterations, by a real login whether the brokers take the Secret's
 * passwords, which can't be read, then its rules and quotas. Differences appear in the outputs and inputs, so that the next run
 * mends them.
 */
export async function readUser(
  sessions: Sessions,
  session: Session,
  props: UserOutputs,
): Promise<{ id?: string; props?: UserOutputs; inputs?: UserInputs }> {
  const [credential, rules, { quotas, foreign: foreignQuotas }] = await Promise.all([
    lookAtCredential(sessions, session, props),
    lookAtRules(ruleRequests(session), props),
    lookAtQuotas(quotaRequests(session), liveSlots(props), bothSlots(props.name), props.quotas),
  ]);
  // What is left of a user whose credential was deleted by hand must still be cleared away when the stack drops the user.
  if (credential === undefined && !rules.any) return {};
  const inputs: UserInputs = { ...inputsOf(props), ...credential?.found, quotas };
  const foreign = [...rules.foreign.map(ruleText), ...foreignQuotas].sort();
  const outputs: UserOutputs = {
    ...inputs,
    credential: credential?.fits === true ? "current" : "outdated",
    ...(rules.missing.length === 0 ? {} : { missingRules: rules.missing.map(ruleText).sort() }),
    ...(foreign.length === 0 ? {} : { foreign }),
  };
  return { id: props.name, props: outputs, inputs };
}

/** The credential as it is, and whether each login of the user works; undefined when there is none at all. */
async function lookAtCredential(
  sessions: Sessions,
  session: Session,
  props: UserOutputs,
): Promise<{ found: Partial<Pick<UserInputs, "mechanism" | "iterations">>; fits: boolean } | undefined> {
  const { mechanism, connection } = props;
  const requests = userRequests(session);
  const described = await Promise.all(liveSlots(props).map((name) => requests.describe.add(name)));
  const known = described.map((credentials) => credentials.filter((each) => each.mechanism !== undefined));
  if (known.every((credentials) => credentials.length === 0)) return undefined;
  const current = known[0]?.find((each) => each.mechanism === mechanism) ?? known[0]?.[0];
  const found = current && { mechanism: current.mechanism ?? mechanism, iterations: current.iterations };
  // A credential of another mechanism is replaced anyhow, and its listener may not take that mechanism.
  if (!known.every((credentials) => credentials.some((each) => each.mechanism === mechanism)))
    return { found: found ?? {}, fits: false };
  const logins = await readLogins(sessions.access.readSecret, props);
  const tries = [logins.current, logins.previous].flatMap((login) => (login === undefined ? [] : [login]));
  const works = await Promise.all(tries.map((login) => canLogIn(sessions, { ...connection, mechanism }, login)));
  return { found: found ?? {}, fits: works.every((each) => each) };
}
