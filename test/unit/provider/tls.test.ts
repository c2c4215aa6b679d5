import assert from "node:assert/strict";
import { once } from "node:events";
import type { Server, TLSSocket } from "node:tls";
import { createServer } from "node:tls";
import type { AddressInfo, Socket } from "node:net";
import { connect } from "node:net";
import { Duplex, PassThrough } from "node:stream";
import type { ISocketFactory } from "kafkajs";
import fc from "fast-check";
import { speaksOther } from "../../../provider/src/session/protocol-change";
import { eitherSocketFactory, tlsSocketFactory } from "../../../provider/src/session/tls";
import { TestAuthority } from "../../certificates";

const name = "kafka-controller-0.kafka-controller-headless.middleware.svc.cluster.local";

/** A stream that is no socket, over one: as a port-forward is. */
function tunnel(port: number): Duplex {
  const socket = connect({ host: "127.0.0.1", port });
  const stream = new Duplex({
    read: () => socket.resume(),
    write: (chunk: Buffer, _, done) => void socket.write(chunk, () => done()),
    destroy: (error, done) => {
      socket.destroy();
      done(error);
    },
  });
  socket.on("data", (chunk) => stream.push(chunk) || socket.pause());
  socket.on("end", () => stream.push(null));
  socket.on("error", (error) => stream.destroy(error));
  return stream;
}

describe("TLS over a stream to a pod", function () {
  this.timeout(30_000);
  let server: Server;
  let authority: TestAuthority;
  const asked: string[] = [];
  const port = (): number => (server.address() as AddressInfo).port;
  const open = (host: string, authorities: string): TLSSocket => {
    const factory = tlsSocketFactory(() => tunnel(port()), { authorities });
    return factory({ host, port: 9092, ssl: {}, onConnect: () => undefined }) as TLSSocket;
  };

  before(async () => {
    authority = TestAuthority.make("one");
    const { certificate, key } = authority.sign({ names: `DNS:${name}` });
    server = createServer({ cert: certificate, key, SNICallback: (host, done) => (asked.push(host), done(null)) });
    server.on("secureConnection", (socket) => socket.pipe(socket));
    server.on("tlsClientError", () => undefined);
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
  });
  after(() => server.close());

  it("asks for the broker's own name, whatever the stream goes through, and carries what is sent", async () => {
    const socket = open(name, authority.certificate);
    await once(socket, "secureConnect");
    socket.write("hello");
    const [answer] = (await once(socket, "data")) as [Buffer];
    assert.equal(answer.toString(), "hello");
    assert.equal(asked.at(-1), name);
    socket.destroy();
  });

  it("refuses another name and another authority, by Node's own codes", async () => {
    const code = async (socket: TLSSocket): Promise<string> => {
      const [error] = (await once(socket, "error")) as [Error & { code: string }];
      return error.code;
    };
    assert.equal(await code(open("kafka-controller-1.example", authority.certificate)), "ERR_TLS_CERT_ALTNAME_INVALID");
    assert.match(
      await code(open(name, TestAuthority.make("two").certificate)),
      /^(UNABLE_TO_VERIFY_LEAF_SIGNATURE|UNABLE_TO_GET_ISSUER_CERT_LOCALLY)$/,
    );
  });

  it("fails as the stream does", async () => {
    const broken = new Duplex({ read: () => undefined, write: (_, __, done) => done() });
    const factory = tlsSocketFactory(() => broken, {});
    const socket = factory({ host: name, port: 9092, ssl: {}, onConnect: () => undefined });
    setImmediate(() => broken.destroy(new Error("port-forward to pod middleware/a: the pod is gone")));
    const [error] = (await once(socket, "error")) as [Error];
    assert.match(error.message, /the pod is gone/);
  });
});

describe("brokers of which some have TLS", () => {
  /** Brokers by their host, and what each speaks; who is spoken to otherwise says nothing, or a TLS alert. */
  const waysOf = (speaks: Record<string, "tls" | "plain">, tried: string[]) => {
    const way = (kind: "tls" | "plain"): ISocketFactory => {
      return ({ host }) => {
        tried.push(`${host} ${kind}`);
        const stream = new PassThrough();
        const right = speaks[host] === kind;
        if (right || kind === "plain") setImmediate(() => stream.write(right ? "\0\0\0\x10" : "\x15\x03\x03"));
        return stream as unknown as Socket;
      };
    };
    return [way("plain"), way("tls")] as const;
  };

  it("are each spoken to as they answer, at the second attempt at the latest, and from then on", async () => {
    const protocol = fc.constantFrom("tls" as const, "plain" as const);
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.constantFrom("a", "b", "c"), protocol), protocol, async (speaks, first) => {
        const tried: string[] = [];
        const factory = eitherSocketFactory(...waysOf(speaks, tried), first);
        for (let attempt = 0; attempt < 4; attempt += 1) {
          for (const host of Object.keys(speaks)) factory({ host, port: 1, ssl: {}, onConnect: () => undefined });
          await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
        }
        for (const [host, kind] of Object.entries(speaks)) {
          const attempts = tried.filter((line) => line.startsWith(host));
          assert.deepEqual(attempts.slice(1), Array<string>(3).fill(`${host} ${kind}`));
          assert.equal(attempts[0], `${host} ${first}`);
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe("a change of protocol", () => {
  const connection = {
    brokers: ["kafka-0:9092"],
    access: "portForward" as const,
    mechanism: "SCRAM-SHA-512" as const,
    kubernetes: { context: "test", namespace: "middleware" },
    secretName: "kafka-operator",
  };

  it("is one of TLS alone: another way to the brokers is none", () => {
    const tls = { caSecrets: ["kafka-operator"] };
    assert.equal(speaksOther(undefined, connection), false);
    assert.equal(speaksOther(connection, { ...connection, brokers: ["kafka-1:9092"], access: "direct" }), false);
    assert.equal(speaksOther(connection, { ...connection, tls }), true);
    assert.equal(speaksOther({ ...connection, tls }, connection), true);
    assert.equal(speaksOther({ ...connection, tls }, { ...connection, tls: { ...tls } }), false);
  });
});
