import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { checkout } from "../local/cluster/slots";
import type { CommandResult } from "../local/command";
import { findOnPath, tryCommand } from "../local/command";
import type { Progress } from "../local/progress";
import { localStack } from "../local/stack";
import { ensureTools } from "../local/tools";

/** Longest time for one command of the engine, in milliseconds: a preview of thousands of resources. */
const TIMEOUT = 30 * 60_000;

/** The Pulumi CLI on one stack. */
export interface Engine {
  /** Runs a command on the stack, such as `preview --json`, and gives what it printed, whatever its exit code. */
  run(...args: string[]): Promise<CommandResult>;
}

/** Which stack, and where its settings are. */
export interface EngineOptions {
  stack: string;
  /** The stack file; undefined: the project's own. */
  configFile?: string;
  progress: Progress;
}

/**
 * The engine on a stack, with the caller's own login and backend. A `pulumi` on PATH is taken as it is; only where there is none
 * are this project's tools. The stack `local` is the one that `npm run local` made.
 */
export async function engineOf({ stack, configFile, progress }: EngineOptions): Promise<Engine> {
  const tools = findOnPath("pulumi") === undefined ? (await ensureTools(progress)).env : {};
  const made = process.env["PULUMI_BACKEND_URL"] === undefined ? localStack(stack) : undefined;
  const file = configFile ?? made?.configFile;
  const env = { ...tools, ...made?.env };
  const fixed = ["--stack", stack, "--non-interactive", "--color", "never"];
  return {
    run: (command, ...args) => {
      const takesFile = file !== undefined && existsSync(file) && TAKE_CONFIG_FILE.has(command ?? "");
      const all = [command ?? "", ...args, ...fixed, ...(takesFile ? ["--config-file", resolve(file)] : [])];
      return tryCommand("pulumi", all, { cwd: checkout, env, timeout: TIMEOUT });
    },
  };
}

/** The commands that run the program. */
const TAKE_CONFIG_FILE = new Set(["preview", "refresh", "up", "destroy"]);
