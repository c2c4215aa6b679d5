import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import type { Kubectl } from "./Kubectl";

interface SecretSource {
  secretKeyRef: { name: string; key: string };
}

/** One of a container's variables; the API leaves an empty value out. */
interface Variable {
  name: string;
  value?: string;
  valueFrom?: SecretSource;
}

interface Deployment {
  spec: { template: { spec: { containers: [{ command: string[]; env: Variable[] }] } } };
}

/** How long a program may take until it prints what a test waits for, or ends, in milliseconds. */
const LIMIT = 60_000;

/** The container of a Deployment as a process of this machine: its command, and its environment out of the cluster's Secrets. */
export class ContainerProcess {
  private lines = "";
  private errors = "";
  private readonly ended: Promise<number | null>;

  private constructor(private readonly child: ChildProcess) {
    child.stdout?.setEncoding("utf8").on("data", (text: string) => (this.lines += text));
    child.stderr?.setEncoding("utf8").on("data", (text: string) => (this.errors += text));
    this.ended = once(child, "close").then(([code]) => code as number | null);
  }

  /**
   * Starts what a Deployment would.
   * @param folder what the image has as its working directory
   * @param env what the image has: PATH with its python3
   */
  public static async start(
    kubectl: Kubectl,
    deployment: string,
    folder: string,
    env: NodeJS.ProcessEnv,
  ): Promise<ContainerProcess> {
    const text = await kubectl.run("get", "deployment", deployment, "--output", "json");
    const [container] = (JSON.parse(text) as Deployment).spec.template.spec.containers;
    const own = await Promise.all(
      container.env.map(async ({ name, value = "", valueFrom }) => [
        name,
        valueFrom === undefined ? value : await secretKey(kubectl, valueFrom),
      ]),
    );
    return ContainerProcess.run(container.command, folder, { ...env, ...Object.fromEntries(own) });
  }

  /** Starts a command. */
  public static run([command = "", ...args]: string[], folder: string, env: NodeJS.ProcessEnv): ContainerProcess {
    return new ContainerProcess(spawn(command, args, { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] }));
  }

  /** What it printed so far, a JSON object a line. */
  public get printed(): Record<string, unknown>[] {
    const lines = this.lines.split("\n").slice(0, -1);
    return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  }

  /** Waits until it has printed so many lines. */
  public async untilPrinted(count: number): Promise<Record<string, unknown>[]> {
    const signal = AbortSignal.timeout(LIMIT);
    while (this.printed.length < count) {
      assert.ok(this.child.exitCode === null && !signal.aborted, `it printed ${this.lines}\n${this.errors}`);
      await Promise.race([once(this.child.stdout!, "data", { signal }), this.ended]).catch(() => undefined);
    }
    return this.printed;
  }

  /** Ends it as Kubernetes does, and gives what became of it. */
  public async stop(): Promise<{ code: number | null; errors: string }> {
    this.child.kill("SIGTERM");
    return this.end();
  }

  /** Waits for its end; one that does not end is killed. */
  public async end(): Promise<{ code: number | null; errors: string }> {
    const late = setTimeout(() => this.child.kill("SIGKILL"), LIMIT);
    const code = await this.ended;
    clearTimeout(late);
    return { code, errors: this.errors };
  }
}

async function secretKey(kubectl: Kubectl, { secretKeyRef }: SecretSource): Promise<string> {
  const path = `jsonpath={.data.${secretKeyRef.key.replaceAll(".", "\\.")}}`;
  return Buffer.from(await kubectl.run("get", "secret", secretKeyRef.name, "--output", path), "base64").toString();
}
