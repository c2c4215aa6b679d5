import { randomInt } from "node:crypto";
import { createServer, Server } from "node:net";

/**
 * Where free ports are looked for, beginning and end: below those that Linux gives to outgoing connections (32768 and up), which come and go by
 * the thousand, each of them in the way of who wants to listen there.
 */
const FIRST = 10_000;
const END = 32_000;
const TRIES = 1_000;

/**
 * Ports of the loopback address that were free a moment ago, all different.
 * @throws Error when none are found after many tries
 */
export async function freePorts<const N extends number>(count: N): Promise<number[] & { length: N }> {
  return (await freePortRows(count, 1)) as number[] & { length: N };
}

/**
 * First ports of rows of free ones, each row as long as asked.
 * @throws Error when none are found after many tries
 */
export async function freePortRows(count: number, length: number): Promise<number[]> {
  const found = new Map<number, Server[]>();
  try {
    for (let tries = 0; found.size < count && tries < TRIES; tries++) {
      const first = randomInt(FIRST, END - length);
      const row = await Promise.all(Array.from({ length }, (_, index) => listen(first + index)));
      const servers = row.filter((server) => server !== undefined);
      if (servers.length === length) found.set(first, servers);
      else await Promise.all(servers.map(close));
    }
    if (found.size < count) throw new Error(`found ${found.size} rows of ${length} free ports, not ${count}`);
    return [...found.keys()];
  } finally {
    await Promise.all([...found.values()].flat().map(close));
  }
}

/** The wanted port, or another one when it is in use. */
export async function portOrFree(wanted: number): Promise<number> {
  const server = await listen(wanted);
  if (server === undefined) return (await freePorts(1))[0] as number;
  await close(server);
  return wanted;
}

function listen(port: number): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", (error: NodeJS.ErrnoException) =>
      error.code === "EADDRINUSE" ? resolve(undefined) : reject(error),
    );
    server.listen(port, "127.0.0.1", () => resolve(server));
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
