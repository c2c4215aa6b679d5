import { existsSync } from "node:fs";
import { join } from "node:path";

/** The arguments that make a command of the engine keep to the policy pack, with what the stack's own file says of its rules. */
export function policyArguments(stack: string): string[] {
  const own = join(__dirname, `${stack}.json`);
  return ["--policy-pack", __dirname, ...(existsSync(own) ? ["--policy-pack-config", own] : [])];
}
