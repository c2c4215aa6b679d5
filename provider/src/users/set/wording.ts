import { inSlices } from "../../batch/slices";
import { same } from "../../canonical";
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
export async function describeUserChanges(
  olds: ReadonlyMap<string, UserOutputs>,
  news: ReadonlyMap<string, UserInputs>,
  moved: (name: string) => boolean,
): Promise<string[]> {
  const names = [...new Set([...olds.keys(), ...news.keys()])].sort();
  const lines: string[] = [];
  await inSlices(names, (name) => {
    const [old, wanted] = [olds.get(name), news.get(name)];
    if (wanted === undefined)
      lines.push(`- ${name}: ${moved(name) ? "kept: another resource of this program has it now" : "loses access"}`);
    else if (old === undefined) lines.push(`+ ${name}`);
    else if (diffUser(old, wanted).changes) lines.push(`~ ${name}: ${changesOf(old, wanted).join(", ")}`);
  });
  return lines;
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
    ...long.filter((key) => !same(before[key], wanted[key])),
  ];
}
