import { availableParallelism } from "node:os";

/**
 * How many resources the engine works on at once: 64, or four times the processors where that is more. Four times the processors is its own default, so
 * few on a small machine that a refresh of a thousand topics waits for the brokers a hundred times; what is under way at once goes in one request.
 * A caller's own setting counts.
 */
export function parallelism(env: NodeJS.ProcessEnv = process.env): { PULUMI_PARALLEL: string } {
  return { PULUMI_PARALLEL: env["PULUMI_PARALLEL"] ?? String(Math.max(64, 4 * availableParallelism())) };
}
