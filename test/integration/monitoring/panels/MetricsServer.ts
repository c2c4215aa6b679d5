import type { Server } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** Answers scrapes on the loopback interface with what a function gives at that moment. */
export class MetricsServer {
  private constructor(
    private readonly server: Server,
    /** `host:port` of its answers. */
    readonly address: string,
  ) {}

  /** @param text The metrics in Prometheus' text format; where it fails, so does the scrape. */
  static async start(text: () => Promise<string>): Promise<MetricsServer> {
    const server = createServer((_, response) => {
      text().then(
        (metrics) => response.setHeader("Content-Type", "text/plain; version=0.0.4").end(metrics),
        (error: unknown) => response.writeHead(500).end(String(error)),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return new MetricsServer(server, `127.0.0.1:${(server.address() as AddressInfo).port}`);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
