import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { jmxExporterJars } from "../../../local/kafka/libs";
import { JavaProcess } from "../brokers";
import { freePorts } from "../../../local/cluster/ports";

/** How long the exporter may take until it answers, in milliseconds. */
const START_LIMIT = 60_000;

/** What an exporter reads. */
export interface JmxExporterOptions {
  /** The broker's JMX port. */
  jmxPort: number;
  /** The rule file's text; it must take the broker's address from `jmxUrl`. */
  rules: string;
  /** Folder for its files. */
  folder: string;
  name: string;
  /** Its heap, in MiB. @default 128 */
  heap?: number;
  /** Further options of its JVM. @default none */
  jvm?: readonly string[];
}

/** One scrape: what came, and how long it took. */
export interface Scrape {
  text: string;
  /** In seconds, as the one who asks sees it. */
  duration: number;
}

/** The real JMX exporter of the chart's version, as a process of its own beside a broker, as the chart runs it. */
export class JmxExporter {
  private constructor(
    private readonly process: JavaProcess,
    /** `host:port` of its answers. */
    readonly address: string,
  ) {}

  static async start({ jmxPort, rules, folder, name, heap = 128, jvm = [] }: JmxExporterOptions): Promise<JmxExporter> {
    const [port = 0] = await freePorts(1);
    const file = join(folder, `${name}.yml`);
    await writeFile(file, rules.replace(/127\.0\.0\.1:\d+/, `127.0.0.1:${jmxPort}`));
    const jars = await jmxExporterJars();
    const process = await JavaProcess.start({
      mainClass: "io.prometheus.jmx.WebServer",
      args: [`127.0.0.1:${port}`, file],
      heap,
      options: jvm,
      folder,
      name,
      classPath: `${jars}/*`,
    });
    const exporter = new JmxExporter(process, `127.0.0.1:${port}`);
    await exporter.waitUntilItAnswers();
    return exporter;
  }

  /** Asks for all metrics. */
  async scrape(): Promise<Scrape> {
    const start = performance.now();
    const response = await fetch(`http://${this.address}/`, { signal: AbortSignal.timeout(START_LIMIT) });
    const text = await response.text();
    if (!response.ok) throw new Error(`the exporter answers ${response.status}: ${text.slice(0, 200)}`);
    return { text, duration: (performance.now() - start) / 1000 };
  }

  async stop(): Promise<void> {
    await this.process.kill();
  }

  private async waitUntilItAnswers(): Promise<void> {
    const deadline = Date.now() + START_LIMIT;
    for (;;) {
      try {
        await this.scrape();
        return;
      } catch (error) {
        if (!this.process.running || Date.now() > deadline)
          throw new Error(`the JMX exporter gives nothing:\n${this.process.logTail()}`, { cause: error });
        await new Promise((resolve) => setTimeout(resolve, 250));
      }
    }
  }
}
