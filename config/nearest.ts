import { closest } from "fastest-levenshtein";

/** The known name that is nearest to a wrong one by Levenshtein distance, letter case aside. */
export function nearest(wrong: string, known: readonly string[]): string {
  const byFolded = new Map(known.map((name) => [name.toLowerCase(), name]));
  const found = closest(wrong.slice(0, 200).toLowerCase(), [...byFolded.keys()]);
  return byFolded.get(found) ?? found;
}
