import { canonical } from "../canonical";
import { hasUnknown } from "../unknown";
import type { UserInputs, UserOutputs } from "./inputs";

/** Inputs whose change means a new credential. */
const credentialInputs: (keyof UserInputs)[] = ["mechanism", "iterations", "rotation"];

/** What a run changes; see ResourceFunctions.diff. A credential that a refresh found outdated is written anew. */
export function diffUser(
  olds: UserOutputs,
  news: UserInputs,
): { changes: boolean; replaces: string[]; stables: string[]; deleteBeforeReplace: boolean } {
  const replaces = olds.name !== news.name ? ["name"] : [];
  const changes =
    replaces.length > 0 ||
    olds.credential === "outdated" ||
    credentialInputs.some((property) => hasUnknown(news[property]) || olds[property] !== news[property]) ||
    hasUnknown(news.secret) ||
    canonical(olds.secret) !== canonical(news.secret);
  return { changes, replaces, stables: replaces.length > 0 ? [] : ["name"], deleteBeforeReplace: false };
}
