import { z } from "zod";
import type { CommandResult } from "../commands/subprocess";
import { Failure } from "../commands/failure";
import type { Preview } from "./digest";
import { readDigest } from "./digest";
import type { Engine } from "./engine";

/** A preview, and whether it came to its end. */
export interface Previewed extends Preview {
  complete: boolean;
}

/**
 * Runs `pulumi preview --json`.
 *
 * @param args Further arguments.
 * @throws Failure where the engine itself did not start: no such stack, no login.
 */
export async function runPreview(engine: Engine, ...args: string[]): Promise<Previewed> {
  return previewOf(await engine.run("preview", "--json", "--suppress-progress", ...args));
}

/** What a run of `pulumi preview --json` says. */
export function previewOf({ code, stdout, stderr }: CommandResult): Previewed {
  const preview = digestIn(stdout);
  if (preview === undefined) {
    const lines = `${stderr}\n${stdout}`.split("\n").filter((line) => line.trim() !== "");
    throw new Failure(
      lines.at(-1)?.replace(/^error: /, "") ?? `pulumi preview ended with code ${code} and said nothing`,
    );
  }
  return { ...preview, complete: code === 0 };
}

/** Reads a preview that was made before. */
export function savedPreview(text: string, file: string): Previewed {
  const preview = digestIn(text);
  if (preview === undefined) throw new Failure(`--preview ${file}: this is not what \`pulumi preview --json\` prints`);
  return { ...preview, complete: !preview.messages.some(({ severity }) => severity === "error") };
}

function digestIn(text: string): Preview | undefined {
  try {
    return readDigest(text);
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) return undefined;
    throw error;
  }
}
