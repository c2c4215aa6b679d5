import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { asOneText } from "../../../render/write";
import { cases, isOwn, rendered } from "./cases";

/** The text that a case renders, without the project's own files. */
export async function textOf(name: string): Promise<string> {
  const { form, settings } = cases[name]!;
  return asOneText((await rendered(form, settings)).filter((file) => !isOwn(file)));
}

const fileOf = (name: string): string => join(__dirname, "golden", `${name}.txt`);

/** The text that a case rendered when somebody last looked at it. */
export function goldenText(name: string): string {
  return readFileSync(fileOf(name), "utf8");
}

/** Writes what is rendered now: `node --import tsx test/unit/forms/golden.ts`, and then look at the difference. */
async function update(): Promise<void> {
  for (const name of Object.keys(cases)) writeFileSync(fileOf(name), await textOf(name));
}

if (require.main === module) void update();
