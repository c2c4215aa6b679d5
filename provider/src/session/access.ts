import { connect } from "node:net";
import type { ISocketFactory } from "kafkajs";
import { shared } from "../batch/shared";
import { canonical } from "../canonical";
import type { Connection, KubernetesTarget, SecretSource } from "../connection";
import { UserError } from "../errors";
import { podSocketFactory } from "../kubernetes/pod-socket-factory";
import { readSecret } from "../kubernetes/secret";
import { readSetting } from "./configuration";

/** Reads the keys of one Secret, decoded. */
export type SecretReader = (
  target: KubernetesTarget | undefined,
  secret: SecretSource,
) => Promise<Record<string, string>>;

/** The outside world of the provider. Replaced as a whole where there is no Kubernetes, as in the tests against bare brokers. */
export interface Access {
  /** Where passwords come from. */
  readSecret: SecretReader;
  /** The stack's own settings, by full name. */
  readSetting: (key: string) => string;
  /** How plain streams to the brokers of a connection are opened. */
  socketFactory: (connection: Connection) => ISocketFactory;
}

/** User name and password of one SCRAM user. */
export interface Credentials {
  username: string;
  password: string;
}

/** A group of users has one Secret, which each of them reads. */
const oneRead = shared<Record<string, string>>();

/** The world as it is: Secrets from the Kubernetes API; settings from the engine; sockets by the connection's `access`. */
export const realAccess: Access = {
  readSecret: async (target, secret) => {
    if ("keys" in secret) return secret.keys;
    if (target !== undefined) return oneRead(canonical([target, secret]), () => readSecret(target, secret));
    throw new UserError(`${secretPlace(secret)} can't be read: the connection names no Kubernetes cluster`);
  },
  readSetting,
  socketFactory,
};

function socketFactory({ access, kubernetes }: Connection): ISocketFactory {
  return access === "portForward" && kubernetes !== undefined ? podSocketFactory(kubernetes) : directSocketFactory;
}

/** Plain sockets with keep-alive. */
export const directSocketFactory: ISocketFactory = ({ host, port, onConnect }) => {
  const socket = connect({ host, port }, onConnect);
  socket.setKeepAlive(true, 30_000);
  socket.setNoDelay(true);
  return socket;
};

/**
 * The administrator's credentials, from the connection's Secret or the stack's settings.
 * @throws UserError when the Secret, one of its keys or the setting is missing
 */
export async function readCredentials(access: Access, connection: Connection): Promise<Credentials> {
  if ("administrator" in connection) {
    const { username, setting } = connection.administrator;
    return { username, password: access.readSetting(setting) };
  }
  const { namespace } = connection.kubernetes;
  const secret = await access.readSecret(connection.kubernetes, { name: connection.secretName, namespace });
  const key = (name: string): string => {
    const value = secret[name];
    if (value !== undefined && value !== "") return value;
    throw new UserError(
      `Secret ${namespace}/${connection.secretName} has no key "${name}": it must hold the user name and the password of Kafka's administrator`,
    );
  };
  return { username: key("username"), password: key("password") };
}

/** Where the administrator's password comes from, in words. */
export function passwordPlace(connection: Connection): string {
  return "administrator" in connection
    ? `the setting ${connection.administrator.setting}`
    : secretPlace({ name: connection.secretName, namespace: connection.kubernetes.namespace });
}

/** Where a Secret is, in words. */
export function secretPlace(secret: SecretSource): string {
  return "keys" in secret ? "the stack's state" : `Secret ${secret.namespace}/${secret.name}`;
}
