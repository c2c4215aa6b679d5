import { spawn, SpawnOptions } from "node:child_process";
import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { Failure } from "./failure";

export interface CommandOptions {
  cwd?: string;
  /** Added to this process's environment. */
  env?: NodeJS.ProcessEnv;
  /** Text for its standard input; without it the command reads nothing. */
  input?: string;
  /** Called with every line that it prints on either stream. */
  onLine?: (line: string) => void;
  /**
   * Milliseconds after which it is killed.
   * @default 10 minutes
   */
  timeout?: number;
}

export interface CommandResult {
  code: number;
  stdout: string;
  stderr: string;
}

const TAIL_LINES = 12;

/** Runs a command to its end and hands back what it printed, whatever its exit code; throws where it can't start. */
export function tryCommand(command: string, args: string[], options: CommandOptions = {}): Promise<CommandResult> {
  const spawning: SpawnOptions = {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: [options.input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
  };
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, spawning);
    const text = { stdout: "", stderr: "" };
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      child.kill("SIGKILL");
    }, options.timeout ?? 600_000);
    for (const stream of ["stdout", "stderr"] as const) {
      let rest = "";
      child[stream]?.setEncoding("utf8").on("data", (chunk: string) => {
        text[stream] += chunk;
        const lines = (rest + chunk).split(/[\r\n]+/);
        rest = lines.pop() ?? "";
        lines.filter(Boolean).forEach((line) => options.onLine?.(line));
      });
    }
    child.on("error", (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      reject(new Failure(error.code === "ENOENT" ? `the command ${command} is not installed` : error.message));
    });
    child.on("close", (code) => {
      clearTimeout(timer);
      if (timedOut) reject(new Failure(`${command} took longer than ${(options.timeout ?? 600_000) / 1000} s`));
      else resolve({ code: code ?? 128, ...text });
    });
    child.stdin?.on("error", () => undefined); // it may end before it has read everything; its exit code tells
    child.stdin?.end(options.input);
  });
}

/** Like {@link tryCommand}, but a non-zero exit is a Failure with the end of what the command printed. */
export async function runCommand(command: string, args: string[], options: CommandOptions = {}): Promise<string> {
  const result = await tryCommand(command, args, options);
  if (result.code === 0) return result.stdout;
  const said = `${result.stdout}\n${result.stderr}`.trim().split("\n").slice(-TAIL_LINES).join("\n  ");
  throw new Failure(`${command} ${args[0] ?? ""} ended with code ${result.code}:\n  ${said}`);
}

/** The full path of an executable on PATH. */
export function findOnPath(name: string, path = process.env.PATH ?? ""): string | undefined {
  return path
    .split(delimiter)
    .filter(Boolean)
    .map((folder) => join(folder, name))
    .find(isExecutable);
}

export function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false; // absent or not executable: that is the answer
  }
}
