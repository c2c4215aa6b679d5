import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { PulumiStack } from "../../engine/PulumiStack";

/** Has the passwords that a stack counts by their age, made today, be as old as that: in its state, as if the days had gone. */
export async function backdate(stack: PulumiStack, days: number): Promise<void> {
  const file = join(dirname(stack.configFile), "aged.json");
  await stack.command("stack", "export", "--file", file);
  const [today, then] = [0, days].map((ago) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10));
  const state = readFileSync(file, "utf8").replaceAll(`"since": "${today}"`, `"since": "${then}"`);
  assert.ok(state.includes(`"since": "${then}"`));
  writeFileSync(file, state);
  await stack.command("stack", "import", "--file", file);
}
