import { ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { kafkaLibs } from "../../../local/kafka/libs";
import { classArchiveOptions } from "./classArchive";

/** How long a process may take to end by itself after it was asked, in milliseconds. */
const stopLimit = 20_000;

/** What a JVM runs. */
export interface JavaCommand {
  mainClass: string;
  args: string[];
  /** Most heap, in MiB. */
  heap: number;
  /** Further options of the JVM. */
  options?: readonly string[];
  /** Environment beside this process's own. */
  env?: Record<string, string>;
  /** Class path of a program that is not Kafka's. @default Kafka's jars */
  classPath?: string;
  /** Folder of classes beside those of the class path. @default none */
  classes?: string;
  /** Folder for the log of the process, which is named after it. */
  folder: string;
  name: string;
}

/** A JVM of Kafka's jars that runs beside the tests, and writes all it says to a file. */
export class JavaProcess {
  private constructor(
    private readonly child: ChildProcess,
    private readonly logFile: string,
    readonly name: string,
  ) {}

  static async start(command: JavaCommand): Promise<JavaProcess> {
    const logFile = join(command.folder, `${command.name}.log`);
    const log = openSync(logFile, "a");
    try {
      const child = spawn("java", await javaArguments(command), {
        stdio: ["ignore", log, log],
        env: { ...process.env, ...command.env },
      });
      // A child of a test run that was cut off must not stay behind.
      const end = () => child.kill("SIGKILL");
      process.once("exit", end);
      child.once("exit", () => process.off("exit", end));
      await once(child, "spawn");
      return new JavaProcess(child, logFile, command.name);
    } finally {
      closeSync(log);
    }
  }

  get running(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Whether the process ended by itself and without an error. */
  get succeeded(): boolean {
    return this.child.exitCode === 0;
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  /** The last lines of the process's log. */
  logTail(lines = 40): string {
    return readFileSync(this.logFile, "utf8").split("\n").slice(-lines).join("\n");
  }

  /** Whether a text stands in the process's log. */
  hasLogged(text: string): boolean {
    return readFileSync(this.logFile, "utf8").includes(text);
  }

  /** Resolves when the process has ended. */
  async ended(): Promise<void> {
    if (this.running) await once(this.child, "exit");
  }

  /** Asks the process to end, and kills it when it doesn't. */
  async stop(): Promise<void> {
    if (!this.running) return;
    const ended = once(this.child, "exit");
    this.child.kill("SIGTERM");
    const timer = setTimeout(() => this.child.kill("SIGKILL"), stopLimit);
    await ended;
    clearTimeout(timer);
  }

  /** Kills the process at once, as a lost machine would. */
  async kill(): Promise<void> {
    if (!this.running) return;
    const ended = once(this.child, "exit");
    this.child.kill("SIGKILL");
    await ended;
  }
}

/** Runs a Java program of Kafka's jars to its end. */
export async function runJava(command: Omit<JavaCommand, "heap">): Promise<void> {
  const program = await JavaProcess.start({ ...command, heap: 128 });
  const deadline = setTimeout(() => void program.kill(), 60_000);
  await program.ended();
  clearTimeout(deadline);
  if (!program.succeeded) throw new Error(`${command.mainClass} failed:\n${program.logTail()}`);
}

async function javaArguments(command: JavaCommand): Promise<string[]> {
  const { mainClass, args, heap, folder, options = [] } = command;
  const programs = command.classPath ?? `${await kafkaLibs()}/*`;
  const classPath = command.classes === undefined ? programs : `${programs}:${command.classes}`;
  // The serial collector and the first compiler alone: many small JVMs on two cores start in half the time.
  const tuning = [`-Xmx${heap}m`, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Djava.awt.headless=true"];
  // The JVM that writes an archive can't read another one.
  const writes = options.some((option) => option.startsWith("-XX:ArchiveClassesAtExit="));
  const archive = command.classPath === undefined && !writes ? await classArchiveOptions() : [];
  return [
    ...tuning,
    ...archive,
    ...options,
    `-Dlog4j.configuration=file:${join(folder, "log4j.properties")}`,
    "-cp",
    classPath,
    mainClass,
    ...args,
  ];
}

/** Log settings of every JVM: warnings, starts, new active controllers and refused logins to the standard output. */
export const log4jProperties = [
  "log4j.rootLogger=WARN, out",
  "log4j.logger.kafka.server.KafkaConfig=ERROR",
  "log4j.logger.kafka.server.KafkaRaftServer=INFO",
  "log4j.logger.org.apache.kafka.controller.QuorumController=INFO",
  "log4j.logger.org.apache.kafka.common.network.Selector=INFO",
  "log4j.appender.out=org.apache.log4j.ConsoleAppender",
  "log4j.appender.out.layout=org.apache.log4j.PatternLayout",
  "log4j.appender.out.layout.ConversionPattern=%d{ISO8601} %p %c{1} %m%n",
  "",
].join("\n");
