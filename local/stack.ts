import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { Overrides } from "./chart-source";
import { checkout } from "../commands/checkout";
import { runCommand } from "../commands/subprocess";
import { Failure } from "../commands/failure";
import { Progress } from "../commands/progress";
import { pulumiState, stateFolder } from "./state";
import { ToolSet } from "../tools";

const STACK = "local";

/**
 * The stack's settings as this run uses them: `Pulumi.local.yaml` with what the run adds, in a file of its own. Pulumi writes the salt of
 * the passphrase to the settings file of the project that a stack is created in: a second project folder of the same name keeps the
 * checkout's file as it is.
 */
const project = join(stateFolder, "project");
const settingsFile = join(project, `Pulumi.${STACK}.yaml`);

export interface StackFile {
  encryptionsalt?: string;
  config?: Record<string, unknown>;
}

/** The committed settings with the run's own over them, section by section, and the salt that Pulumi keeps beside them. */
export function mergeSettings(committed: StackFile, overrides: Overrides, salt: string | undefined): StackFile {
  const config: Record<string, unknown> = { ...committed.config };
  for (const [section, values] of Object.entries(overrides)) {
    config[section] = { ...(config[section] as object | undefined), ...values };
  }
  return { ...(salt && { encryptionsalt: salt }), config };
}

/**
 * How other commands reach the stack that `npm run local` made: the backend and the settings file.
 *
 * @returns undefined for another stack, and where there is none.
 */
export function localStack(stack: string): { env: Record<string, string>; configFile: string } | undefined {
  return stack === STACK && existsSync(settingsFile) ? { env: pulumiState(), configFile: settingsFile } : undefined;
}

/** One local deployment, through the Pulumi CLI. */
export class Stack {
  private readonly env: Record<string, string>;

  constructor(tools: ToolSet) {
    this.env = { ...tools.env, ...pulumiState() };
  }

  /** Creates the stack when there is none, and writes its settings. */
  async prepare(overrides: Overrides, progress: Progress): Promise<void> {
    mkdirSync(project, { recursive: true });
    const { name } = parse(readFileSync(join(checkout, "Pulumi.yaml"), "utf8")) as { name: string };
    writeFileSync(join(project, "Pulumi.yaml"), stringify({ name, runtime: "nodejs" }));
    const stacks = await this.call(["stack", "ls", "--json"], project);
    if (!(JSON.parse(stacks) as { name: string }[]).some((stack) => stack.name === STACK)) {
      await progress.step(`Pulumi stack ${STACK}`, () => this.call(["stack", "init", STACK, "--no-select"], project));
    }
    const salt = readStackFile(settingsFile).encryptionsalt;
    const committed = readStackFile(join(checkout, `Pulumi.${STACK}.yaml`));
    writeFileSync(settingsFile, stringify(mergeSettings(committed, overrides, salt)));
  }

  /** Shows Pulumi's own output: it says what is created, and how long it takes. */
  up(): Promise<void> {
    return this.show(["up", "--stack", STACK, "--yes", "--skip-preview", "--config-file", settingsFile]);
  }

  destroy(): Promise<void> {
    return this.show(["destroy", "--stack", STACK, "--yes", "--skip-preview", "--config-file", settingsFile]);
  }

  async outputs(): Promise<Record<string, unknown>> {
    return JSON.parse(await this.call(["stack", "output", "--json", "--stack", STACK], checkout)) as Record<
      string,
      unknown
    >;
  }

  private call(args: string[], cwd: string): Promise<string> {
    return runCommand("pulumi", args.concat("--non-interactive"), { cwd, env: this.env });
  }

  private show(args: string[]): Promise<void> {
    return new Promise((resolve, reject) => {
      const child = spawn("pulumi", args.concat("--non-interactive"), {
        cwd: checkout,
        env: { ...process.env, ...this.env },
        stdio: ["ignore", "inherit", "inherit"],
      });
      // Pulumi ends in order when it is asked to, and the next run goes on from there; this process ends after it.
      const pass = (name: NodeJS.Signals) => child.kill(name);
      for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, pass);
      child.on("error", reject);
      child.on("exit", (code) => {
        for (const name of ["SIGINT", "SIGTERM"] as const) process.off(name, pass);
        if (code === 0) resolve();
        else reject(new Failure(`\`pulumi ${args[0]}\` failed (see above); run \`npm run local\` again to go on`));
      });
    });
  }
}

function readStackFile(file: string): StackFile {
  return existsSync(file) ? ((parse(readFileSync(file, "utf8")) as StackFile | null) ?? {}) : {};
}
