import { TLSSocket } from "node:tls";
import type { PlainSockets } from "../session/tls";
import { tlsSocketFactory } from "../session/tls";

/**
 * SHA-256 of the certificate that a listener shows, whoever signed it and whomever it names.
 *
 * @param limit Time limit in milliseconds.
 * @throws Error when there is no answer in TLS
 */
export function servedCertificate(
  plain: PlainSockets,
  where: { host: string; port: number },
  limit: number,
): Promise<string> {
  // Only looked at: nothing is sent over this connection, so that nobody need be trusted.
  const open = tlsSocketFactory(plain, { anyCertificate: true });
  return new Promise<string>((resolve, reject) => {
    const socket = open({ ...where, ssl: {}, onConnect: () => undefined });
    const timer = setTimeout(() => fail(new Error(`no answer within ${limit / 1000} s`)), limit);
    const fail = (error: Error) => {
      clearTimeout(timer);
      socket.destroy();
      reject(error);
    };
    socket.once("error", fail);
    socket.once("close", () => fail(new Error("the connection was closed")));
    socket.once("secureConnect", () => {
      clearTimeout(timer);
      if (socket instanceof TLSSocket) resolve(socket.getPeerCertificate().fingerprint256);
      socket.destroy();
    });
  });
}
