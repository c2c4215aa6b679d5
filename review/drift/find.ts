import { Failure } from "../../commands/failure";
import type { Engine } from "../engine";
import type { Found } from "./events";
import { readRefresh } from "./events";
import { EXIT } from "./options";

/**
 * Looks for drift: a refresh that is only previewed, so neither the cluster nor the state changes.
 *
 * @throws Failure where the engine itself did not start: no such stack, no login.
 */
export async function findDrift(engine: Engine): Promise<Found> {
  const { code, stdout, stderr } = await engine.run("refresh", "--preview-only", "--json", "--suppress-progress");
  const found = readRefresh(stdout, code);
  if (found.complete || found.messages.some(({ severity }) => severity === "error")) return found;
  const line = stderr.split("\n").findLast((each) => each.trim() !== "");
  throw new Failure(line?.replace(/^error: /, "") ?? `pulumi refresh ended with code ${code} and said nothing`);
}

/** How the command ends. */
export function exitCode({ complete, changes }: Found): number {
  if (!complete) return EXIT.error;
  return changes.length > 0 ? EXIT.drift : EXIT.none;
}
