import assert from "node:assert/strict";
import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { killProcessesWith } from "./processesWith";

/** Where a test's stack lives. */
export interface PulumiStackOptions {
  /** Folder of the Pulumi project. */
  project: string;
  /** The stack's name. */
  name: string;
  /** An empty folder for the state, the configuration file and the logs. */
  folder: string;
  /** Configuration, keys with their namespace. */
  config: Record<string, unknown>;
  /** Environment with the tools on PATH, PULUMI_HOME and KUBECONFIG. */
  env: NodeJS.ProcessEnv;
  /** What the state's secrets are encrypted with. @default one that all these stacks share */
  passphrase?: string;
}

/** What one run of the engine did. */
export interface Run {
  /** Exit code; null after a signal. */
  code: number | null;
  /** All that was printed, without colours. */
  output: string;
  /** Operations that change something, by resource: `create`, `update`, `replace`, `delete` ... with the resource's name. */
  changes: { op: string; type: string; name: string }[];
}

/** An operation that has been started. */
export interface Running {
  child: ChildProcess;
  ended: Promise<Run>;
}

interface StepEvent {
  op: string;
  urn: string;
  type: string;
}

interface EngineEvent {
  resourcePreEvent?: { metadata: StepEvent };
}

const QUIET = new Set(["same", "read", "refresh", "read-discard", "discard-replaced", "remove-pending-replace"]);

/** A stack of a real Pulumi program on a file backend of its own, driven through the command line as users do. */
export class PulumiStack {
  /** The file the stack's configuration is written to. */
  public readonly configFile: string;
  private readonly backend: string;
  private readonly env: NodeJS.ProcessEnv;
  private runs = 0;
  private log = "";

  public constructor(private readonly options: PulumiStackOptions) {
    const folder = join(options.folder, "state");
    mkdirSync(folder, { recursive: true });
    this.backend = `file://${folder}`;
    this.configFile = join(options.folder, `Pulumi.${options.name}.yaml`);
    this.env = {
      ...options.env,
      PULUMI_BACKEND_URL: this.backend,
      PULUMI_CONFIG_PASSPHRASE: options.passphrase ?? "for this test only",
      // Without it the command line has no --event-log.
      PULUMI_DEBUG_COMMANDS: "true",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    };
    this.configure(options.config);
  }

  /** The stack's configuration as its file has it, encrypted values as Pulumi wrote them. */
  public get config(): Record<string, unknown> {
    return (parse(readFileSync(this.configFile, "utf8")) as { config: Record<string, unknown> }).config;
  }

  /** Replaces the stack's configuration and keeps the salt that Pulumi wrote beside it. */
  public configure(config: Record<string, unknown>): void {
    const before = existsSync(this.configFile) ? (parse(readFileSync(this.configFile, "utf8")) as object) : {};
    writeFileSync(this.configFile, stringify({ ...before, config }, { aliasDuplicateObjects: false }));
  }

  /**
   * Makes the stack; to be called once. Pulumi writes the passphrase's salt beside the project file, so it is shown a project of the
   * same name in the stack's own folder, not the checkout.
   */
  public async init(): Promise<void> {
    writeFileSync(join(this.options.folder, "Pulumi.yaml"), stringify({ name: this.projectName, runtime: "nodejs" }));
    succeeded(await this.launch(["stack", "init", this.options.name, "--no-select"], this.options.folder).ended);
  }

  /** `pulumi up`, which must succeed. */
  public async up(...args: string[]): Promise<Run> {
    return succeeded(await this.tryUp(...args));
  }

  /** `pulumi up` whatever comes of it. */
  public tryUp(...args: string[]): Promise<Run> {
    return this.operation("up", ["--yes", "--skip-preview", ...args]);
  }

  /** `pulumi preview` whatever comes of it. */
  public preview(...args: string[]): Promise<Run> {
    return this.operation("preview", args);
  }

  /** `pulumi refresh`, which must succeed. */
  public async refresh(...args: string[]): Promise<Run> {
    return succeeded(await this.tryRefresh(...args));
  }

  /** `pulumi refresh` whatever comes of it. */
  public tryRefresh(...args: string[]): Promise<Run> {
    return this.operation("refresh", ["--yes", "--skip-preview", ...args]);
  }

  /** `pulumi destroy` whatever comes of it; with its preview, unless `--skip-preview` is among the arguments. */
  public destroy(...args: string[]): Promise<Run> {
    return this.operation("destroy", ["--yes", ...args]);
  }

  /** `pulumi up` in the background, for tests that interrupt it. */
  public start(...args: string[]): Running {
    return this.spawn("up", ["--yes", "--skip-preview", ...args]);
  }

  /** Kills an operation as a lost machine would: the engine and all that it started. */
  public async kill({ child, ended }: Running): Promise<void> {
    if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
    await ended;
    killProcessesWith(this.backend);
    await this.command("cancel", "--yes");
  }

  /** Ctrl-C, as a terminal sends it: to the engine and all that is in its process group. */
  public interrupt({ child, ended }: Running): Promise<Run> {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, "SIGINT");
    return ended;
  }

  /** `pulumi preview` in the background, for measurements. */
  public startPreview(...args: string[]): Running {
    return this.spawn("preview", args);
  }

  /** Any other command on the stack, which must succeed; gives what it printed. */
  public async command(...args: string[]): Promise<string> {
    return succeeded(await this.launch([...args, "--stack", this.options.name]).ended).output;
  }

  /** The stack's outputs, secrets in plain text. */
  public async outputs(): Promise<Record<string, unknown>> {
    return JSON.parse(await this.command("stack", "output", "--json", "--show-secrets")) as Record<string, unknown>;
  }

  /**
   * All that every operation so far has printed. The event log, which only these tests ask for, is no part of it: the engine's debug events
   * in it show what a plugin answered, secrets included.
   */
  public printed(): string {
    return this.log;
  }

  /** What another command needs of the environment to reach this stack. */
  public get environment(): NodeJS.ProcessEnv {
    return this.env;
  }

  /** The state as it lies on the disk. */
  public state(): string {
    const { name, folder } = this.options;
    return readFileSync(join(folder, "state", ".pulumi", "stacks", this.projectName, `${name}.json`), "utf8");
  }

  private get projectName(): string {
    return (parse(readFileSync(join(this.options.project, "Pulumi.yaml"), "utf8")) as { name: string }).name;
  }

  private operation(command: string, args: string[]): Promise<Run> {
    return this.spawn(command, args).ended;
  }

  private spawn(command: string, args: string[]): Running {
    const events = this.eventLog(this.runs++);
    writeFileSync(events, "");
    const { child, ended } = this.launch([
      command,
      "--stack",
      this.options.name,
      "--config-file",
      this.configFile,
      "--event-log",
      events,
      ...args,
    ]);
    const complete = ended.then((run) => {
      this.log += run.output;
      return { ...run, changes: changes(readFileSync(events, "utf8")) };
    });
    return { child, ended: complete };
  }

  private eventLog(run: number): string {
    return join(this.options.folder, `events-${run}.jsonl`);
  }

  private launch(args: string[], project = this.options.project): Running {
    const child = spawn("pulumi", ["--non-interactive", "--color", "never", "--cwd", project, ...args], {
      env: this.env,
      // A process group of its own, so that a test can kill the engine together with its plugins.
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += String(chunk)));
    const ended = new Promise<Run>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code) => resolve({ code, output, changes: [] }));
    });
    return { child, ended };
  }
}

/** The changing steps of an event log, one JSON event a line; the stack itself and unfinished lines are left out. */
function changes(log: string): Run["changes"] {
  return log
    .split("\n")
    .filter((line) => line.endsWith("}"))
    .flatMap((line) => {
      const metadata = (JSON.parse(line) as EngineEvent).resourcePreEvent?.metadata;
      if (metadata === undefined || QUIET.has(metadata.op) || metadata.type === "pulumi:pulumi:Stack") return [];
      const name = metadata.urn.split("::").at(-1) ?? "";
      // The engine's own provider of dynamic resources holds the stack's configuration, and so changes with it.
      return metadata.type === "pulumi:providers:pulumi-nodejs" ? [] : [{ op: metadata.op, type: metadata.type, name }];
    });
}

function succeeded(run: Run): Run {
  assert.equal(run.code, 0, run.output);
  return run;
}
