/** Keys of the internal Secret that seal the key store which a broker's init container makes of the PEM certificate. */
export const TLS_PASSWORD_KEYS = { keystore: "tls-keystore-password", truststore: "tls-truststore-password" } as const;
