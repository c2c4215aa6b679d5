import { createServer, Server } from "node:net";

/** Ports of the loopback address that were free a moment ago, all different. */
export async function freePorts<const N extends number>(count: N): Promise<number[] & { length: N }> {
  const servers = await Promise.all(Array.from({ length: count }, () => listen(0)));
  const ports = servers.map((server) => (server?.address() as { port: number }).port);
  await Promise.all(servers.map(close));
  return ports as number[] & { length: N };
}

/** The wanted port, or another one when it is in use. */
export async function portOrFree(wanted: number): Promise<number> {
  const server = await listen(wanted);
  await close(server);
  return server ? wanted : ((await freePorts(1))[0] as number);
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

function close(server: Server | undefined): Promise<void> {
  return new Promise((resolve) => (server ? server.close(() => resolve()) : resolve()));
}
