import { spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { poll } from "../../commands/deadline";
import { Failure } from "../../commands/failure";
import { identify, isAlive, ProcessIdentity, signal } from "../../commands/identity";

/** In the environment of every process of a cluster: finds also those whose record could not be written, and their children. */
const MARK = "KAFKA_LOCAL_CLUSTER";

export interface StartOptions {
  /** Run it in this network namespace. */
  netns?: string;
  /** End it when the process that starts it ends, however that happens. */
  bound?: boolean;
}

/** Starts a process that outlives this one, logs to `log/NAME.log` and is recorded in `run/NAME.json` of the cluster's folder. */
export function startProcess(folder: string, name: string, argv: string[], options: StartOptions = {}): void {
  mkdirSync(join(folder, "run"), { recursive: true });
  mkdirSync(join(folder, "log"), { recursive: true });
  // Both replace themselves by what they run, so the recorded pid is that of the process itself.
  const inNamespace = options.netns ? ["nsenter", `--net=/run/netns/${options.netns}`, "--"] : [];
  const bound = options.bound ? ["setpriv", "--pdeathsig", "KILL"] : [];
  const [command = "", ...args] = [...bound, ...inNamespace, ...argv];
  const log = openSync(logFile(folder, name), "a");
  const child = spawn(command, args, {
    detached: true,
    stdio: ["ignore", log, log],
    env: { ...process.env, [MARK]: folder },
    cwd: "/",
  });
  closeSync(log);
  child.on("error", () => undefined); // it has no pid then, which is reported below
  child.unref();
  const identity = child.pid === undefined ? undefined : identify(child.pid);
  if (!identity) throw new Failure(`${name} did not start (${argv[0]})${endOfLog(folder, name)}`);
  writeFileSync(recordFile(folder, name), JSON.stringify(identity));
}

export const logFile = (folder: string, name: string) => join(folder, "log", `${name}.log`);
const recordFile = (folder: string, name: string) => join(folder, "run", `${name}.json`);

export function recorded(folder: string): { name: string; identity: ProcessIdentity }[] {
  const run = join(folder, "run");
  return entries(run)
    .filter((file) => file.endsWith(".json"))
    .map((file) => ({ name: file.replace(/\.json$/, ""), identity: readRecord(join(run, file)) }))
    .filter((item): item is { name: string; identity: ProcessIdentity } => item.identity !== undefined);
}

/** Throws with the end of its log when one of the cluster's processes has ended. */
export function requireAlive(folder: string): void {
  const dead = recorded(folder).find(({ identity }) => !isAlive(identity));
  if (dead) throw new Failure(`${dead.name} ended${endOfLog(folder, dead.name)}`);
}

export const allAlive = (folder: string) => recorded(folder).every(({ identity }) => isAlive(identity));

/** Ends recorded processes, those of the first group before those of the next, and then whatever else bears the cluster's mark. */
export async function stopProcesses(folder: string, groups: RegExp[]): Promise<void> {
  const known = recorded(folder);
  for (const group of [...groups, /./]) {
    await kill(known.filter(({ name }) => group.test(name)).map(({ identity }) => identity));
  }
  await kill(marked(folder));
  rmSync(join(folder, "run"), { recursive: true, force: true });
}

/** All state goes with the cluster, so nothing gains from a slow farewell. */
export async function kill(processes: ProcessIdentity[]): Promise<void> {
  processes.forEach((identity) => signal(identity, "SIGKILL"));
  await poll(() => (processes.some(isAlive) ? undefined : true), {
    what: `the end of process ${processes
      .filter(isAlive)
      .map(({ pid }) => pid)
      .join(", ")}`,
    timeout: 20_000,
    interval: 10,
  });
}

/** The processes whose environment has the cluster's mark. */
export function marked(folder: string): ProcessIdentity[] {
  const wanted = `${MARK}=${folder}`;
  return entries("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => environment(pid).includes(wanted))
    .map((pid) => identify(Number(pid)))
    .filter((identity) => identity !== undefined);
}

export function endOfLog(folder: string, name: string, lines = 5): string {
  try {
    const text = readFileSync(logFile(folder, name), "utf8").trimEnd();
    return `; its log ends with\n  ${text.split("\n").slice(-lines).join("\n  ")}`;
  } catch {
    return ""; // it wrote none
  }
}

function environment(pid: string): string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, "utf8").split("\0");
  } catch {
    return []; // it ended, or belongs to somebody whose processes may not be read, and so is not ours
  }
}

function readRecord(file: string): ProcessIdentity | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as ProcessIdentity;
  } catch {
    return undefined; // cut short by a crash: the mark finds the process
  }
}

function entries(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // not there yet, or not any more
  }
}
