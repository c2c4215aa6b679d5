import type { Duplex } from "node:stream";
import type { ISocketFactory } from "kafkajs";
import type { Connection } from "../connection";
import type { Access } from "./access";
import { authoritiesOf, eitherSocketFactory, tlsSocketFactory } from "./tls";
import type { PlainSockets, Trust } from "./tls";

/**
 * How sockets to the brokers of a connection are opened, with TLS where it says so. What they are proven by is read from its place now.
 * @throws UserError when it can't be read
 */
export async function brokerSockets(access: Access, connection: Connection): Promise<ISocketFactory> {
  const plain = access.socketFactory(connection);
  const tls = async (): Promise<ISocketFactory> =>
    tlsSocketFactory(plainStreams(access, connection), await trust(access, connection));
  if (connection.mixed === true) {
    return eitherSocketFactory(plain, await tls(), connection.tls === undefined ? "plain" : "tls");
  }
  return connection.tls === undefined ? plain : tls();
}

/** Plain streams to the brokers of a connection, for whoever speaks something else than Kafka over them. */
export function plainStreams(access: Access, connection: Connection): PlainSockets {
  const open = access.socketFactory(connection);
  return ({ host, port }) => open({ host, port, ssl: {}, onConnect: () => undefined }) as unknown as Duplex;
}

/** Without TLS in the connection there is nothing to compare a certificate with: then it is one that is on its way out. */
async function trust(access: Access, connection: Connection): Promise<Trust> {
  const { tls, kubernetes } = connection;
  if (tls === undefined) return { anyCertificate: true };
  const namespace = kubernetes?.namespace ?? "";
  const secrets = await Promise.all(
    (tls.caSecrets ?? []).map((name) => access.readSecret(kubernetes, { name, namespace })),
  );
  const authorities = authoritiesOf(tls, secrets);
  return authorities === undefined ? {} : { authorities };
}
