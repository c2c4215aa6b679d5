import { connect } from "node:net";
import type { ISocketFactory } from "kafkajs";
import type { Connection, KubernetesTarget } from "../connection";
import { UserError } from "../errors";
import { podSocketFactory } from "../kubernetes/pod-socket-factory";
import { readSecret } from "../kubernetes/secret";

/** Reads the keys of one Kubernetes Secret, decoded. */
export type SecretReader = (
  target: KubernetesTarget,
  secret: { name: string; namespace: string },
) => Promise<Record<string, string>>;

/** The outside world of the provider. Replaced as a whole where there is no Kubernetes, as in the tests against bare brokers. */
export interface Access {
  /** Where passwords come from. */
  readSecret: SecretReader;
  /** How sockets to the brokers of a connection are opened. */
  socketFactory: (connection: Connection) => ISocketFactory;
}

/** User name and password of one SCRAM user. */
export interface Credentials {
  username: string;
  password: string;
}

/** The world as it is: Secrets from the Kubernetes API; sockets by the connection's `access`. */
export const kubernetesAccess: Access = {
  readSecret,
  socketFactory: (connection) =>
    connection.access === "portForward" ? podSocketFactory(connection.kubernetes) : directSocketFactory,
};

/** Plain sockets with keep-alive. */
export const directSocketFactory: ISocketFactory = ({ host, port, onConnect }) => {
  const socket = connect({ host, port }, onConnect);
  socket.setKeepAlive(true, 30_000);
  socket.setNoDelay(true);
  return socket;
};

/**
 * The administrator's credentials from the connection's Secret.
 * @throws UserError when the Secret or one of its keys is missing
 */
export async function readCredentials(access: Access, connection: Connection): Promise<Credentials> {
  const { namespace } = connection.kubernetes;
  const secret = await access.readSecret(connection.kubernetes, { name: connection.secretName, namespace });
  return { username: secretKey(secret, "username"), password: secretKey(secret, "password") };

  function secretKey(keys: Record<string, string>, key: string): string {
    const value = keys[key];
    if (value !== undefined && value !== "") return value;
    throw new UserError(
      `Secret ${namespace}/${connection.secretName} has no key "${key}": it must hold the user name and the password of Kafka's administrator`,
    );
  }
}
