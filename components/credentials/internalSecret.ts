import { TLS_PASSWORD_KEYS } from "./tlsPasswordKeys";

/** Passwords of the users that the chart itself makes at the first start. */
export interface InternalPasswords {
  /** Of the administrator that this program and the Kafka exporter log in as. */
  operator: string;
  /** Of the brokers among themselves. */
  interbroker: string;
}

/**
 * The keys that the chart reads from `sasl.existingSecret` (chart 26.11.4, templates/secrets.yaml): `client-passwords` in the
 * order of `sasl.client.users`, of which the operator is the only one, and `system-user-password`, that of the first of them.
 *
 * @param listeners Whether one of them has TLS: then the chart asks for passwords of its key stores too.
 */
export function internalSecret(
  { operator, interbroker }: InternalPasswords,
  listeners: { tls: boolean } = { tls: false },
): Record<string, string> {
  return {
    "client-passwords": operator,
    "inter-broker-password": interbroker,
    "system-user-password": operator,
    ...(listeners.tls ? { [TLS_PASSWORD_KEYS.keystore]: "", [TLS_PASSWORD_KEYS.truststore]: "" } : {}),
  };
}
