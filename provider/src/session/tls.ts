import { readFileSync } from "node:fs";
import { isIP, Socket } from "node:net";
import { Duplex } from "node:stream";
import { connect } from "node:tls";
import type { ConnectionOptions } from "node:tls";
import type { ISocketFactory } from "kafkajs";
import type { TlsOptions } from "../connection";
import { messageOf, UserError } from "../errors";

/** Opens a plain stream to `host:port`, which emits `connect` or fails. */
export type PlainSockets = (where: { host: string; port: number }) => Duplex;

/** How the brokers of a session are proven. */
export interface Trust {
  /** PEM certificates of who signs theirs. @default the public authorities that Node.js knows */
  authorities?: string;
  /** Whether any certificate will do, because there is nothing to compare it with. @default false */
  anyCertificate?: boolean;
}

/**
 * TLS over plain streams, sockets or port-forwards alike, with a broker whose certificate names the host that was asked for: the name is the
 * broker's own, whatever the stream goes through.
 */
export function tlsSocketFactory(plain: PlainSockets, { authorities, anyCertificate = false }: Trust): ISocketFactory {
  return ({ host, port, onConnect }) => {
    const stream = plain({ host, port });
    const options: ConnectionOptions = {
      socket: stream instanceof Socket ? stream : withoutErrors(stream),
      // A server name that is an address is not allowed in TLS; the certificate is compared with the host either way.
      ...(isIP(host) === 0 ? { servername: host } : { host }),
      ...(authorities === undefined ? {} : { ca: authorities }),
      ...(anyCertificate ? { rejectUnauthorized: false } : {}),
    };
    const socket = connect(options, onConnect);
    stream.once("error", (error) => socket.destroy(error));
    stream.once("close", () => socket.destroy());
    socket.once("close", () => stream.destroy());
    return socket;
  };
}

/**
 * The same stream without its errors, which whoever has the stream itself must look after: Node's TLS throws those of a stream that is no socket
 * where nobody can catch them.
 */
function withoutErrors(stream: Duplex): Duplex {
  const quiet = new Duplex({
    read: () => void stream.resume(),
    write: (chunk: Buffer, _, done) => void stream.write(chunk, () => done()),
    final: (done) => void stream.end(() => done()),
    destroy: (_, done) => {
      stream.destroy();
      done(null);
    },
  });
  stream.on("data", (chunk: Buffer) => {
    if (!quiet.push(chunk)) stream.pause();
  });
  stream.once("end", () => quiet.push(null));
  stream.once("close", () => quiet.destroy());
  return quiet;
}

/** First byte of what a listener with TLS says to who speaks without; a Kafka answer that begins so would have 350 MB. */
const TLS_ALERT = 0x15;

/**
 * For the time in which the brokers restart into TLS, or out of it: each speaks one or the other, and no broker tells before. The way that
 * an answer came by is taken again; one by which nothing came gives way to the other at the next attempt.
 */
export function eitherSocketFactory(
  plain: ISocketFactory,
  tls: ISocketFactory,
  first: "tls" | "plain",
): ISocketFactory {
  const ways = { tls, plain };
  const next = new Map<string, "tls" | "plain">();
  return (where) => {
    const broker = `${where.host}:${where.port}`;
    const way = next.get(broker) ?? first;
    const socket = ways[way](where);
    next.set(broker, way === "tls" ? "plain" : "tls");
    socket.once("data", (data: Buffer) => {
      if (data[0] !== TLS_ALERT) next.set(broker, way);
    });
    return socket;
  };
}

/**
 * The PEM certificates that a connection trusts.
 *
 * @param secrets The keys of the Secrets that the connection names.
 * @returns undefined for the public authorities.
 * @throws UserError when the file can't be read or none of the Secrets has any
 */
export function authoritiesOf(
  { caFile, caSecrets = [] }: TlsOptions,
  secrets: readonly Record<string, string>[],
): string | undefined {
  const found = secrets.map((keys) => keys["ca.crt"]?.trim() ?? "").filter((text) => text !== "");
  if (caSecrets.length > 0 && found.length === 0) {
    throw new UserError(
      `no Secret has the certificates of who signs the brokers': looked for the key "ca.crt" in ${caSecrets.join(" and ")}`,
    );
  }
  const all = [...(caFile === undefined ? [] : [readAuthorities(caFile)]), ...found];
  return all.length === 0 ? undefined : all.map((text) => `${text}\n`).join("");
}

function readAuthorities(path: string): string {
  try {
    return readFileSync(path, "utf8").trim();
  } catch (error) {
    throw new UserError(`the file of kafka:cluster.caFile can't be read: ${messageOf(error)}`, { cause: error });
  }
}
