import { readFile } from "node:fs/promises";
import type { Server } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

const FILE = join(__dirname, "..", "..", "..", "fixtures", "metrics", "kafka-exporter.prom");

/** A real Kafka exporter's answer, recorded once, with offsets that grow by one at each scrape, so that rates are not zero. */
export class RecordedExporter {
  private constructor(
    private readonly server: Server,
    /** `host:port` of its answers. */
    readonly address: string,
  ) {}

  /** @param rename The topic and group of the recording, each with the name that it gets. */
  static async start(rename: Readonly<Record<string, string>>): Promise<RecordedExporter> {
    const recorded = Object.entries(rename).reduce(
      (text, [from, to]) => text.replaceAll(`="${from}"`, `="${to}"`),
      await readFile(FILE, "utf8"),
    );
    let scrapes = 0;
    const server = createServer((_, response) => {
      response.setHeader("Content-Type", "text/plain; version=0.0.4").end(grown(recorded, scrapes++));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return new RecordedExporter(server, `127.0.0.1:${(server.address() as AddressInfo).port}`);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

/** The offsets higher by `by`; -1 is an offset that was never committed, and stays. */
function grown(text: string, by: number): string {
  return text.replace(
    /^(kafka_(?:consumergroup|topic_partition)_current_offset(?:_sum)?\{.*\}) (\d+)$/gm,
    (_, series: string, offset: string) => `${series} ${Number(offset) + by}`,
  );
}
