import { canonical } from "../../canonical";
import { diffUser } from "../diff";
import type { UserInputs, UserOutputs } from "../inputs";
import { inputsOf } from "../inputs";

/** What is told by its values; the others are only named, for they are as long as a user's rules. */
const short = ["rotation", "previous", "mechanism", "iterations", "exclusive"] as const;
const long = ["rules", "quotas", "secret"] as const;

/**
 * What an update of a set does, user by user, only those that change. The engine shows a set as one resource with all its users.
 * @param moved whether another resource of the program has a user now that the set lets go of
 */
export function describeUserChanges(
  olds: ReadonlyMap<string, UserOutputs>,
  news: ReadonlyMap<string, UserInputs>,
  moved: (name: string) => boolean,
): string[] {
  const names = [...new Set([...olds.keys(), ...news.keys()])].sort();
  return names.flatMap((name) => {
    const [old, wanted] = [olds.get(name), news.get(name)];
    if (wanted === undefined)
      return [`- ${name}: ${moved(name) ? "kept: another resource of this program has it now" : "loses access"}`];
    if (old === undefined) return [`+ ${name}`];
    return diffUser(old, wanted).changes ? [`~ ${name}: ${changesOf(old, wanted).join(", ")}`] : [];
  });
}

function changesOf(old: UserOutputs, wanted: UserInputs): string[] {
  const before = inputsOf(old);
  return [
    ...(old.credential === "outdated" ? ["its password is written again"] : []),
    ...(old.missingRules === undefined ? [] : ["rules that are gone are made again"]),
    ...(wanted.exclusive && old.foreign !== undefined ? ["rules and quotas that others made go"] : []),
    ...short
      .filter((key) => before[key] !== wanted[key])
      .map((key) => `${key} ${String(before[key])} -> ${String(wanted[key])}`),
    ...long.filter((key) => canonical(before[key]) !== canonical(wanted[key])),
  ];
}
