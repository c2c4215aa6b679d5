import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** kubectl on one context and namespace. */
export class Kubectl {
  public constructor(
    private readonly env: NodeJS.ProcessEnv,
    private readonly context: string,
    private readonly namespace: string,
  ) {}

  /** Runs kubectl and gives what it printed. */
  public async run(...args: string[]): Promise<string> {
    const { stdout } = await run("kubectl", ["--context", this.context, "--namespace", this.namespace, ...args], {
      env: this.env,
      maxBuffer: 64 * 1024 * 1024,
    });
    return stdout.trim();
  }

  /** Applies one object, or a List. It goes by standard input, since a Secret must not be among a process's arguments. */
  public async apply(object: object, ...args: string[]): Promise<string> {
    const running = run("kubectl", ["--context", this.context, "apply", "--filename", "-", ...args], { env: this.env });
    running.child.stdin?.end(JSON.stringify(object));
    return (await running).stdout.trim();
  }

  /** Objects of a kind, as the API server has them. */
  public async list<T>(kind: string, ...args: string[]): Promise<T[]> {
    return (JSON.parse(await this.run("get", kind, "--output", "json", ...args)) as { items: T[] }).items;
  }
}
