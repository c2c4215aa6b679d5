import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, existsSync } from "node:fs";
import { createServer, Server } from "node:http";
import { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checksumOf, downloadChecked, sha256 } from "../../../tools/download";

describe("a vendor's download", () => {
  const content = Buffer.from("a tool");
  const pages: Record<string, Buffer> = {
    "/tool.tar.gz": content,
    "/good": Buffer.from(`${"0".repeat(64)}  other.tar.gz\n${sha256(content)}  tool.tar.gz\n`),
    "/bad": Buffer.from(`${"0".repeat(64)}  tool.tar.gz\n`),
    "/silent": Buffer.from(`${"0".repeat(64)}  other.tar.gz\n${"1".repeat(64)}  third.tar.gz\n`),
  };
  let server: Server;
  let base: string;
  let folder: string;

  before((done) => {
    folder = mkdtempSync(join(tmpdir(), "kafka-test-"));
    server = createServer((request, response) => {
      const page = pages[request.url ?? ""];
      response.writeHead(page ? 200 : 404).end(page);
    });
    server.listen(0, "127.0.0.1", () => {
      base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      done();
    });
  });

  after((done) => {
    rmSync(folder, { recursive: true });
    server.close(done);
  });

  const download = (checksums: string, file = "tool.tar.gz", pinned?: string) =>
    downloadChecked({ url: `${base}/${file}`, checksums: `${base}/${checksums}` }, join(folder, checksums), pinned);

  it("is kept when its checksum is the published one", async () => {
    await download("good");
    assert.deepEqual(readFileSync(join(folder, "good")), content);
  });

  it("is not kept when its checksum is another", async () => {
    await assert.rejects(download("bad"), /SHA-256 is .*, expected 0000/);
    assert.ok(!existsSync(join(folder, "bad")));
  });

  it("is not kept when nobody vouches for it", async () => {
    await assert.rejects(download("silent"), /has no checksum of tool.tar.gz/);
    await assert.rejects(download("missing"), /answered 404/);
  });

  it("is measured by the pinned checksum where there is one", async () => {
    await assert.rejects(download("good", "tool.tar.gz", "f".repeat(64)), /expected ffff/);
  });

  it("finds its line in the lists that vendors publish", () => {
    assert.equal(checksumOf("kubectl", "ABC\n"), "abc");
    assert.equal(checksumOf("a.tar.gz", "111  ./b.tar.gz\n222 *dist/a.tar.gz\n"), "222");
    assert.equal(checksumOf("a.tar.gz", "111  b.tar.gz\n222  c.tar.gz"), undefined);
  });
});
