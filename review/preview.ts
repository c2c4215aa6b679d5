import { z } from "zod";
import type { CommandResult } from "../commands/subprocess";
import { Failure } from "../commands/failure";
import type { Preview } from "./digest";
import { readDigest } from "./digest";
import type { Engine } from "./engine";
import { readPreviewStream } from "./previewStream";

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
  const preview = previewIn(stdout);
  const lines = `${stderr}\n${preview === undefined ? stdout : ""}`.split("\n").filter((line) => line.trim() !== "");
  const reason = lines.at(-1)?.replace(/^error: /, "") ?? `pulumi preview ended with code ${code} and said nothing`;
  if (preview === undefined) throw new Failure(reason);
  const complete = code === 0 || refusedByPolicies(preview);
  if (complete || hasErrors(preview)) return { ...preview, complete };
  // What stops the engine before the program runs is said outside the stream.
  return { ...preview, messages: [...preview.messages, { severity: "error", text: reason }], complete };
}

/** Reads a preview that was made before. */
export function savedPreview(text: string, file: string): Previewed {
  const preview = previewIn(text);
  if (preview === undefined) throw new Failure(`--preview ${file}: this is not what \`pulumi preview --json\` prints`);
  return { ...preview, complete: !hasErrors(preview) };
}

const hasErrors = ({ messages }: Preview): boolean => messages.some(({ severity }) => severity === "error");

/** All was looked at, and nothing but a mandatory policy makes the run a failed one. */
const refusedByPolicies = (preview: Preview): boolean =>
  !hasErrors(preview) && (preview.breaches ?? []).some(({ mandatory }) => mandatory);

/** Either of the two forms: the engine's stream of events, or its digest. */
function previewIn(text: string): Preview | undefined {
  try {
    return readPreviewStream(text) ?? readDigest(text);
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) return undefined;
    throw error;
  }
}
