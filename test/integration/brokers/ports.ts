import { createServer, AddressInfo, Server } from "node:net";

/** Free ports of the loopback interface, all different. Another process may take one before it is used; that is rare enough. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, () => listen()));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await closed(servers);
  return ports;
}

/**
 * First ports of rows of free ones, each row as long as asked.
 * @throws Error when there are none after many tries
 */
export async function freePortRows(count: number, length: number): Promise<number[]> {
  const found = new Map<number, Server[]>();
  try {
    for (let tries = 0; found.size < count && tries < 200; tries++) {
      const [first = 0] = await freePorts(1);
      const row = await Promise.allSettled(Array.from({ length }, (_, index) => listen(first + index)));
      const servers = row.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
      if (servers.length === length) found.set(first, servers);
      else await closed(servers);
    }
    if (found.size < count) throw new Error(`found ${found.size} rows of ${length} free ports, not ${count}`);
    return [...found.keys()];
  } finally {
    await closed([...found.values()].flat());
  }
}

async function closed(servers: readonly Server[]): Promise<void> {
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
}

function listen(port = 0): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve(server));
  });
}
