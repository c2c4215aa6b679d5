/**
 * Kafka's form of a cluster id: 16 bytes as URL-safe base64 without padding, 22 characters.
 *
 * A leading `-` is replaced, as Kafka's own generator avoids it: the storage tool would take the id for an option.
 *
 * @param base64 16 bytes in ordinary base64.
 */
export function clusterId(base64: string): string {
  const urlSafe = base64.replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  return urlSafe.replace(/^-/, "A");
}

/** 16 bytes, in ordinary base64, that make this cluster id. */
export function clusterIdBytes(id: string): string {
  return Buffer.from(id, "base64url").toString("base64");
}
