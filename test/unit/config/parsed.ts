import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { parseSettings } from "../../../config/parse";
import { problemLine } from "../../../config/problem";
import type { Settings } from "../../../config/schema";
import { isExternal } from "../../../config/schema";

/** The least that a stack file must say. */
export const least = { kubernetes: { context: "kafka-test" } };

/** The errors' lines of settings that are wrong. */
export function errorsOf(raw: unknown, stack = "test"): string[] {
  const parsed = parseSettings(raw, stack);
  return parsed.ok ? [] : parsed.errors.map(problemLine);
}

/** The settings and the warnings' lines of settings that are right. */
export function accepted(raw: unknown, stack = "test"): { settings: Settings; warnings: string[] } {
  const parsed = parseSettings(raw, stack);
  assert.ok(parsed.ok, parsed.ok ? "" : parsed.errors.map(problemLine).join("\n"));
  assert.ok(!isExternal(parsed.settings), "its brokers exist already");
  return { settings: parsed.settings, warnings: parsed.warnings.map(problemLine) };
}

/** A stack file of this project, as the program gets it. */
export function stackFileOf(stack: string): Record<string, unknown> {
  const text = readFileSync(join(__dirname, "..", "..", "..", `Pulumi.${stack}.yaml`), "utf8");
  const { config } = parse(text) as { config: Record<string, unknown> };
  return Object.fromEntries(Object.entries(config).map(([key, value]) => [key.replace(/^kafka:/, ""), value]));
}
