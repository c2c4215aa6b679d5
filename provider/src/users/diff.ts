import { same } from "../canonical";
import { hasUnknown } from "../unknown";
import type { UserInputs, UserOutputs } from "./inputs";
import { upgraded } from "./inputs";

/** Inputs whose change means a new credential. */
const credentialInputs = ["mechanism", "iterations", "rotation", "secret"] as const;

/** Inputs whose change means something else to do. `connection` is only the way to the brokers. */
const otherInputs = ["previous", "rules", "exclusive", "quotas"] as const;

const differs = (olds: UserInputs, news: UserInputs, property: keyof UserInputs): boolean =>
  hasUnknown(news[property]) || !same(olds[property], news[property]);

/** Whether the brokers may not take the Secret's passwords as they are to. */
export function changesCredential(olds: UserOutputs, news: UserInputs): boolean {
  return olds.credential === "outdated" || credentialInputs.some((property) => differs(olds, news, property));
}

/** What a run changes; see ResourceFunctions.diff. What a refresh found amiss is mended. */
export function diffUser(
  stored: UserOutputs,
  news: UserInputs,
): { changes: boolean; replaces: string[]; stables: string[]; deleteBeforeReplace: boolean } {
  const olds = upgraded(stored);
  const replaces = olds.name !== news.name ? ["name"] : [];
  const changes =
    replaces.length > 0 ||
    changesCredential(olds, news) ||
    otherInputs.some((property) => differs(olds, news, property)) ||
    olds.missingRules !== undefined ||
    (news.exclusive && olds.foreign !== undefined);
  return { changes, replaces, stables: replaces.length > 0 ? [] : ["name"], deleteBeforeReplace: false };
}
