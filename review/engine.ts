import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { checkout } from "../commands/checkout";
import type { CommandOptions, CommandResult } from "../commands/subprocess";
import { findOnPath, tryCommand } from "../commands/subprocess";
import type { Progress } from "../commands/progress";
import { localStack } from "../local/stack";
import { ensureTools } from "../tools";
import { parallelism } from "../tools/parallelism";

/** Longest time for one command of the engine, in milliseconds: a preview of thousands of resources. */
const TIMEOUT = 30 * 60_000;

/** The Pulumi CLI on one stack. */
export interface Engine {
  /** Runs a command on the stack, such as `preview --json`, and gives what it printed, whatever its exit code. */
  run(...args: string[]): Promise<CommandResult>;
  /** Runs a command that reads a text from its standard input, such as `stack import`. */
  feed(input: string, ...args: string[]): Promise<CommandResult>;
  /** Runs a command, shows what it prints line by line, and gives its exit code. */
  show(...args: string[]): Promise<number>;
}

/** A stack, and what the engine needs to find it. */
export interface EngineOptions {
  stack: string;
  /** Folder of the Pulumi project. */
  project: string;
  /** The stack file; undefined: the project's own. */
  configFile?: string;
  /** Added to this process's environment. */
  env: NodeJS.ProcessEnv;
}

/** The commands that run the program, or read its configuration. */
const TAKE_CONFIG_FILE = new Set(["preview", "refresh", "up", "destroy", "config"]);

/**
 * The commands whose `--json` is read as a stream of events. Without it they print a digest: of a refresh one in which dynamic resources never
 * differ, of a preview one without what the policies say.
 */
const STREAM = new Set(["preview", "refresh"]);

/** The engine on a stack. */
export function engineOn({ stack, project, configFile, env }: EngineOptions): Engine {
  const file = configFile !== undefined && existsSync(configFile) ? ["--config-file", resolve(configFile)] : [];
  const call = (
    [command = "", ...args]: string[],
    more: Pick<CommandOptions, "input" | "onLine"> = {},
  ): Promise<CommandResult> => {
    const all = [command, ...args, "--stack", stack, "--non-interactive", "--color", "never"];
    return tryCommand("pulumi", TAKE_CONFIG_FILE.has(command) ? [...all, ...file] : all, {
      cwd: project,
      env: {
        ...env,
        ...(STREAM.has(command) ? { PULUMI_ENABLE_STREAMING_JSON_PREVIEW: "true" } : {}),
      },
      timeout: TIMEOUT,
      ...more,
    });
  };
  return {
    run: (...args) => call(args),
    feed: (input, ...args) => call(args, { input }),
    show: async (...args) => (await call(args, { onLine: (line) => process.stdout.write(`${line}\n`) })).code,
  };
}

/**
 * The engine on a stack of this checkout, with the caller's own login and backend. A `pulumi` on PATH is taken as it is; only where
 * there is none are this project's tools. The stack `local` is the one that `npm run local` made.
 */
export async function engineOf({
  stack,
  configFile,
  progress,
}: {
  stack: string;
  configFile?: string;
  progress: Progress;
}): Promise<Engine> {
  const tools = findOnPath("pulumi") === undefined ? (await ensureTools(progress)).env : parallelism();
  const made = process.env["PULUMI_BACKEND_URL"] === undefined ? localStack(stack) : undefined;
  return engineOn({
    stack,
    project: checkout,
    configFile: configFile ?? made?.configFile,
    env: { ...tools, ...made?.env },
  });
}
