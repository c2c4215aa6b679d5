import { TLS_PASSWORD_KEYS } from "./tlsPasswordKeys";

/** Passwords of the users that the chart itself makes at the first start. */
export interface InternalPasswords {
  /** Of the administrator that this program and the Kafka exporter log in as. */
  operator: string;
  /** Of the brokers among themselves. */
  interbroker: string;
  /** Seals the key and trust store that each broker makes of its certificate; with external access only. */
  stores?: string;
}

/**
 * The keys that the chart reads from `sasl.existingSecret` (chart 26.11.4, templates/secrets.yaml): `client-passwords` in the
 * order of `sasl.client.users`, of which the operator is the only one, and `system-user-password`, that of the first of them.
 */
export function internalSecret({ operator, interbroker, stores }: InternalPasswords): Record<string, string> {
  return {
    "client-passwords": operator,
    "inter-broker-password": interbroker,
    "system-user-password": operator,
    ...(stores === undefined ? {} : { [TLS_PASSWORD_KEYS.keystore]: stores, [TLS_PASSWORD_KEYS.truststore]: stores }),
  };
}
