import assert from "node:assert/strict";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { freePortRows, freePorts, portOrFree } from "../../../local/cluster/ports";

describe("free ports", () => {
  it("are all different, and none of those that outgoing connections get", async () => {
    const ports = await freePorts(50);
    assert.equal(new Set(ports).size, 50);
    assert.deepEqual(
      ports.filter((port) => port < 10_000 || port >= 32_000),
      [],
    );
  });

  it("come in rows that don't overlap", async () => {
    const rows = await freePortRows(20, 3);
    assert.equal(new Set(rows.flatMap((first) => [first, first + 1, first + 2])).size, 60);
  });

  it("are another one where the wanted one is taken", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    assert.notEqual(await portOrFree(port), port);
    server.close();
    const [free = 0] = await freePorts(1);
    assert.equal(await portOrFree(free), free);
  });
});
