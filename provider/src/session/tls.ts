import { readFileSync } from "node:fs";
import { isIP } from "node:net";
import { connect } from "node:tls";
import type { ISocketFactory } from "kafkajs";
import type { TlsOptions } from "../connection";
import { messageOf, UserError } from "../errors";

/**
 * TLS sockets with keep-alive that take only a broker whose certificate names the host that was asked for.
 * @throws UserError when the file of the authorities can't be read
 */
export function tlsSocketFactory({ caFile }: TlsOptions): ISocketFactory {
  const ca = caFile === undefined ? undefined : readAuthorities(caFile);
  return ({ host, port, onConnect }) => {
    // A server name that is an address is not allowed in TLS; the certificate is compared with the host either way.
    const servername = isIP(host) === 0 ? { servername: host } : {};
    const socket = connect({ host, port, ...servername, ...(ca === undefined ? {} : { ca }) }, onConnect);
    socket.setKeepAlive(true, 30_000);
    socket.setNoDelay(true);
    return socket;
  };
}

function readAuthorities(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new UserError(`the file of kafka:cluster.caFile can't be read: ${messageOf(error)}`, { cause: error });
  }
}
