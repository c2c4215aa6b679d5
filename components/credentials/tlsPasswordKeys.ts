/** Keys of the internal Secret that the chart wants as passwords of key and trust store; both are empty, as PEM files take none. */
export const TLS_PASSWORD_KEYS = { keystore: "tls-keystore-password", truststore: "tls-truststore-password" } as const;
