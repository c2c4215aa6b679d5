import type { Server, ServerResponse } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** What the site does with the download of one revision. */
export type Answer = string | ((response: ServerResponse) => void);

/** A dashboard site on the loopback interface, with the two routes of the real one. */
export class Site {
  /** Paths that were asked for. */
  readonly requests: string[] = [];

  private constructor(
    private readonly server: Server,
    readonly address: string,
  ) {}

  /** @param dashboards Answers by `<id>/<revision>`; the latest revision of an id is its highest. */
  static async start(dashboards: Record<string, Answer>): Promise<Site> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const site = new Site(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    server.on("request", ({ url = "" }, response) => {
      site.requests.push(url);
      const [, id = "", revision] = /^\/api\/dashboards\/(\d+)(?:\/revisions\/(\d+)\/download)?$/.exec(url) ?? [];
      const revisions = Object.keys(dashboards).flatMap((key) =>
        key.startsWith(`${id}/`) ? [Number(key.split("/")[1])] : [],
      );
      const answer = dashboards[`${id}/${revision}`];
      if (revision === undefined && revisions.length > 0) {
        response.end(JSON.stringify({ id: Number(id), revision: Math.max(...revisions) }));
      } else if (answer === undefined) {
        response.writeHead(404).end("not found");
      } else if (typeof answer === "string") {
        response.end(answer);
      } else {
        answer(response);
      }
    });
    return site;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
