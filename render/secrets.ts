import { randomBytes, randomInt } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { clusterId } from "../components/credentials/clusterId";
import type { FormSecrets } from "./form";

const LETTERS_AND_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
/** Characters of a password, as in the Pulumi program. */
const LENGTH = 40;

/**
 * A file of secrets with what was missing in it.
 *
 * @param text Lines of `NAME=value`, comments and whatever else its owner wrote: all of it stays.
 * @param generate Makes the value of a name.
 */
export function completed(text: string, names: readonly string[], generate: (name: string) => string): string {
  const kept = new Set([...text.matchAll(/^(\w+)=./gm)].map(([, name]) => name));
  const added = names.filter((name) => !kept.has(name)).map((name) => `${name}=${generate(name)}\n`);
  const separator = text === "" || text.endsWith("\n") ? "" : "\n";
  return added.length === 0 ? text : `${text}${separator}${added.join("")}`;
}

/** Generates a password, or the id of a KRaft cluster. */
export function generated(name: string): string {
  return name.endsWith("CLUSTER_ID")
    ? clusterId(randomBytes(16).toString("base64"))
    : Array.from({ length: LENGTH }, () => LETTERS_AND_DIGITS[randomInt(LETTERS_AND_DIGITS.length)]).join("");
}

/**
 * Keeps a form's secrets beside its files, for its owner's eyes only.
 *
 * @returns the paths that were written
 */
export function keepSecrets(folder: string, { file, copies, names }: FormSecrets): string[] {
  const path = join(folder, file);
  const before = existsSync(path) ? readFileSync(path, "utf8") : "";
  const text = completed(before, names, generated);
  return [file, ...copies].map((each) => {
    writePrivately(join(folder, each), text);
    return each;
  });
}

/** In one step, so that a run that is cut off leaves the passwords that were there. */
function writePrivately(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.new`, text, { mode: 0o600 });
  chmodSync(`${path}.new`, 0o600);
  renameSync(`${path}.new`, path);
}
