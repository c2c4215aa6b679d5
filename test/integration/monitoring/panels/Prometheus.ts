import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import type { RuleGroup } from "../../../../components/monitoring/rules";
import { ensurePrometheus } from "../../../../tools/prometheus";
import { freePorts } from "../../../../local/cluster/ports";
import { eventually } from "./eventually";

/** One series as a query gives it. */
export interface Series {
  metric: Record<string, string>;
}

/** An alert that is pending or firing. */
export interface ActiveAlert {
  labels: Record<string, string>;
  state: "pending" | "firing";
}

/** A rule as Prometheus has it loaded. */
export interface LoadedRule {
  name: string;
  health: "ok" | "err" | "unknown";
  lastError?: string;
}

/** What is scraped: an address, and the labels that the operator and this program's relabelling would put on its series. */
export interface Target {
  address: string;
  labels: Record<string, string>;
}

/** A scrape may take as long as what lies between two, and one of three busy brokers takes seconds on a machine that has other work. */
const SCRAPE_INTERVAL = "5s";

/** A real Prometheus that scrapes every five seconds and evaluates its rules every second. */
export class Prometheus {
  private constructor(
    private readonly child: ChildProcess,
    private readonly folder: string,
    private readonly address: string,
  ) {}

  static async start(targets: readonly Target[], groups: readonly RuleGroup[]): Promise<Prometheus> {
    const { prometheus } = await ensurePrometheus();
    const folder = await mkdtemp(join(tmpdir(), "kafka-prometheus-"));
    const [port = 0] = await freePorts(1);
    const file = join(folder, "prometheus.yml");
    await writeFile(file, configuration(targets));
    await writeFile(join(folder, "rules.yml"), stringify({ groups }));
    const log = openSync(join(folder, "log"), "a");
    const address = `127.0.0.1:${port}`;
    const args = [
      `--config.file=${file}`,
      `--storage.tsdb.path=${join(folder, "data")}`,
      `--web.listen-address=${address}`,
    ];
    const child = spawn(prometheus, args, { stdio: ["ignore", log, log] });
    closeSync(log);
    // A child of a test run that was cut off must not stay behind.
    const end = (): void => void child.kill("SIGKILL");
    process.once("exit", end);
    child.once("exit", () => process.off("exit", end));
    const server = new Prometheus(child, folder, address);
    try {
      await once(child, "spawn");
      await eventually(
        () => "Prometheus to be ready",
        () => server.ready(),
      );
      return server;
    } catch (error) {
      const said = readFileSync(join(folder, "log"), "utf8");
      await server.stop();
      throw new Error(`Prometheus does not start:\n${said}`, { cause: error });
    }
  }

  /** The series that an expression has now. */
  async query(expr: string): Promise<Series[]> {
    const { result } = await this.get<{ result: Series[] }>(`query?query=${encodeURIComponent(expr)}`);
    return result;
  }

  /** The values that an expression had, with a step of so many seconds; those that are no numbers are left out. */
  async range(
    expr: string,
    { start, end, step }: { start: number; end: number; step: number },
  ): Promise<(Series & { points: [number, number][] })[]> {
    const query = new URLSearchParams({ query: expr, start: String(start), end: String(end), step: String(step) });
    const { result } = await this.get<{ result: (Series & { values: [number, string][] })[] }>(`query_range?${query}`);
    return result.map(({ metric, values }) => ({
      metric,
      points: values.flatMap(([time, value]): [number, number][] =>
        Number.isFinite(Number(value)) ? [[time, Number(value)]] : [],
      ),
    }));
  }

  /** Waits until an expression has series. */
  async holds(expr: string): Promise<void> {
    await eventually(
      () => expr,
      async () => ((await this.query(expr)).length > 0 ? true : undefined),
    );
  }

  /** The rules, with how their last evaluation went. */
  async rules(): Promise<LoadedRule[]> {
    const { groups } = await this.get<{ groups: { rules: LoadedRule[] }[] }>("rules");
    return groups.flatMap(({ rules }) => rules);
  }

  /** The alerts that are pending or firing. */
  async alerts(): Promise<ActiveAlert[]> {
    return (await this.get<{ alerts: ActiveAlert[] }>("alerts")).alerts;
  }

  async stop(): Promise<void> {
    if (this.child.pid !== undefined && this.child.exitCode === null && this.child.signalCode === null) {
      const ended = once(this.child, "exit");
      this.child.kill("SIGKILL");
      await ended;
    }
    await rm(this.folder, { recursive: true, force: true });
  }

  private async ready(): Promise<true | undefined> {
    if (this.child.exitCode !== null) throw new Error(`it ended with ${this.child.exitCode}`);
    const answer = await fetch(`http://${this.address}/-/ready`, { signal: AbortSignal.timeout(10_000) }).catch(
      () => undefined,
    );
    return answer?.ok === true ? true : undefined;
  }

  private async get<T>(path: string): Promise<T> {
    const response = await fetch(`http://${this.address}/api/v1/${path}`, { signal: AbortSignal.timeout(30_000) });
    const body = (await response.json()) as { status: string; error?: string; data: T };
    if (body.status !== "success") throw new Error(`Prometheus refuses ${decodeURIComponent(path)}: ${body.error}`);
    return body.data;
  }
}

function configuration(targets: readonly Target[]): string {
  return stringify({
    global: { scrape_interval: SCRAPE_INTERVAL, scrape_timeout: SCRAPE_INTERVAL, evaluation_interval: "1s" },
    rule_files: ["rules.yml"],
    scrape_configs: targets.map(({ address, labels }, index) => ({
      job_name: `target-${index}`,
      static_configs: [{ targets: [address], labels }],
    })),
  });
}
